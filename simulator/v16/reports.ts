import type * as ocpp from 'typed-ocpp/dist/ocpp16/types.js'
import type { Reports } from '../equipment/equipment.ts'
import { type FirmwareState, isFinal } from '../equipment/firmware.ts'
import type { LogState } from '../equipment/log-upload.ts'
import type { SecurityEventKind } from '../equipment/security-events.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** What the equipment tells, in the words of 1.6. An order with a number came by the security extension. */
export function createReports16(world: SpeakerWorld): Reports {
  return {
    firmwareChanged(state, { requestId }) {
      const status = plainStates[state]
      if (requestId !== null) say(world, 'SignedFirmwareStatusNotification', { status: signedStates[state], requestId })
      else if (status !== null) say(world, 'FirmwareStatusNotification', { status })
    },
    logUploadChanged(state, { requestId }) {
      const status = logStates[state]
      if (requestId === null) say(world, 'DiagnosticsStatusNotification', { status: diagnosticsStates[state] })
      else if (status !== null) say(world, 'LogStatusNotification', { status, requestId })
    },
    securityEvent({ kind, atMs, detail }) {
      const payload: ocpp.SecurityEventNotificationRequest = {
        type: eventTypes[kind],
        timestamp: world.stamp(atMs),
        ...(detail === null ? {} : { techInfo: detail.slice(0, 255) }),
      }
      say(world, 'SecurityEventNotification', payload)
    },
    async signCertificate(_use, csr) {
      const outcome = await world.link.call('SignCertificate', { csr } satisfies ocpp.SignCertificateRequest)
      if (outcome.kind !== 'answered') return 'unsent'
      return outcome.payload.status === 'Accepted' ? 'accepted' : 'refused'
    },
  }
}

/** Where nothing is under way, the state is `Idle`. 16 §4.5 */
export function tellFirmwareStatus(world: SpeakerWorld): void {
  const { state } = world.equipment.firmware
  const status = (isFinal(state) ? null : plainStates[state]) ?? 'Idle'
  say(world, 'FirmwareStatusNotification', { status } satisfies ocpp.FirmwareStatusNotificationRequest)
}

export function tellSignedFirmwareStatus(world: SpeakerWorld): void {
  const { state, order } = world.equipment.firmware
  const requestId = order?.requestId ?? null
  const isIdle = isFinal(state) || requestId === null
  say(
    world,
    'SignedFirmwareStatusNotification',
    isIdle ? { status: 'Idle' } : { status: signedStates[state], requestId },
  )
}

export function tellDiagnosticsStatus(world: SpeakerWorld): void {
  const status = world.equipment.logUpload.state === 'uploading' ? 'Uploading' : 'Idle'
  say(world, 'DiagnosticsStatusNotification', { status })
}

export function tellLogStatus(world: SpeakerWorld): void {
  const { state, order } = world.equipment.logUpload
  const requestId = order?.requestId ?? null
  const isIdle = state !== 'uploading' || requestId === null
  say(world, 'LogStatusNotification', isIdle ? { status: 'Idle' } : { status: 'Uploading', requestId })
}

function say({ link }: SpeakerWorld, action: string, payload: object): void {
  void link.call(action, payload, { isEarly: link.registration === 'pending' })
}

/** Null: 1.6 has no word for it. */
const plainStates: Record<FirmwareState, ocpp.FirmwareStatusNotificationRequest['status'] | null> = {
  idle: 'Idle',
  'download-scheduled': null,
  downloading: 'Downloading',
  downloaded: 'Downloaded',
  'download-failed': 'DownloadFailed',
  'signature-verified': null,
  'invalid-signature': 'InstallationFailed',
  'install-scheduled': null,
  installing: 'Installing',
  'install-rebooting': null,
  installed: 'Installed',
  'install-failed': 'InstallationFailed',
}

const signedStates: Record<FirmwareState, ocpp.FirmwareStatusEnumType> = {
  idle: 'Idle',
  'download-scheduled': 'DownloadScheduled',
  downloading: 'Downloading',
  downloaded: 'Downloaded',
  'download-failed': 'DownloadFailed',
  'signature-verified': 'SignatureVerified',
  'invalid-signature': 'InvalidSignature',
  'install-scheduled': 'InstallScheduled',
  installing: 'Installing',
  'install-rebooting': 'InstallRebooting',
  installed: 'Installed',
  'install-failed': 'InstallationFailed',
}

const diagnosticsStates: Record<LogState, ocpp.DiagnosticsStatusNotificationRequest['status']> = {
  idle: 'Idle',
  uploading: 'Uploading',
  uploaded: 'Uploaded',
  'upload-failed': 'UploadFailed',
  'bad-message': 'UploadFailed',
  'permission-denied': 'UploadFailed',
  'not-supported': 'UploadFailed',
  cancelled: 'UploadFailed',
}

const logStates: Record<LogState, ocpp.UploadLogStatusEnumType | null> = {
  idle: 'Idle',
  uploading: 'Uploading',
  uploaded: 'Uploaded',
  'upload-failed': 'UploadFailure',
  'bad-message': 'BadMessage',
  'permission-denied': 'PermissionDenied',
  'not-supported': 'NotSupportedOperation',
  cancelled: null,
}

const eventTypes: Record<SecurityEventKind, string> = {
  started: 'StartupOfTheDevice',
  restarted: 'ResetOrReboot',
  'time-set': 'SettingSystemTime',
  'firmware-updated': 'FirmwareUpdated',
  'invalid-firmware-signature': 'InvalidFirmwareSignature',
  'invalid-firmware-certificate': 'InvalidFirmwareSigningCertificate',
  'invalid-own-certificate': 'InvalidChargePointCertificate',
  'invalid-server-certificate': 'InvalidCentralSystemCertificate',
  'refused-by-server': 'FailedToAuthenticateAtCentralSystem',
  'security-settings-changed': 'ReconfigurationOfSecurityParameters',
  'tampered-with': 'TamperDetectionActivated',
}
