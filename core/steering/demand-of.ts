import type { ChargerSupply, EvseSupply } from '../circuits/circuit.ts'
import { linesOf, type UsedPhases } from '../circuits/line-currents.ts'
import { conditioningNow, conditioningWh } from '../departures/conditioning.ts'
import type { Need } from '../departures/need-of.ts'
import type { Vehicle } from '../departures/vehicle.ts'
import type { Reason } from '../dispatch/reason.ts'
import type { Bounds } from '../planner/plan.ts'
import type { Account } from './account.ts'
import type { CalmState } from './calm-state.ts'
import { onSteps } from './calm-step.ts'
import type { PlaceDemand, RoundPlace } from './round.ts'

export type Wanting = {
  account: Account
  supply: EvseSupply
  charger: Pick<ChargerSupply, 'chargerId' | 'klass' | 'weight' | 'maxA' | 'maxW'>
  need: Need
  vehicle: Vehicle | null
  session: {
    id: string
    startedAtMs: number
    /** What charger or vehicle say of it, in the words of OCPP. */
    state: string | null
    /** Nobody has shown a card for it. */
    isAnonymous: boolean
  }
  /** On which of its own its vehicle draws; null: not known. */
  phases: UsedPhases
  wattsPerUnit: number
  /** What the plan advises; null: there is none. */
  bounds: Bounds | null
  calm: CalmState
  nowMs: number
}

export type Wanted = Pick<RoundPlace, 'demand' | 'idle'> & {
  laxityH: number
  departsAtS: number | null
  /** Which inputs nobody said. */
  assumed: string[]
}

/** What a session asks of the dispatcher, or why it asks for nothing now (smart-charging 2.2, 5.2, 9.2). */
export function demandOf(asked: Wanting): Wanted {
  const { supply, charger, need, session } = asked
  const most = mostOf(asked)
  const missingWh = need.fullWh.value / keptShare[supply.kind]
  const isDepartureKnown = !need.assumed.includes('departure')
  const departsAtS = Math.floor(need.departsAt.value.epochMilliseconds / 1_000)
  const laxityH = laxityOf(asked, most.value, missingWh + conditioningWh(need, asked.nowMs))
  const about = {
    laxityH,
    departsAtS: isDepartureKnown ? departsAtS : null,
    assumed: [...need.assumed, ...(asked.vehicle?.batteryWh == null ? ['battery'] : []), ...phasesAssumed(asked)],
  }
  const conditioning = conditioningOf(asked)
  // What nobody has told is no target to stop at.
  const isFull = missingWh <= 0 && !need.assumed.includes('need')
  const idle = idleOf(asked, { isFull, isConditioning: conditioning > 0 })
  if (idle) return { ...about, demand: null, idle: { sessionId: session.id, ...idle } }
  const bound = withConditioning(boundsOf(asked, most), { most: most.value, conditioning, isFull })
  const demand: PlaceDemand = {
    ...{ sessionId: session.id, klass: need.klass.value + charger.klass, weight: charger.weight },
    laxityH: isDepartureKnown ? laxityH : untoldLaxityH + Math.max(0, laxityH),
    ...{ lo: Math.min(bound.lo, bound.hi), hi: bound.hi, full: most.value, min: supply.min, step: supply.step },
    ...{ hiReason: bound.reason, hiBoundBy: bound.boundBy, arrivedAtS: Math.floor(session.startedAtMs / 1_000) },
    departsAtS: about.departsAtS,
    turn: turnOf(asked),
  }
  return { ...about, demand, idle: null }
}

/** Of what passes the meter the battery keeps this share. */
const keptShare = { ac: 0.9, dc: 0.95 } as const

/** Longer than any stay: never more urgent than a session that has told its departure. */
const untoldLaxityH = 1_000

function laxityOf({ need, wattsPerUnit, nowMs }: Wanting, full: number, missingWh: number): number {
  const leftH = (need.departsAt.value.epochMilliseconds - nowMs) / 3_600_000
  const needsH = full > 0 ? missingWh / (full * wattsPerUnit) : 0
  return leftH - needsH
}

type Most = { value: number; reason: Reason; boundBy: string | null }

/** The most that it could take with all shared limits gone: the smallest of EVSE, charger, cable and vehicle. */
function mostOf({ account, supply, charger, vehicle }: Wanting): Most {
  const isAc = supply.kind === 'ac'
  const ofVehicle = (isAc ? vehicle?.maxAcA : vehicle?.maxDcW) ?? null
  const ofCharger = isAc ? charger.maxA : charger.maxW
  const cable = isAc ? supply.cableA : null
  if (ofVehicle !== null && ofVehicle < Math.min(account.max, cable ?? account.max)) {
    return { value: Math.max(ofVehicle, supply.min), reason: 'vehicle_limit', boundBy: null }
  }
  if (cable !== null && cable < account.max) return { value: cable, reason: 'cable_limit', boundBy: account.key }
  const value = account.max
  if (ofCharger !== null && ofCharger < ((isAc ? supply.maxA : supply.maxW) ?? Number.POSITIVE_INFINITY)) {
    return { value, reason: 'charger_limit', boundBy: `charger${charger.chargerId}` }
  }
  // Only of a vehicle that could take more it is true that the EVSE holds it back.
  return { value, reason: (ofVehicle ?? 0) > value ? 'evse_limit' : 'full_rate', boundBy: account.key }
}

/** The planner's advice in the session's own unit; a wish below, and above it no more than it is worth. */
function boundsOf(asked: Wanting, most: Most): Most & { lo: number; hi: number } {
  const { bounds, wattsPerUnit, supply } = asked
  if (!bounds) return { ...most, lo: 0, hi: onSteps(most.value, supply.step) }
  const lo = onSteps(Math.min(bounds.loW / wattsPerUnit, most.value), supply.step)
  const advised = bounds.hiReason === null ? most.value : bounds.hiW / wattsPerUnit
  if (advised >= most.value) return { ...most, lo, hi: onSteps(most.value, supply.step) }
  const hi = advised < supply.min ? 0 : onSteps(advised, supply.step)
  return { value: most.value, lo: Math.min(lo, hi), hi, reason: bounds.hiReason!, boundBy: bounds.hiBoundBy }
}

/** In the session's unit and rounded up to what can be granted; 0: it is not the time for it. */
function conditioningOf({ need, wattsPerUnit, supply, nowMs }: Wanting): number {
  const now = conditioningNow(need, Temporal.Instant.fromEpochMilliseconds(nowMs))
  if (!now) return 0
  return Math.max(supply.min, -onSteps(-now.powerW / wattsPerUnit, supply.step))
}

/** Before it leaves, a vehicle may have what warms or cools it, whatever the plan lets its battery wait for. */
function withConditioning(
  bound: ReturnType<typeof boundsOf>,
  { most, conditioning, isFull }: { most: number; conditioning: number; isFull: boolean },
): ReturnType<typeof boundsOf> {
  if (conditioning === 0) return bound
  const lo = Math.min(most, Math.max(bound.lo, conditioning))
  if (isFull) return { ...bound, lo, hi: lo, reason: 'vehicle_limit', boundBy: null }
  return { ...bound, lo, hi: Math.max(bound.hi, lo) }
}

type Idle = { reason: Reason; boundBy: string | null }

function idleOf(
  { session, bounds, supply, wattsPerUnit, account }: Wanting,
  { isFull, isConditioning }: { isFull: boolean; isConditioning: boolean },
): Idle | null {
  if (session.state === 'Faulted') return { reason: 'fault', boundBy: account.key }
  // 2.x: a transaction may begin with the plug, before any card. It goes by the fallback until then.
  if (session.state === 'EVConnected' && session.isAnonymous) {
    return { reason: 'authorisation_wait', boundBy: account.key }
  }
  // That goes on when the target is reached.
  if (isConditioning) return null
  if (isFull) return { reason: 'target_reached', boundBy: null }
  if (bounds && bounds.hiReason !== null && bounds.hiW / wattsPerUnit < supply.min && bounds.loW <= 0) {
    return { reason: bounds.hiReason, boundBy: bounds.hiBoundBy }
  }
  return null
}

/** A former session's turn says nothing of this one. */
function turnOf({ calm: { turn }, account, session, nowMs }: Wanting): PlaceDemand['turn'] {
  if (turn?.sessionId === session.id) return { state: turn.state, forS: Math.max(0, (nowMs - turn.sinceMs) / 1_000) }
  return { state: 'new', forS: Math.max(0, (nowMs - Math.max(session.startedAtMs, account.link.sinceMs)) / 1_000) }
}

/** It is reckoned with on lines of which nobody knows that it uses them. */
function phasesAssumed({ supply, phases }: Wanting): string[] {
  if (supply.kind === 'dc') return []
  const isUnknown =
    supply.phases === 'L1L2L3'
      ? phases === null || (phases.length < 3 && linesOf(supply, phases) === null)
      : supply.phases === 'unknown' && supply.learntPhases === null
  return isUnknown ? ['phases'] : []
}
