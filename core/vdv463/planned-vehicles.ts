import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { VehiclePlan } from '../planner/plan.ts'
import type { PlannedStay } from '../steering/plan-body.ts'
import type { StoredPlan } from '../steering/steering-store.ts'
import type { ReadinessNow } from './charging-information.ts'

export type PlannedVehicle = { vehicle: VehiclePlan; stay: PlannedStay; startsAtS: number | null }

export type PlannedVehicles = {
  ofSessions: ReadonlyMap<number, PlannedVehicle>
  ofRequests: ReadonlyMap<string, PlannedVehicle>
}

/** Who is in the site's last plan. One that is older than a quarter of an hour promises nothing any more. */
export function plannedVehicles(stored: StoredPlan | null, now: Temporal.Instant): PlannedVehicles {
  const ofSessions = new Map<number, PlannedVehicle>()
  const ofRequests = new Map<string, PlannedVehicle>()
  if (!stored || now.since(stored.madeAt).total('minutes') > 15) return { ofSessions, ofRequests }
  const { plan, vehicles } = stored.body
  const stays = new Map(vehicles.map((stay) => [stay.id, stay]))
  for (const vehicle of plan.vehicles) {
    const stay = stays.get(vehicle.id)
    if (!stay) continue
    const first = vehicle.powerW.findIndex((watts) => watts > 0)
    const planned = { vehicle, stay, startsAtS: plan.blocks[first]?.startS ?? null }
    if (stay.sessionId !== null) ofSessions.set(stay.sessionId, planned)
    else if (stay.requestId !== null) ofRequests.set(stay.requestId, planned)
  }
  return { ofSessions, ofRequests }
}

/** What the plan says of one vehicle; a departure that nobody has told is not told back. */
export function plannedOf(
  planned: PlannedVehicle | undefined,
  request: Pick<ChargingRequest, 'minimumSoc' | 'targetSoc' | 'departsAt'> | null,
): { startsAt: Temporal.Instant | null; forecast: ReadinessNow } {
  if (!planned) return { startsAt: null, forecast: nothing }
  const { forecast } = planned.vehicle
  return {
    startsAt: instantOf(planned.startsAtS),
    forecast: {
      minimumSoc: request?.minimumSoc ?? planned.stay.minimumSoc,
      minimumAt: instantOf(forecast.minimumAtS),
      fullSoc: request?.targetSoc ?? planned.stay.targetSoc,
      fullAt: instantOf(forecast.fullAtS),
      departsAt: planned.stay.assumed.includes('departure') ? null : instantOf(forecast.departsAtS),
      socAtDeparture: forecast.socPercent === null ? null : Math.min(100, Math.max(0, forecast.socPercent)),
    },
  }
}

const nothing: ReadinessNow = {
  ...{ minimumSoc: null, minimumAt: null, fullSoc: null, fullAt: null, departsAt: null, socAtDeparture: null },
}

function instantOf(seconds: number | null): Temporal.Instant | null {
  return seconds === null ? null : Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1000))
}
