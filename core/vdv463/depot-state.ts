import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { ChargerSupply } from '../circuits/circuit.ts'
import type { Site } from '../circuits/site.ts'
import { matchingRequests } from '../departures/matching-requests.ts'
import type { Vehicle } from '../departures/vehicle.ts'
import { isOpen, type LiveCharger, type LiveSession } from '../live/live-charger.ts'
import type { SessionReason } from '../steering/steering-store.ts'
import type { ChargingNow, DepotState, VehicleHere } from './charging-information.ts'
import { type PlannedVehicles, plannedOf } from './planned-vehicles.ts'

/** All that is known of a site, from what is stored. */
export type DepotSeen = {
  site: Pick<Site, 'publicId' | 'name'>
  supplies: readonly ChargerSupply[]
  chargers: ReadonlyMap<number, LiveCharger>
  /** Of planning systems. */
  requests: readonly ChargingRequest[]
  vehicles: readonly Vehicle[]
  planned: PlannedVehicles
  reasons: ReadonlyMap<number, Pick<SessionReason, 'granted'>>
}

/** A site in the words in which planning systems are told of it; what nobody knows is left out. */
export function depotStateOf(seen: DepotSeen, now: Temporal.Instant): DepotState {
  const { site, supplies, chargers } = seen
  const bound = requestsOfSessions(seen, now)
  return {
    id: site.publicId,
    name: site.name,
    chargers: supplies.map((supply) => {
      const live = chargers.get(supply.chargerId)
      return {
        identity: supply.identity,
        ...conditionOf(live),
        evses: supply.evses.map(({ evse }, at) => evseState({ seen, bound, supply, live, evse, isFirst: at === 0 })),
      }
    }),
  }
}

type Placing = {
  seen: DepotSeen
  bound: ReadonlyMap<number, ChargingRequest>
  supply: ChargerSupply
  live: LiveCharger | undefined
  evse: number
  isFirst: boolean
}

type EvseState = DepotState['chargers'][number]['evses'][number]

function evseState({ seen, bound, supply, live, evse, isFirst }: Placing): EvseState {
  const session = live?.sessions.findLast((one) => one.evse === evse && isOpen(one)) ?? null
  const states = live?.connectors.filter((one) => one.evse === evse).flatMap(({ status }) => status ?? []) ?? []
  const faulted = states.find(({ status }) => status === 'Faulted')
  const meter = live?.meters.find((one) => one.evse === evse)
  const waiting = new Set([...bound.values()].map(({ id }) => id))
  const isHere = ({ place }: ChargingRequest) =>
    place?.chargerId === supply.chargerId && (place.evse === evse || (place.evse === null && isFirst))
  return {
    evse,
    status: faulted ? 'Faulted' : session ? 'Occupied' : pointStatus(live, states),
    fault: faulted ? { code: 'OtherChargingPointFailure', text: faulted.errorCode, since: faulted.since } : null,
    powerW: live?.connected ? (meter?.powerW ?? null) : null,
    vehicle: session && vehicleHere(session, states, seen.vehicles),
    session: session && chargingNow(session, states, bound.get(session.id) ?? null, seen),
    expected: seen.requests
      .filter((request) => isHere(request) && request.sessionId === null && !waiting.has(request.id))
      .flatMap((request) => {
        const vehicle = seen.vehicles.find(({ id }) => id === request.vehicleId)
        if (!vehicle) return []
        const { startsAt, forecast } = plannedOf(seen.planned.ofRequests.get(request.requestId), request)
        return [{ requestId: request.requestId, vehicleId: calledByPlanners(vehicle), startsAt, forecast }]
      }),
  }
}

/** Planning systems know vehicles by their VIN, as VDV 261 does, or else by the name that the fleet has for them. */
function calledByPlanners({ vin, publicId }: Vehicle): string {
  return vin ?? publicId
}

function conditionOf(live: LiveCharger | undefined): Pick<DepotState['chargers'][number], 'status' | 'fault'> {
  if (!live?.connected) {
    const since = live?.linkChangedAt ?? null
    return { status: 'Unavailable', fault: since && { code: 'CommunicationFailure', text: null, since } }
  }
  const { whole, blocked } = live
  if (whole?.status === 'Faulted') {
    return {
      status: 'Faulted',
      fault: { code: 'OtherChargingStationFailure', text: whole.errorCode, since: whole.since },
    }
  }
  return { status: blocked || whole?.status === 'Unavailable' ? 'Unavailable' : 'Available', fault: null }
}

type Said = { status: string }

function pointStatus(live: LiveCharger | undefined, states: readonly Said[]): EvseState['status'] {
  if (!live?.connected) return 'Unavailable'
  const says = (...words: string[]) => states.some(({ status }) => words.includes(status))
  if (says('Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Occupied')) return 'Occupied'
  if (says('Reserved')) return 'Reserved'
  return says('Unavailable') || live.blocked || live.whole?.status === 'Unavailable' ? 'Unavailable' : 'Available'
}

function vehicleHere(session: LiveSession, states: readonly Said[], vehicles: readonly Vehicle[]): VehicleHere | null {
  const vehicle = vehicles.find(({ publicId }) => publicId === session.vehicle)
  if (!vehicle) return null
  const word = wordOf(session, states)
  const status = word === 'Charging' ? 'Charging' : word === 'SuspendedEVSE' ? 'ReadyToCharge' : 'Unknown'
  return { vehicleId: calledByPlanners(vehicle), status, socPercent: percentOf(session.socPercent) }
}

/** Some chargers tell 255 for "not known". */
function percentOf(soc: number | null): number | null {
  return soc !== null && soc >= 0 && soc <= 100 ? soc : null
}

/** A session that nobody has seen begin is not told: its beginning is mandatory. */
function chargingNow(
  session: LiveSession,
  states: readonly Said[],
  request: ChargingRequest | null,
  { planned, reasons }: DepotSeen,
): ChargingNow | null {
  if (session.startedAt === null) return null
  const isHeldBack = reasons.get(session.id)?.granted === 0
  return {
    sessionId: String(session.id),
    requestId: request?.requestId ?? null,
    status: statusOf(session, wordOf(session, states), isHeldBack),
    startedAt: session.startedAt,
    // Mandatory as well: without a meter nothing is known to flow.
    powerW: session.powerW ?? 0,
    energyWh: session.energyWh,
    forecast: plannedOf(planned.ofSessions.get(session.id), request).forecast,
  }
}

/** In 2.x the session says what it does, in 1.6 its connector. */
function wordOf({ chargingState }: LiveSession, states: readonly Said[]): string | null {
  return chargingState ?? states[0]?.status ?? null
}

function statusOf({ powerW }: LiveSession, word: string | null, isHeldBack: boolean): ChargingNow['status'] {
  if (word === 'Charging' || word === 'SuspendedEV') return word
  if (word === 'Finishing' || word === 'Idle') return 'Finishing'
  if (isHeldBack) return 'Queued'
  if (word === 'SuspendedEVSE') return word
  return (powerW ?? 0) > 0 ? 'Charging' : 'Preparing'
}

/** By session: the request that it is for. */
function requestsOfSessions(
  { supplies, chargers, requests, vehicles }: DepotSeen,
  now: Temporal.Instant,
): Map<number, ChargingRequest> {
  const found = new Map<number, ChargingRequest>()
  for (const { chargerId } of supplies) {
    for (const session of chargers.get(chargerId)?.sessions.filter(isOpen) ?? []) {
      const vehicleId = vehicles.find(({ publicId }) => publicId === session.vehicle)?.id ?? null
      const stay = { sessionId: session.id, chargerId, evse: session.evse, vehicleId }
      const pluggedAt = session.startedAt ?? now
      const request = matchingRequests(requests, { ...stay, pluggedAt }).get('vdv463')
      if (request) found.set(session.id, request)
    }
  }
  return found
}
