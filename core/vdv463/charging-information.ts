import { chargingPointId } from './place-of.ts'

/** A depot as planning systems are told of it. */
export type DepotState = {
  id: string
  name: string
  chargers: readonly {
    identity: string
    status: 'Available' | 'Unavailable' | 'Faulted'
    fault: Fault<'CommunicationFailure' | 'OtherChargingStationFailure'> | null
    evses: readonly {
      evse: number
      status: 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted'
      fault: Fault<'OtherChargingPointFailure'> | null
      /** Null: nothing tells it. */
      powerW: number | null
      vehicle: VehicleHere | null
      session: ChargingNow | null
      /** Requests of vehicles that are to come here. */
      expected: readonly Expected[]
    }[]
  }[]
}

export type Fault<Code extends string> = { code: Code; text: string | null; since: Temporal.Instant }

export type VehicleHere = {
  vehicleId: string
  status: 'ReadyToCharge' | 'Charging' | 'Unknown'
  socPercent: number | null
}

export type ChargingNow = {
  sessionId: string
  requestId: string | null
  status: 'Preparing' | 'Charging' | 'SuspendedEVSE' | 'SuspendedEV' | 'Finishing' | 'Queued'
  startedAt: Temporal.Instant
  powerW: number
  energyWh: number
  forecast: ReadinessNow
}

export type Expected = {
  requestId: string
  vehicleId: string
  startsAt: Temporal.Instant | null
  forecast: ReadinessNow
}

/** What the plan promises of a vehicle; what it does not say is null. */
export type ReadinessNow = {
  minimumSoc: number | null
  minimumAt: Temporal.Instant | null
  fullSoc: number | null
  fullAt: Temporal.Instant | null
  departsAt: Temporal.Instant | null
  socAtDeparture: number | null
}

/** The payload of VDV 463's ProvideChargingInformation: kW, kWh and percent. */
export function chargingInformation(presystemId: string, depots: readonly DepotState[]): object {
  return { depotInfoList: depots.map((depot) => depotInfo(presystemId, depot)) }
}

function depotInfo(presystemId: string, { id, name, chargers }: DepotState) {
  return {
    depotId: id,
    name,
    chargingStationInfoList: chargers.map(({ identity, status, fault, evses }) => ({
      chargingStationId: identity,
      chargingStationStatus: status,
      chargingPointInfoList: evses.map((evse) => pointInfo(presystemId, identity, evse)),
      ...(fault ? { chargingStationFaultInfo: { chargingStationFaultCode: fault.code, ...saidOf(fault) } } : {}),
      ...totalOf(evses),
    })),
  }
}

function pointInfo(presystemId: string, identity: string, point: DepotState['chargers'][number]['evses'][number]) {
  const { evse, status, fault, powerW, vehicle, session, expected } = point
  return {
    chargingPointId: chargingPointId(identity, evse),
    chargingPointStatus: status,
    ...(powerW === null ? {} : { presentPower: kilo(powerW) }),
    ...(fault ? { chargingPointFaultInfo: { chargingPointFaultCode: fault.code, ...saidOf(fault) } } : {}),
    ...(vehicle ? { vehicleInfo: vehicleInfo(vehicle) } : {}),
    ...(session ? { chargingProcessInfo: processInfo(presystemId, session) } : {}),
    ...(expected.length === 0
      ? {}
      : { scheduledChargingProcessList: expected.map((coming) => scheduled(presystemId, coming)) }),
  }
}

/** Only a sum of which every part is known is one. */
function totalOf(evses: DepotState['chargers'][number]['evses']): { totalPower?: number } {
  if (evses.some(({ powerW }) => powerW === null)) return {}
  return { totalPower: kilo(evses.reduce((sum, { powerW }) => sum + powerW!, 0)) }
}

function saidOf({ text, since }: Fault<string>) {
  return { ...(text === null ? {} : { faultText: text }), faultTimeStamp: textOf(since) }
}

/** What VDV 261 would tell of its systems is not known here: those members are mandatory, and empty. */
function vehicleInfo({ vehicleId, status, socPercent }: VehicleHere) {
  return {
    ...{ vehicleId, vehicleChargingStatus: status, vehicleStatusInfo: {}, preconditioningInfo: {} },
    ...(socPercent === null ? {} : { tractionBatteryInfo: { stateOfCharge: socPercent } }),
  }
}

function processInfo(presystemId: string, session: ChargingNow) {
  const { sessionId, requestId, status, startedAt, powerW, energyWh, forecast } = session
  return {
    ...(requestId === null ? {} : { presystemId, chargingRequestId: requestId }),
    chargingProcessId: sessionId,
    processStatus: status,
    startTime: textOf(startedAt),
    chargingPredictionData: prediction(forecast),
    electricData: { chargingPower: kilo(powerW) },
    deliveredEnergy: kilo(energyWh),
  }
}

function scheduled(presystemId: string, { requestId, vehicleId, startsAt, forecast }: Expected) {
  return {
    ...{ presystemId, chargingRequestId: requestId, vehicleId },
    ...(startsAt === null ? {} : { startTime: textOf(startsAt) }),
    chargingPredictionData: prediction(forecast),
  }
}

function prediction({ minimumSoc, minimumAt, fullSoc, fullAt, departsAt, socAtDeparture }: ReadinessNow) {
  return {
    ...(minimumSoc !== null && minimumAt !== null
      ? { chargingPredictionDataMinSoc: { requestedMinSoc: minimumSoc, predictedTime: textOf(minimumAt) } }
      : {}),
    ...(fullSoc !== null && fullAt !== null
      ? { chargingPredictionDataFinalSoc: { predictedFinalSoc: fullSoc, predictedTime: textOf(fullAt) } }
      : {}),
    ...(departsAt !== null && socAtDeparture !== null
      ? {
          chargingPredictionDataDepartureTime: {
            predictedDepartureTimeSoc: socAtDeparture,
            predictedTime: textOf(departsAt),
          },
        }
      : {}),
  }
}

function textOf(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'second' })
}

function kilo(value: number): number {
  return Math.round(value) / 1000
}
