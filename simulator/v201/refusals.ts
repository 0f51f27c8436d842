import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Calls } from './messages.ts'

/** The answer by which a call is refused. */
export type Refusal = (request: never) => object

type RefusalOf<Action extends keyof Calls> = (request: Calls[Action][0]) => Calls[Action][1]

const rejected = () => ({ status: 'Rejected' as const })

/** How each call is refused in the words of the standard. Some have no such word; only an error refuses those. */
export const refusals: { [Action in keyof Calls]?: RefusalOf<Action> } = {
  CancelReservation: rejected,
  CertificateSigned: rejected,
  ChangeAvailability: rejected,
  ClearCache: rejected,
  ClearChargingProfile: () => ({ status: 'Unknown' }),
  ClearDisplayMessage: () => ({ status: 'Unknown' }),
  ClearVariableMonitoring: ({ id }) => ({ clearMonitoringResult: id.map((one) => ({ id: one, ...rejected() })) }),
  CustomerInformation: rejected,
  DataTransfer: rejected,
  DeleteCertificate: () => ({ status: 'Failed' }),
  GetBaseReport: rejected,
  GetChargingProfiles: () => ({ status: 'NoProfiles' }),
  GetCompositeSchedule: rejected,
  GetDisplayMessages: () => ({ status: 'Unknown' }),
  GetInstalledCertificateIds: () => ({ status: 'NotFound' }),
  GetLog: rejected,
  GetMonitoringReport: rejected,
  GetReport: rejected,
  GetVariables: ({ getVariableData }) => ({ getVariableResult: getVariableData.map(refusedVariable) }),
  InstallCertificate: rejected,
  PublishFirmware: rejected,
  RequestStartTransaction: rejected,
  RequestStopTransaction: rejected,
  ReserveNow: rejected,
  Reset: rejected,
  SendLocalList: () => ({ status: 'Failed' }),
  SetChargingProfile: rejected,
  SetDisplayMessage: rejected,
  SetMonitoringBase: rejected,
  SetMonitoringLevel: rejected,
  SetNetworkProfile: rejected,
  SetVariableMonitoring: ({ setMonitoringData }) => ({
    setMonitoringResult: setMonitoringData.map(({ type, severity, component, variable }) => ({
      type,
      severity,
      component,
      variable,
      ...rejected(),
    })),
  }),
  SetVariables: ({ setVariableData }) => ({
    setVariableResult: setVariableData.map(({ attributeValue: _, ...one }) => refusedVariable(one)),
  }),
  TriggerMessage: rejected,
  UnlockConnector: () => ({ status: 'UnlockFailed' }),
  UnpublishFirmware: () => ({ status: 'DownloadOngoing' }),
  UpdateFirmware: rejected,
}

function refusedVariable({ component, variable, attributeType }: ocpp.GetVariableDataType) {
  const attribute = attributeType === undefined ? {} : { attributeType }
  return { component, variable, ...attribute, attributeStatus: 'Rejected' as const }
}
