import type { OcppVersions } from '#api/console/world.ts'
import { refusalsOf } from '#ocpp/refusals.ts'
import { schemasOf } from '#ocpp/rpc/schemas.ts'
import type { Schema } from '#ocpp/rpc/shape.ts'
import type { OcppVersion } from '#ocpp/rpc/version.ts'
import type { Calls as Calls16 } from '#ocpp/v16/messages.ts'
import type { Calls as Calls21 } from '#ocpp/v21/messages.ts'
import type { Calls as Calls201 } from '#ocpp/v201/messages.ts'

/** What may be sent to a charger of each OCPP version, with the published schema of each message. */
export const ocppActions: OcppVersions = {
  actions: (version) => Object.keys(calls[version as OcppVersion] ?? {}).toSorted(),
  schema(version, action) {
    if (!Object.hasOwn(calls[version as OcppVersion] ?? {}, action)) return null
    const schema = schemasOf(version as OcppVersion).get(action)?.call
    return schema ? trimmed(schema) : null
  },
  refusals: (version) => refusalsOf(version as OcppVersion),
}

/** With those definitions alone that it refers to: the published ones carry all of their version. */
function trimmed({ definitions = {}, ...schema }: Schema): object {
  const used: Record<string, Schema> = {}
  const look = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/definitions\/(\w+)"/g)) {
      if (used[name] || !definitions[name]) continue
      used[name] = definitions[name]
      look(used[name])
    }
  }
  look(schema)
  return { ...schema, definitions: used }
}

const calls16: Record<keyof Calls16, true> = {
  CancelReservation: true,
  CertificateSigned: true,
  ChangeAvailability: true,
  ChangeConfiguration: true,
  ClearCache: true,
  ClearChargingProfile: true,
  DataTransfer: true,
  DeleteCertificate: true,
  ExtendedTriggerMessage: true,
  GetCompositeSchedule: true,
  GetConfiguration: true,
  GetDiagnostics: true,
  GetInstalledCertificateIds: true,
  GetLocalListVersion: true,
  GetLog: true,
  InstallCertificate: true,
  RemoteStartTransaction: true,
  RemoteStopTransaction: true,
  ReserveNow: true,
  Reset: true,
  SendLocalList: true,
  SetChargingProfile: true,
  SignedUpdateFirmware: true,
  TriggerMessage: true,
  UnlockConnector: true,
  UpdateFirmware: true,
}

const calls201: Record<keyof Calls201, true> = {
  CancelReservation: true,
  CertificateSigned: true,
  ChangeAvailability: true,
  ClearCache: true,
  ClearChargingProfile: true,
  ClearDisplayMessage: true,
  ClearVariableMonitoring: true,
  CostUpdated: true,
  CustomerInformation: true,
  DataTransfer: true,
  DeleteCertificate: true,
  GetBaseReport: true,
  GetChargingProfiles: true,
  GetCompositeSchedule: true,
  GetDisplayMessages: true,
  GetInstalledCertificateIds: true,
  GetLocalListVersion: true,
  GetLog: true,
  GetMonitoringReport: true,
  GetReport: true,
  GetTransactionStatus: true,
  GetVariables: true,
  InstallCertificate: true,
  PublishFirmware: true,
  RequestStartTransaction: true,
  RequestStopTransaction: true,
  ReserveNow: true,
  Reset: true,
  SendLocalList: true,
  SetChargingProfile: true,
  SetDisplayMessage: true,
  SetMonitoringBase: true,
  SetMonitoringLevel: true,
  SetNetworkProfile: true,
  SetVariableMonitoring: true,
  SetVariables: true,
  TriggerMessage: true,
  UnlockConnector: true,
  UnpublishFirmware: true,
  UpdateFirmware: true,
}

const calls21: Record<keyof Calls21, true> = {
  AFRRSignal: true,
  AdjustPeriodicEventStream: true,
  CancelReservation: true,
  CertificateSigned: true,
  ChangeAvailability: true,
  ChangeTransactionTariff: true,
  ClearCache: true,
  ClearChargingProfile: true,
  ClearDERControl: true,
  ClearDisplayMessage: true,
  ClearTariffs: true,
  ClearVariableMonitoring: true,
  CostUpdated: true,
  CustomerInformation: true,
  DataTransfer: true,
  DeleteCertificate: true,
  GetBaseReport: true,
  GetChargingProfiles: true,
  GetCompositeSchedule: true,
  GetDERControl: true,
  GetDisplayMessages: true,
  GetInstalledCertificateIds: true,
  GetLocalListVersion: true,
  GetLog: true,
  GetMonitoringReport: true,
  GetPeriodicEventStream: true,
  GetReport: true,
  GetTariffs: true,
  GetTransactionStatus: true,
  GetVariables: true,
  InstallCertificate: true,
  NotifyAllowedEnergyTransfer: true,
  NotifyWebPaymentStarted: true,
  PublishFirmware: true,
  RequestBatterySwap: true,
  RequestStartTransaction: true,
  RequestStopTransaction: true,
  ReserveNow: true,
  Reset: true,
  SendLocalList: true,
  SetChargingProfile: true,
  SetDERControl: true,
  SetDefaultTariff: true,
  SetDisplayMessage: true,
  SetMonitoringBase: true,
  SetMonitoringLevel: true,
  SetNetworkProfile: true,
  SetVariableMonitoring: true,
  SetVariables: true,
  TriggerMessage: true,
  UnlockConnector: true,
  UnpublishFirmware: true,
  UpdateDynamicSchedule: true,
  UpdateFirmware: true,
  UsePriorityCharging: true,
}

const calls: Record<OcppVersion, object> = { '1.6': calls16, '2.0.1': calls201, '2.1': calls21 }
