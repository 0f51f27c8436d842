import type { ChargerRef, Uses } from '../context.ts'

type SecurityEvent = { type: string; at: Temporal.Instant; info: string | null }

/**
 * Keeps a security event that a charger tells of (S-09), also old ones, and those from before it was let in; the same
 * one again is kept once. What may be an attack becomes a fact, for those who watch.
 */
export async function reportSecurityEvent(
  ctx: Uses<'transaction' | 'chargerWork'>,
  charger: ChargerRef,
  { type, at, info }: SecurityEvent,
): Promise<void> {
  await ctx.transaction((tx) =>
    tx.devices.addEvents(charger, [
      {
        kind: 'security',
        type,
        at,
        severity: critical.has(type) ? 2 : null,
        evse: null,
        connector: null,
        key: `security/${type}/${at}/${info ?? ''}`.slice(0, 400),
        body: { info },
      },
    ]),
  )
  if (!critical.has(type)) return
  await ctx.chargerWork(charger, (work) =>
    work.addFact({ kind: 'charger.security_event', subjectId: charger.id, body: { type, info } }),
  )
}

// OCPP 2.0.1 Part 2 appendix 1, those that are marked critical.
const critical = new Set([
  'FirmwareUpdated',
  'SettingSystemTime',
  'StartupOfTheDevice',
  'ResetOrReboot',
  'SecurityLogWasCleared',
  'MemoryExhaustion',
  'TamperDetectionActivated',
  'InvalidFirmwareSignature',
  'InvalidFirmwareSigningCertificate',
  'InvalidCsmsCertificate',
  'InvalidCentralSystemCertificate',
  'InvalidChargingStationCertificate',
  'InvalidChargePointCertificate',
  'InvalidTLSVersion',
  'InvalidTLSCipherSuite',
])
