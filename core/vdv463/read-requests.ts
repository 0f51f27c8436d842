import type { Vehicle } from '../departures/vehicle.ts'
import { type AskedRequest, faultOf } from '../departures/write-requests.ts'
import type { ProvideChargingRequests, VdvRequest } from './message.ts'
import { type KnownCharger, placeOf } from './place-of.ts'

export type RejectedRequest = { requestId: string; reason: string }

export type ReadRequests = {
  requests: AskedRequest[]
  rejected: RejectedRequest[]
  /** All ids that are asked for, those of rejected ones as well. */
  listed: string[]
}

/**
 * A planning system's list in our words. Of two entries with one id the later counts; one that is to be terminated is as
 * if it were not in the list. One with an unknown vehicle or place, or with values that make no sense, is rejected.
 */
export function readRequests(
  { chargingRequestList }: ProvideChargingRequests,
  known: { vehicles: readonly Vehicle[]; chargers: readonly KnownCharger[] },
  now: Temporal.Instant,
): ReadRequests {
  const asked = new Map(chargingRequestList.map((request) => [request.chargingRequestId, request]))
  const requests: AskedRequest[] = []
  const rejected: RejectedRequest[] = []
  for (const [requestId, request] of asked) {
    if (request.chargingInstruction === 'Terminate') {
      asked.delete(requestId)
      continue
    }
    const vehicle = vehicleOf(request.vehicleId, known.vehicles)
    const place = request.chargingPointId === undefined ? null : placeOf(request.chargingPointId, known.chargers)
    if (!vehicle) rejected.push({ requestId, reason: `unknown vehicle '${request.vehicleId}'` })
    else if (request.chargingPointId !== undefined && place === null) {
      rejected.push({ requestId, reason: `unknown charging point '${request.chargingPointId}'` })
    } else if (!timesOf(request).every(isInstant)) rejected.push({ requestId, reason: 'a time that there is not' })
    else {
      const read = askedFrom(request, { vehicle, place, now })
      const fault = faultOf(read)
      if (fault) rejected.push({ requestId, reason: fault.message })
      else requests.push(read)
    }
  }
  return { requests, rejected, listed: [...asked.keys()] }
}

function askedFrom(
  request: VdvRequest,
  { vehicle, place, now }: { vehicle: Vehicle; place: AskedRequest['place']; now: Temporal.Instant },
): AskedRequest {
  const { chargingRequestData: wish, priority } = request
  const departsAt = instantOf(wish.requestedTimeForDeparture)
  return {
    requestId: request.chargingRequestId,
    vehicleId: vehicle.id,
    place,
    arrivesAt: instantOf(wish.expectedArrivalTimeAtChargingPoint),
    departsAt,
    soc: wish.expectedSocAtArrival ?? null,
    minimumSoc: wish.minTargetSoc,
    targetSoc: wish.maxTargetSoc,
    needMinimumWh: null,
    needFullWh: null,
    klass: priority ?? null,
    precondition: preconditionOf(request, departsAt),
    confidence: 1,
    reportedAt: now,
  }
}

/** Planning systems call vehicles by VIN, as VDV 261 does, or by the name that the fleet has for them. */
function vehicleOf(text: string, vehicles: readonly Vehicle[]): Vehicle | undefined {
  const folded = text.toUpperCase()
  return vehicles.find(({ publicId }) => publicId === text) ?? vehicles.find(({ vin }) => vin?.toUpperCase() === folded)
}

function preconditionOf(
  { manualPreconditioning: manual, automaticPreconditioning: automatic }: VdvRequest,
  departsAt: Temporal.Instant | null,
): AskedRequest['precondition'] {
  if (departsAt === null) return null
  if (manual) {
    const { hvacAuxiliaryConsumerPower: hvac = 0, systemAuxiliaryConsumerPower: system = 0 } = manual
    const starts = [manual.hvacPreconditioningStartTime, manual.systemPreconditioningStartTime].map(instantOf)
    const begins = starts.filter((at) => at !== null).sort(Temporal.Instant.compare)[0]
    const minutes = begins ? minutesBetween(begins, departsAt) : 0
    return hvac + system > 0 && minutes > 0 ? { powerW: Math.round((hvac + system) * 1000), minutes } : null
  }
  if (!automatic || nothingAsked.has(automatic.preconditioningRequest)) return null
  const begins = instantOf(automatic.requestedStartTime)
  const minutes = begins ? minutesBetween(begins, departsAt) : usualConditioning.minutes
  return minutes > 0 ? { powerW: usualConditioning.powerW, minutes } : null
}

/** An automatic conditioning says neither its power nor, mostly, its length: it becomes a fixed block (smart-charging 9.1). */
export const usualConditioning = { powerW: 10_000, minutes: 30 }

const nothingAsked = new Set([
  'NoClimaticPreconditioningOrSNA',
  'NoClimatePreconditioningOrAutomaticPreselectionByTheVehicle',
  'SNA',
])

/** The schema lets a 30th of February through. */
function timesOf({
  chargingRequestData: wish,
  automaticPreconditioning: automatic,
  manualPreconditioning,
}: VdvRequest) {
  return [
    ...[wish.expectedArrivalTimeAtChargingPoint, wish.requestedTimeForDeparture, automatic?.requestedStartTime],
    ...[manualPreconditioning?.hvacPreconditioningStartTime, manualPreconditioning?.systemPreconditioningStartTime],
  ].filter((text) => text !== undefined)
}

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text)
    return true
  } catch {
    return false
  }
}

function minutesBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  const minutes = Math.ceil((to.epochMilliseconds - from.epochMilliseconds) / 60_000)
  return minutes > 24 * 60 ? 0 : minutes
}

function instantOf(text: string | undefined): Temporal.Instant | null {
  return text === undefined ? null : Temporal.Instant.from(text)
}
