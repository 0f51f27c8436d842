import { type TSchema, Type } from 'typebox'

/** What VDV 463 1.0 lets us say in ProvideChargingInformation: nothing that is not here ever leaves. */
const closed = { additionalProperties: false }
const instant = Type.String({ format: 'date-time' })
const percent = Type.Number({ minimum: 0, maximum: 100 })
const identifier = Type.String({ minLength: 1 })
const fault = (codeName: string, codes: readonly string[]) =>
  Type.Object(
    { [codeName]: words(codes), faultText: Type.Optional(Type.String()), faultTimeStamp: instant } as Record<
      string,
      TSchema
    >,
    closed,
  )

const Prediction = Type.Object(
  {
    chargingPredictionDataMinSoc: Type.Optional(
      Type.Object({ requestedMinSoc: percent, predictedTime: instant }, closed),
    ),
    chargingPredictionDataFinalSoc: Type.Optional(
      Type.Object({ predictedFinalSoc: percent, predictedTime: instant }, closed),
    ),
    chargingPredictionDataDepartureTime: Type.Optional(
      Type.Object({ predictedDepartureTimeSoc: percent, predictedTime: instant }, closed),
    ),
  },
  closed,
)

const Process = Type.Object(
  {
    presystemId: Type.Optional(identifier),
    chargingRequestId: Type.Optional(identifier),
    chargingProcessId: identifier,
    processStatus: words(['Preparing', 'Charging', 'SuspendedEVSE', 'SuspendedEV', 'Finishing', 'Queued']),
    startTime: instant,
    chargingPredictionData: Prediction,
    electricData: Type.Object({ chargingPower: Type.Number() }, closed),
    deliveredEnergy: Type.Number(),
  },
  closed,
)

const Scheduled = Type.Object(
  {
    presystemId: identifier,
    chargingRequestId: identifier,
    vehicleId: identifier,
    startTime: Type.Optional(instant),
    chargingPredictionData: Prediction,
  },
  closed,
)

const Vehicle = Type.Object(
  {
    vehicleId: identifier,
    vehicleChargingStatus: words(['ReadyToCharge', 'Charging', 'Unknown']),
    vehicleStatusInfo: Type.Object({}, closed),
    preconditioningInfo: Type.Object({}, closed),
    tractionBatteryInfo: Type.Optional(Type.Object({ stateOfCharge: percent }, closed)),
  },
  closed,
)

const Point = Type.Object(
  {
    chargingPointId: identifier,
    chargingPointStatus: words(['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted']),
    presentPower: Type.Optional(Type.Number()),
    chargingPointFaultInfo: Type.Optional(fault('chargingPointFaultCode', ['OtherChargingPointFailure'])),
    vehicleInfo: Type.Optional(Vehicle),
    chargingProcessInfo: Type.Optional(Process),
    scheduledChargingProcessList: Type.Optional(Type.Array(Scheduled)),
  },
  closed,
)

const Station = Type.Object(
  {
    chargingStationId: identifier,
    chargingStationStatus: words(['Available', 'Unavailable', 'Faulted']),
    chargingPointInfoList: Type.Array(Point),
    chargingStationFaultInfo: Type.Optional(
      fault('chargingStationFaultCode', ['CommunicationFailure', 'OtherChargingStationFailure']),
    ),
    totalPower: Type.Optional(Type.Number()),
  },
  closed,
)

export const ProvideChargingInformation = Type.Object(
  {
    depotInfoList: Type.Array(
      Type.Object({ depotId: identifier, name: Type.String(), chargingStationInfoList: Type.Array(Station) }, closed),
    ),
  },
  closed,
)

function words(all: readonly string[]) {
  return Type.Union(all.map((word) => Type.Literal(word)))
}
