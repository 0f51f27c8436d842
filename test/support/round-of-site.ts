import type { SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import { limitedRows } from '#core/circuits/limited-rows.ts'
import { coefficientsOf, rowsOf } from '#core/circuits/rows-of.ts'
import { usualPolicy } from '#core/dispatch/policy.ts'
import { newAccount } from '#core/steering/account.ts'
import { calmAtFirst, usualCalm } from '#core/steering/calm-state.ts'
import type { RoundInput, RoundPlace } from '#core/steering/round.ts'

/** A vehicle that charges three-phase at 32 A: so many hours of it are missing, and so many are left. */
export type ChargingStay = { evseId: string; sessionId: string; needHours: number; inHours: number }

/** What a round of this site stands on while these vehicles charge, and nothing else is drawn. */
export function roundOfSite(
  topology: SiteTopology,
  stays: readonly ChargingStay[],
  { at, sources = [] }: { at: Temporal.Instant; sources?: readonly LimitSource[] },
): RoundInput {
  const site = rowsOf(topology)
  const none = new Map()
  const { rows } = limitedRows(site, { sources, at, contractW: none, headroom: none, unmanaged: none })
  const ids = new Set(rows.map(({ id }) => id))
  const places = stays.map((stay) => {
    const coeff = coefficientsOf(site, stay.evseId).filter(({ row }) => ids.has(row))
    return placeOf(stay, coeff, at.epochMilliseconds)
  })
  return {
    ...{ siteId: topology.circuits[0]!.siteId, atMs: at.epochMilliseconds, cause: 'period', lowersOnly: false },
    ...{
      policy: usualPolicy,
      calm: usualCalm,
      leaseMs: 900_000,
      newcomers: 0,
      rows,
      places,
      recentRaises: [],
      advice: null,
    },
  }
}

function placeOf(stay: ChargingStay, coeff: RoundPlace['coeff'], nowMs: number): RoundPlace {
  const { evseId, sessionId, needHours, inHours } = stay
  const [chargerId, evse] = evseId.split('/').map(Number) as [number, number]
  const proved = { fallback: 6, fallbackVerified: true, obeysLease: true }
  return {
    account: {
      ...newAccount({ chargerId, evse, unit: 'A', max: 32, ...proved }, nowMs),
      link: { online: true, sinceMs: nowMs - 3_600_000, reconciled: true },
      place: 'charging',
      sessionId,
      confirmed: { grantId: 1, value: 16, untilMs: nowMs + 600_000, sinceMs: nowMs - 300_000 },
    },
    ...{ coeff, worstCoeff: coeff, wattsPerUnit: 690, idle: null, calm: calmAtFirst },
    demand: {
      ...{ sessionId, klass: 0, laxityH: inHours - needHours, lo: 0, hi: 32, full: 32, min: 6, step: 1, weight: 1 },
      ...{ hiReason: 'full_rate', hiBoundBy: null, turn: { state: 'on', forS: 3_600 } },
      ...{ arrivedAtS: nowMs / 1000 - 3_600, departsAtS: nowMs / 1000 + inHours * 3_600 },
    },
  }
}
