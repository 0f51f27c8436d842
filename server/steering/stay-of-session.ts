import type { ChargingRequest } from '#core/circuits/charging-request.ts'
import type { EvseSupply } from '#core/circuits/circuit.ts'
import { matchingRequests } from '#core/departures/matching-requests.ts'
import { needSources } from '#core/departures/need-of.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import type { LiveSession } from '#core/live/live-charger.ts'
import { capacityShown, type DrawLimits, taperOf } from '#core/planner/feeds/learnt-draw.ts'
import type { PlanVehicle } from '#core/planner/plan-input.ts'
import type { SteeredSession } from './gather-round.ts'

type Drawing = {
  session: LiveSession
  vehicle: Vehicle | null
  draws: DrawLimits
  supply: EvseSupply
  efficiency: number
  /** By EVSE, cable and what was said of the vehicle. */
  mostW: number
  perUnit: number
}

/**
 * How a vehicle will take power: what was learnt of it counts where nobody has said its maximum, and it never takes less
 * than its smallest rate. Its taper needs its charge now, and the size of its battery, which shows by and by.
 */
export function howItDraws(drawing: Drawing): Pick<PlanVehicle, 'fullW' | 'taper'> {
  const { session, vehicle, draws, supply, efficiency, mostW, perUnit } = drawing
  const told = supply.kind === 'ac' ? vehicle?.maxAcA : vehicle?.maxDcW
  const learntW = told == null && draws.mostW !== null ? Math.max(draws.mostW, supply.min * perUnit) : mostW
  const capacityWh = vehicle?.batteryWh != null ? vehicle.batteryWh / efficiency : capacityShown(session)
  const taper =
    capacityWh === null || session.socPercent === null ? null : taperOf(draws, capacityWh, session.socPercent)
  return { fullW: Math.min(mostW, learntW), taper }
}

/** What was asked for, also where nobody knows how full the battery is. */
export function askedSoc(
  { stay }: Pick<SteeredSession, 'stay'>,
  requests: readonly ChargingRequest[],
): { minimumSoc: number | null; targetSoc: number | null } {
  const of = matchingRequests(requests, stay)
  const first = (member: 'minimumSoc' | 'targetSoc') =>
    needSources.map((source) => of.get(source)?.[member] ?? null).find((value) => value !== null) ?? null
  return { minimumSoc: first('minimumSoc'), targetSoc: first('targetSoc') }
}
