import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Vehicle } from './vehicle.ts'
import { type WrittenSource, withdrawRequest, writeRequests } from './write-requests.ts'

export type AskedDeparture = {
  siteId: number
  source: Extract<WrittenSource, 'fleet' | 'operator'>
  /** Tells several trips of one vehicle apart; null: its next one. */
  trip: string | null
  departsAt: Temporal.Instant
  minimumSoc: number | null
  targetSoc: number | null
  needFullWh: number | null
}

/** Says when a vehicle leaves, and what it needs until then. The same trip is said anew. */
export async function setDeparture(
  ctx: Uses<'now' | 'transaction'>,
  vehicle: Pick<Vehicle, 'id' | 'publicId'>,
  { siteId, source, trip, ...asked }: AskedDeparture,
): Promise<string> {
  const now = ctx.now()
  if (Temporal.Instant.compare(asked.departsAt, now) <= 0) {
    throw new Problem('invalid_value', 'The departure is past.', { subject: 'departsAt' })
  }
  const requestId = requestIdOf(vehicle, trip)
  const request = {
    ...{ requestId, vehicleId: vehicle.id, place: null, arrivesAt: null, soc: null, needMinimumWh: null },
    ...{ klass: null, precondition: null, confidence: 1, reportedAt: now },
    ...asked,
  }
  await writeRequests(ctx, { siteId, source, requests: [request] })
  return requestId
}

/** Takes departures of a vehicle back: of one trip, or all that were set for it in this way. */
export async function removeDepartures(
  ctx: Uses<'now' | 'siteLimits' | 'transaction'>,
  vehicle: Pick<Vehicle, 'id' | 'publicId'>,
  trip: string | null,
): Promise<string[]> {
  const own = requestIdOf(vehicle, null)
  const wanted = trip === null ? null : requestIdOf(vehicle, trip)
  const removed: string[] = []
  for (const { siteId, source, requestId } of await ctx.siteLimits.requestsOf(vehicle.id, ctx.now())) {
    if (source !== 'operator' && source !== 'fleet') continue
    if (wanted === null ? requestId !== own && !requestId.startsWith(`${own} `) : requestId !== wanted) continue
    await withdrawRequest(ctx, { siteId, source, requestId })
    removed.push(requestId)
  }
  if (removed.length === 0) {
    throw new Problem('not_found', 'No such departure was set for this vehicle.', { subject: 'trip' })
  }
  return removed
}

function requestIdOf({ publicId }: Pick<Vehicle, 'publicId'>, trip: string | null): string {
  return `departure ${publicId}${trip === null ? '' : ` ${trip}`}`
}
