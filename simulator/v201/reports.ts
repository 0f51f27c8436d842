import type { Reports } from '../equipment/equipment.ts'
import type { SecurityEventKind } from '../equipment/security-events.ts'
import { signingUses } from './answer-certificates.ts'
import { firmwareStatuses } from './answer-firmware.ts'
import { logStatuses } from './answer-log.ts'
import type { World201 } from './messages.ts'

/** What the equipment tells, in the words of 2.x. */
export function reports201(world: World201): Reports {
  return {
    firmwareChanged: (state, { requestId }) => tellFirmware(world, firmwareStatuses[state], requestId),
    logUploadChanged: (state, { requestId }) => tellLog(world, logStatuses[state], requestId),
    securityEvent({ kind, atMs, detail }) {
      const techInfo = detail === null ? {} : { techInfo: detail.slice(0, 255) }
      const payload = { type: securityEventTypes[kind], timestamp: world.stamp(atMs), ...techInfo }
      void world.link.call('SecurityEventNotification', payload)
    },
    async signCertificate(use, csr) {
      const payload = { csr, certificateType: signingUses[use], ...world.additions.signingOrder?.() }
      const outcome = await world.link.call('SignCertificate', payload)
      if (outcome.kind !== 'answered') return 'unsent'
      return outcome.payload.status === 'Accepted' ? 'accepted' : 'refused'
    },
  }
}

export function tellFirmware(world: World201, status: string, requestId: number | null): void {
  // L01.FR.20: the id belongs to every status but Idle.
  const id = requestId === null || status === 'Idle' ? {} : { requestId }
  void world.link.call('FirmwareStatusNotification', { status, ...id })
}

export function tellLog(world: World201, status: string, requestId: number | null): void {
  void world.link.call('LogStatusNotification', {
    status,
    ...(requestId === null || status === 'Idle' ? {} : { requestId }),
  })
}

const securityEventTypes: Record<SecurityEventKind, string> = {
  started: 'StartupOfTheDevice',
  restarted: 'ResetOrReboot',
  'time-set': 'SettingSystemTime',
  'firmware-updated': 'FirmwareUpdated',
  'invalid-firmware-signature': 'InvalidFirmwareSignature',
  'invalid-firmware-certificate': 'InvalidFirmwareSigningCertificate',
  'invalid-own-certificate': 'InvalidChargingStationCertificate',
  'invalid-server-certificate': 'InvalidCsmsCertificate',
  'refused-by-server': 'FailedToAuthenticateAtCsms',
  'security-settings-changed': 'ReconfigurationOfSecurityParameters',
  'tampered-with': 'TamperDetectionActivated',
}
