import type { Coefficient, Demand } from '../dispatch/demand.ts'
import type { Binding, Reason } from '../dispatch/reason.ts'
import { type UnusedGrant, watchUnusedGrant } from '../dispatch/unused-grant.ts'
import { type Account, type PendingGrant, patience } from './account.ts'
import { type CalmState, calmAtFirst } from './calm-state.ts'
import { capOf, isSteerable, unguided } from './cap.ts'
import { loadsOf } from './loads-of.ts'
import type { RoundPlace } from './round.ts'

/** One EVSE in a round: shared with others, paused on purpose, in doubt, or reserved as it is because it cannot be told. */
export type Standing = {
  place: RoundPlace
  cap: number
  /** What its rate adds to rows: as its vehicle draws while we steer it, at worst while we do not. */
  coeff: readonly Coefficient[]
  /** What it may be drawing on each row right now, at its cap. */
  loads: readonly Coefficient[]
  sessionId: string | null
  /** The last value that it was told for its session and that may count; null: none, it goes by its fallback. */
  told: number | null
  /** The last grant that it has not answered. */
  open: PendingGrant | null
  current: number
} & (
  | { kind: 'shared'; demand: Demand; unused: UnusedGrant }
  | { kind: 'paused'; demand: null; because: Binding }
  /** It was told less and has not answered: nobody knows which of both it follows. */
  | { kind: 'unsure'; demand: null; because: Binding }
  | { kind: 'fixed'; demand: null; because: Binding }
)

export function standingOf(given: RoundPlace, nowMs: number): Standing {
  const { account } = given
  const cap = capOf(account, nowMs)
  const { told, open } = toldOf(account, nowMs)
  const sessionId = given.demand?.sessionId ?? given.idle?.sessionId ?? null
  const place = { ...given, calm: calmOf(given, sessionId) }
  const current = told ?? unguided(account)
  const seen = { place, cap, loads: loadsOf(given, nowMs), sessionId, told, open, current }
  const isOurs = isSteerable(account) && account.place === 'charging'
  if (isOurs && open && !open.inFlight && cap > open.value) {
    const because = { reason: 'charger_uncooperative', boundBy: `charger:${account.chargerId}` } as const
    return { ...seen, kind: 'unsure', coeff: place.coeff, demand: null, because }
  }
  if (isOurs && place.demand) {
    const asked = { ...place.demand, evseId: account.key, unit: account.unit, coeff: place.coeff }
    const unused = unusedOf(place, asked, nowMs)
    return { ...seen, kind: 'shared', coeff: place.coeff, demand: withoutUnused(asked, unused), unused }
  }
  if (isOurs && place.idle && !leftAlone.has(place.idle.reason)) {
    const { reason, boundBy } = place.idle
    return { ...seen, kind: 'paused', coeff: place.coeff, demand: null, because: { reason, boundBy } }
  }
  const because = whyFixed(place)
  return { ...seen, kind: 'fixed', coeff: place.worstCoeff, demand: null, because, current: cap }
}

function whyFixed({ account, idle }: RoundPlace): Binding {
  const boundBy = `charger:${account.chargerId}`
  if (!account.link.online || !account.link.reconciled) return { reason: 'charger_offline_fallback', boundBy }
  if (account.conduct.kind !== 'steerable') return { reason: 'charger_uncooperative', boundBy }
  return { reason: idle?.reason ?? 'authorisation_wait', boundBy: idle?.boundBy ?? null }
}

function toldOf({ sessionId, pending, confirmed }: Account, nowMs: number): Pick<Standing, 'told' | 'open'> {
  const open = pending.findLast((one) => one.sessionId === sessionId && nowMs < one.untilMs) ?? null
  if (open) return { told: open.value, open }
  return { told: confirmed && nowMs < confirmed.untilMs ? confirmed.value : null, open: null }
}

/** What its forerunner was granted, and left unused, says nothing of a new session. */
function calmOf({ calm }: RoundPlace, sessionId: string | null): CalmState {
  if (calm.turn === null || calm.turn.sessionId === sessionId) return calm
  const { startsNotBeforeMs, lastSetPointMs } = calm
  return { ...calmAtFirst, startsNotBeforeMs, lastSetPointMs }
}

/** Judged by samples from after the grant was followed; old ones say nothing of now (smart-charging 5.5). */
function unusedOf({ account, calm }: RoundPlace, { full, min, unit }: Demand, nowMs: number): UnusedGrant {
  const { confirmed, measured, pending } = account
  // After its lease it draws its fallback, and leaves nothing unused.
  if (!confirmed || !measured || pending.length > 0 || nowMs >= confirmed.untilMs) return calm.unused
  const isFresh = measured.atMs >= confirmed.sinceMs + patience.followMs && nowMs - measured.atMs < freshMs
  if (!isFresh) return calm.unused
  const seen = { nowS: nowMs / 1_000, grant: confirmed.value, draw: measured.value, unit, min, full, isAtTarget: false }
  return watchUnusedGrant(calm.unused, seen)
}

function withoutUnused(demand: Demand, { cap }: UnusedGrant): Demand {
  if (cap === null) return demand
  const hi = Math.max(demand.min, Math.ceil(cap / demand.step - 1e-9) * demand.step)
  return hi < demand.hi
    ? { ...demand, hi, lo: Math.min(demand.lo, hi), hiReason: 'vehicle_not_drawing', hiBoundBy: null }
    : demand
}

const freshMs = 120_000

/** Sessions that do not charge anyway; all others that want nothing now are told to pause. */
const leftAlone: ReadonlySet<Reason> = new Set(['fault', 'authorisation_wait', 'vehicle_not_drawing'])
