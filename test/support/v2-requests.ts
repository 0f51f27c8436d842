/** Requests of the server that are good in themselves, with which tests of 2.x begin. */
export const soon = () => new Date(Date.now() + 3_600_000).toISOString()
export const centralToken = (idToken: string) => ({ idToken, type: 'Central' })
export const updatedInterval = { component: { name: 'SampledDataCtrlr' }, variable: { name: 'TxUpdatedInterval' } }
export const powerOf = (evse: number) => ({
  component: { name: 'EVSE', evse: { id: evse } },
  variable: { name: 'Power' },
})
export const certificateHash = {
  hashAlgorithm: 'SHA256',
  issuerNameHash: 'aa',
  issuerKeyHash: 'bb',
  serialNumber: '1',
}

export function profile(more: object = {}, schedule: object = {}) {
  return {
    id: 7,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
    chargingSchedule: [
      {
        id: 1,
        chargingRateUnit: 'A',
        startSchedule: '2026-01-01T00:00:00Z',
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
        ...schedule,
      },
    ],
    ...more,
  }
}

export const networkProfile = {
  configurationSlot: 1,
  connectionData: {
    ocppVersion: 'OCPP20',
    ocppTransport: 'JSON',
    ocppCsmsUrl: 'ws://127.0.0.1:9/ocpp',
    messageTimeout: 30,
    securityProfile: 1,
    ocppInterface: 'Wired0',
  },
}

export const displayMessage = (id: number, more: object = {}) => ({
  message: { id, priority: 'NormalCycle', message: { format: 'UTF8', content: 'Willkommen' }, ...more },
})

export const tariff = (tariffId = 'T-1', more: object = {}) => ({
  tariffId,
  currency: 'EUR',
  energy: { prices: [{ priceKwh: 0.4 }], taxRates: [{ type: 'VAT', tax: 19 }] },
  ...more,
})

export const voltVar = (controlId: string, more: object = {}) => ({
  isDefault: true,
  controlId,
  controlType: 'VoltVar',
  curve: { priority: 5, yUnit: 'PctMaxVar', curveData: [{ x: 95, y: 40 }], ...more },
})

/** One request of each call that 2.0.1 has, by which a charger would do something. */
export const requests201: Record<string, object> = {
  CancelReservation: { reservationId: 9 },
  CertificateSigned: { certificateChain: 'nonsense' },
  ChangeAvailability: { operationalStatus: 'Inoperative' },
  ClearCache: {},
  ClearChargingProfile: { chargingProfileId: 7 },
  ClearDisplayMessage: { id: 1 },
  ClearVariableMonitoring: { id: [1] },
  CostUpdated: { totalCost: 3, transactionId: 'T' },
  CustomerInformation: { requestId: 1, report: true, clear: true, idToken: centralToken('A') },
  DataTransfer: { vendorId: 'Voltyard', messageId: 'Echo' },
  DeleteCertificate: { certificateHashData: certificateHash },
  GetBaseReport: { requestId: 1, reportBase: 'FullInventory' },
  GetChargingProfiles: { requestId: 1, chargingProfile: {} },
  GetCompositeSchedule: { evseId: 1, duration: 60 },
  GetDisplayMessages: { requestId: 1 },
  GetInstalledCertificateIds: {},
  GetLocalListVersion: {},
  GetLog: { requestId: 1, logType: 'DiagnosticsLog', log: { remoteLocation: 'http://127.0.0.1:9/' } },
  GetMonitoringReport: { requestId: 1 },
  GetReport: { requestId: 1 },
  GetTransactionStatus: {},
  GetVariables: { getVariableData: [updatedInterval] },
  InstallCertificate: { certificateType: 'CSMSRootCertificate', certificate: 'nonsense' },
  PublishFirmware: { location: 'http://127.0.0.1:9/', checksum: 'abc', requestId: 1 },
  RequestStartTransaction: { evseId: 1, remoteStartId: 1, idToken: centralToken('A') },
  RequestStopTransaction: { transactionId: 'T' },
  ReserveNow: { id: 9, expiryDateTime: soon(), idToken: centralToken('A'), evseId: 1 },
  Reset: { type: 'Immediate' },
  SendLocalList: { versionNumber: 1, updateType: 'Full' },
  SetChargingProfile: { evseId: 0, chargingProfile: profile() },
  SetDisplayMessage: displayMessage(1),
  SetMonitoringBase: { monitoringBase: 'All' },
  SetMonitoringLevel: { severity: 5 },
  SetNetworkProfile: networkProfile,
  SetVariableMonitoring: { setMonitoringData: [{ ...powerOf(1), type: 'Delta', value: 5, severity: 5 }] },
  SetVariables: { setVariableData: [{ ...updatedInterval, attributeValue: '30' }] },
  TriggerMessage: { requestedMessage: 'StatusNotification' },
  UnlockConnector: { evseId: 1, connectorId: 1 },
  UnpublishFirmware: { checksum: 'abc' },
  UpdateFirmware: { requestId: 1, firmware: { location: 'http://127.0.0.1:9/', retrieveDateTime: soon() } },
}

/** Those that 2.1 has beside. */
export const requests21: Record<string, object> = {
  AFRRSignal: { timestamp: '2026-01-01T00:00:00Z', signal: 5 },
  AdjustPeriodicEventStream: { id: 1, params: { interval: 10 } },
  ChangeTransactionTariff: { transactionId: 'T', tariff: tariff() },
  ClearDERControl: { isDefault: true },
  ClearTariffs: { tariffIds: ['T-1'] },
  GetDERControl: { requestId: 1 },
  GetPeriodicEventStream: {},
  GetTariffs: { evseId: 0 },
  NotifyAllowedEnergyTransfer: { transactionId: 'T', allowedEnergyTransfer: ['DC'] },
  NotifyWebPaymentStarted: { evseId: 1, timeout: 60 },
  RequestBatterySwap: { idToken: centralToken('A'), requestId: 1 },
  SetDERControl: voltVar('D-1'),
  SetDefaultTariff: { evseId: 0, tariff: tariff() },
  UpdateDynamicSchedule: { chargingProfileId: 7, scheduleUpdate: { limit: 10 } },
  UsePriorityCharging: { transactionId: 'T', activate: true },
}
