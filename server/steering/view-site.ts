import type { MeterState } from '#core/circuits/meters/judge-sample.ts'
import type { Account } from '#core/steering/account.ts'
import { capOf } from '#core/steering/cap.ts'
import type { RoundInput, RoundOutcome } from '#core/steering/round.ts'
import type { MeterView, PlaceView, RowView, SiteView } from '#core/steering/site-view.ts'
import type { EngineClock } from './engine-clock.ts'
import type { Gathered } from './gather-round.ts'
import type { SiteAccounts } from './site-accounts.ts'
import type { SiteInputs } from './site-inputs.ts'
import type { SitePlanning } from './site-planning.ts'
import { sourceOf } from './source-of-row.ts'

type Shown = {
  id: number
  at: Temporal.Instant
  siteId: number
  fence: number
  input: RoundInput
  outcome: RoundOutcome
  gathered: Gathered
  accounts: SiteAccounts
  planning: SitePlanning
  inputs: SiteInputs
  clock: EngineClock
  meters: MeterStates
}

export type MeterStates = { state(meterId: number): MeterState | null }

/** What the engine holds of a site right now, for people. */
export function viewSite(shown: Shown): SiteView {
  const { id, at, siteId, fence, input, planning, inputs } = shown
  const plan = planning.last
  return {
    ...{ siteId, at, fence },
    rows: rowsOf(shown),
    places: [...shown.accounts.all.values()].map((account) => placeOf(account, shown)),
    meters: inputs.meters.map(({ id: meterId, circuitId }) => meterView(meterId, circuitId, shown.meters)),
    planner: {
      state: plan === null ? 'none' : planning.isLate ? 'late' : 'planned',
      source: plan?.source ?? null,
      madeAt: plan ? Temporal.Instant.fromEpochMilliseconds(Math.round(plan.madeAtS * 1_000)) : null,
    },
    lastRound: { id, at, input },
  }
}

function rowsOf({ input, outcome, gathered }: Shown): RowView[] {
  return input.rows.map((row) => {
    const load = outcome.loads.find((one) => one.row === row.id)!
    const limit = gathered.limits.get(row.id)!
    return {
      ...{ id: row.id, circuitId: Number(row.circuitId.slice(1)), kind: row.kind, phase: row.phase ?? null },
      ...{ limit: limit.limit, base: row.base, committed: load.after, measured: gathered.measured.get(row.id) ?? null },
      source: sourceOf(row, limit),
    }
  })
}

function placeOf(account: Account, { accounts, gathered, outcome, at, clock }: Shown): PlaceView {
  const grant = outcome.grants.find(({ key }) => key === account.key)
  const known = account.sessionId === null ? undefined : gathered.sessions.get(account.sessionId)
  const wait = outcome.waits.find(({ sessionId }) => sessionId === account.sessionId)
  const departsAtS = known?.departsAtS ?? null
  return {
    ...{ account, calm: accounts.calmOf(account.key) },
    wattsPerUnit: gathered.input.places.find((place) => place.account.key === account.key)?.wattsPerUnit ?? 1,
    sessionId: account.sessionId === null ? null : Number(account.sessionId),
    cap: capOf(account, clock.nowMs()),
    ...{ granted: grant?.value ?? null, reason: grant?.reason ?? null, boundBy: grant?.boundBy ?? null },
    ...{ laxityHours: known?.laxityH ?? null, assumed: known?.assumed ?? [] },
    departsAt: departsAtS === null ? null : Temporal.Instant.fromEpochMilliseconds(Math.round(departsAtS * 1_000)),
    startsAt: wait?.startsInSeconds == null ? null : at.add({ seconds: Math.round(wait.startsInSeconds) }),
  }
}

export function meterView(meterId: number, circuitId: number, meters: MeterStates): MeterView {
  const state = meters.state(meterId)
  const sample = state?.last?.sample ?? null
  const named = () => {
    if (!state || (state.last === null && state.good === null)) return 'never'
    if (state.condition === 'good') return 'good'
    if (state.goodInRow > 0) return 'returning'
    return state.condition === 'stale' ? 'silent' : 'implausible'
  }
  return {
    ...{ meterId, circuitId, state: named(), why: state?.fault ?? null },
    amps: sample?.amps ?? { L1: null, L2: null, L3: null },
    ...{ powerW: sample?.powerW ?? null, at: sample?.at ?? null },
  }
}
