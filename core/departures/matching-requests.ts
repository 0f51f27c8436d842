import type { ChargingRequest, RequestSource } from '../circuits/charging-request.ts'

/** A session as far as requests can be for it. */
export type Stay = {
  sessionId: number
  chargerId: number
  evse: number | null
  /** The vehicle of its token; null: not known. */
  vehicleId: number | null
  pluggedAt: Temporal.Instant
}

/**
 * The request of each source that is for this stay: by its vehicle, wherever that was to stand, or by its place when
 * nothing says that another vehicle came. Of several the one that is bound to the session, else the one that leaves
 * first; one whose vehicle should have gone before this one was plugged in is for none.
 */
export function matchingRequests(
  requests: readonly ChargingRequest[],
  stay: Stay,
): ReadonlyMap<RequestSource, ChargingRequest> {
  const best = new Map<RequestSource, ChargingRequest>()
  for (const request of requests) {
    if (!isFor(request, stay)) continue
    const known = best.get(request.source)
    if (!known || isBetter(request, known, stay)) best.set(request.source, request)
  }
  return best
}

function isFor({ source, requestId, sessionId, vehicleId, place, departsAt }: ChargingRequest, stay: Stay): boolean {
  // Said over the cable: of this session and no other.
  if (source === 'iso15118') return requestId === String(stay.sessionId)
  // What a vehicle has said of itself while it stood there says nothing of its next stay.
  if (source === 'vehicle' && sessionId !== null) return sessionId === stay.sessionId
  if (departsAt && Temporal.Instant.compare(departsAt, stay.pluggedAt) <= 0) return false
  if (sessionId === stay.sessionId) return true
  if (vehicleId !== null && stay.vehicleId !== null) return vehicleId === stay.vehicleId
  if (place === null || place.chargerId !== stay.chargerId) return false
  return place.evse === null || stay.evse === null || place.evse === stay.evse
}

function isBetter(a: ChargingRequest, b: ChargingRequest, { sessionId }: Stay): boolean {
  const isBound = (request: ChargingRequest) => request.sessionId === sessionId
  if (isBound(a) !== isBound(b)) return isBound(a)
  const [first, second] = [a.departsAt?.epochMilliseconds ?? Infinity, b.departsAt?.epochMilliseconds ?? Infinity]
  if (first !== second) return first < second
  return Temporal.Instant.compare(a.reportedAt, b.reportedAt) > 0
}
