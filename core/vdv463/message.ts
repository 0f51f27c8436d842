/**
 * What a depot's planning system (VDV 463's "presystem") and we tell each other, in the words of VDV 463 and checked by
 * its schema at the door. Instants are text, states of charge percent, power kW.
 */
export type ProvideChargingRequests = { chargingRequestList: readonly VdvRequest[] }

export type VdvRequest = {
  chargingRequestId: string
  vehicleId: string
  chargingPointId?: string
  chargingProcessId?: string
  priority?: number
  /** Up to version 1.1. */
  chargingInstruction?: 'Normal' | 'Changed' | 'Terminate'
  chargingRequestData: {
    expectedArrivalTimeAtChargingPoint?: string
    expectedSocAtArrival?: number
    minTargetSoc: number
    maxTargetSoc: number
    requestedTimeForDeparture?: string
    adHocCharging?: boolean
  }
  automaticPreconditioning?: {
    preconditioningRequest: string
    ambientTemperature?: number
    requestedStartTime?: string
    requestedFinishTime?: string
    targetSoc?: number
  }
  manualPreconditioning?: {
    hvacPreconditioningStartTime: string
    hvacAuxiliaryConsumerPower?: number
    systemPreconditioningStartTime: string
    systemAuxiliaryConsumerPower?: number
    targetSoc?: number
  }
}

/** Every message is one array of seven. */
export type VdvEnvelope = readonly [
  messageType: 1 | 2 | 3,
  source: string,
  presystemId: string,
  timeStamp: string,
  messageId: string,
  action: VdvAction,
  payload: object,
]

export const vdvActions = ['BootNotification', 'ProvideChargingRequests', 'ProvideChargingInformation'] as const
export type VdvAction = (typeof vdvActions)[number]
