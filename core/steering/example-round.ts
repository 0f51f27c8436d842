import { usualPolicy } from '../dispatch/policy.ts'
import type { Row } from '../dispatch/row.ts'
import { type Account, newAccount } from './account.ts'
import { linkBack, reconciled } from './account-steps.ts'
import { calmAtFirst, usualCalm } from './calm-state.ts'
import type { PlaceDemand, RoundInput, RoundPlace } from './round.ts'

/** Values of a round for tests: 32 A EVSEs with a fallback of 6 A, online and known, at the time 0. */
export function exampleAccount(number: number, over: Partial<Account> = {}): Account {
  const hardware = { chargerId: number, evse: 1, unit: 'A', max: 32, fallback: 6 } as const
  const account = newAccount({ ...hardware, fallbackVerified: true, obeysLease: true }, 0)
  const sessionId = `s${number}`
  const said = { askedAtMs: 0, place: 'charging', sessionId, follows: null } as const
  return { ...reconciled(linkBack(account, 0), said, 0), ...over }
}

export function exampleDemand(number: number, over: Partial<PlaceDemand> = {}): PlaceDemand {
  return {
    ...{ sessionId: `s${number}`, klass: 0, laxityH: number, lo: 0, hi: 32, full: 32, min: 6, step: 1 },
    ...{ hiReason: 'full_rate', hiBoundBy: null, weight: 1, arrivedAtS: 0, departsAtS: null },
    turn: { state: 'new', forS: 0 },
    ...over,
  }
}

export function examplePlace(account: Account, rows: readonly string[], demand: PlaceDemand | null): RoundPlace {
  const coeff = rows.map((row) => ({ row, re: 1 }))
  return { account, coeff, worstCoeff: coeff, wattsPerUnit: 690, demand, idle: null, calm: calmAtFirst }
}

export function exampleRow(id: string, limit: number, over: Partial<Row> = {}): Row {
  const of = { circuitId: id, kind: 'current', base: 0, reserved: 0, reason: 'circuit_limit', boundBy: id } as const
  return { id, limit, ...of, ...over }
}

/** Raises leave at once and without a ramp, unless told otherwise. */
export const impatient = {
  ...usualCalm,
  roomSeconds: 0,
  spacingSeconds: 0,
  rampPerMinute: { A: 1_000, W: 10_000_000 },
}

export function exampleRound(over: Partial<RoundInput> & Pick<RoundInput, 'rows' | 'places'>): RoundInput {
  return {
    ...{
      siteId: 1,
      atMs: 0,
      cause: 'period',
      lowersOnly: false,
      leaseMs: 900_000,
      newcomers: 0,
      recentRaises: [],
      advice: null,
    },
    policy: { ...usualPolicy, minimumOnSeconds: 0, minimumOffSeconds: 0 },
    calm: impatient,
    ...over,
  }
}
