import type { ChargingRequest } from '../circuits/charging-request.ts'
import { matchingRequests } from '../departures/matching-requests.ts'
import { departureSources } from '../departures/need-of.ts'
import type { VehicleStay } from './vehicle-link.ts'

export type VehicleDeparture = { departsAt: Temporal.Instant; siteId: number }

/** When a vehicle leaves next, by whoever is believed most in this; null: nobody has said it, or it is past. */
export function departureOf(
  requests: readonly ChargingRequest[],
  { vehicleId, stay, now }: { vehicleId: number; stay: VehicleStay | null; now: Temporal.Instant },
): VehicleDeparture | null {
  const toCome = requests.filter(({ departsAt }) => departsAt && Temporal.Instant.compare(departsAt, now) > 0)
  const place = stay ?? { sessionId: 0, chargerId: 0, evse: null, pluggedAt: now }
  const of = matchingRequests(toCome, { ...place, vehicleId })
  for (const source of departureSources) {
    const request = of.get(source)
    if (request?.departsAt) return { departsAt: request.departsAt, siteId: request.siteId }
  }
  return null
}
