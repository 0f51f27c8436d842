import type { Calls } from './messages.ts'

type Refusals = { [Action in keyof Calls]: (request: Calls[Action][0]) => Calls[Action][1] }

/** How each call is refused in 1.6. A firmware update cannot be: it just never begins. */
export const refusals: Refusals = {
  CancelReservation: rejected,
  CertificateSigned: rejected,
  ChangeAvailability: rejected,
  ChangeConfiguration: rejected,
  ClearCache: rejected,
  ClearChargingProfile: () => ({ status: 'Unknown' }),
  DataTransfer: rejected,
  DeleteCertificate: () => ({ status: 'Failed' }),
  ExtendedTriggerMessage: rejected,
  GetCompositeSchedule: rejected,
  GetConfiguration: ({ key }) => (key === undefined ? {} : { unknownKey: key }),
  // Without a file name there is nothing to come.
  GetDiagnostics: () => ({}),
  GetInstalledCertificateIds: () => ({ status: 'NotFound' }),
  GetLocalListVersion: () => ({ listVersion: -1 }),
  GetLog: rejected,
  InstallCertificate: rejected,
  RemoteStartTransaction: rejected,
  RemoteStopTransaction: rejected,
  ReserveNow: rejected,
  Reset: rejected,
  SendLocalList: () => ({ status: 'Failed' }),
  SetChargingProfile: rejected,
  SignedUpdateFirmware: rejected,
  TriggerMessage: rejected,
  UnlockConnector: () => ({ status: 'UnlockFailed' }),
  UpdateFirmware: () => ({}),
}

function rejected() {
  return { status: 'Rejected' as const }
}
