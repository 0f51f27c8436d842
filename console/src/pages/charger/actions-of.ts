const both = [
  'Authorize',
  'BootNotification',
  'ChangeAvailability',
  'DataTransfer',
  'FirmwareStatusNotification',
  'Heartbeat',
  'MeterValues',
  'Reset',
  'SecurityEventNotification',
  'StatusNotification',
  'TriggerMessage',
  'UnlockConnector',
]
const only16 = [
  'ChangeConfiguration',
  'DiagnosticsStatusNotification',
  'GetConfiguration',
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'StartTransaction',
  'StopTransaction',
]
const only2 = [
  'GetVariables',
  'LogStatusNotification',
  'NotifyEvent',
  'NotifyReport',
  'RequestStartTransaction',
  'RequestStopTransaction',
  'SetVariables',
  'TransactionEvent',
]

/** The messages that a charger of that OCPP version may exchange, for a picker; those of all versions when unknown. */
export function actionsOf(version: string | null): readonly string[] {
  const own = version === null ? [...only16, ...only2] : version.startsWith('1.') ? only16 : only2
  return [...both, ...own].sort()
}
