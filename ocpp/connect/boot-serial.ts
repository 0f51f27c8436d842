/**
 * Whether a BootNotification tells of another serial number than the certificate that the charger came with
 * (B01.FR.11): then it is not the charger that the certificate was made for.
 */
export function isOtherSerial(expected: string | null, action: string, payload: unknown): boolean {
  if (expected === null || action !== 'BootNotification') return false
  return !serialsIn(payload).includes(expected)
}

function serialsIn(payload: unknown): unknown[] {
  const { chargingStation, chargePointSerialNumber, chargeBoxSerialNumber } = membersOf(payload)
  return [chargePointSerialNumber, chargeBoxSerialNumber, membersOf(chargingStation).serialNumber]
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
