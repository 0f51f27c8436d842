import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { FirmwareState } from '../equipment/firmware.ts'
import { download } from '../equipment/http-transfer.ts'
import type { Answer, World201 } from './messages.ts'

export const updateFirmware: Answer<'UpdateFirmware'> = (world, { requestId, firmware, retries, retryInterval }) => {
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = firmware
  const outcome = world.equipment.firmware.take({
    requestId,
    url: location,
    retrieveAtMs: world.fromServer(retrieveDateTime),
    installAtMs: installDateTime === undefined ? null : world.fromServer(installDateTime),
    retries: retries ?? 0,
    retryIntervalSeconds: retryInterval ?? 0,
    signing:
      signingCertificate === undefined || signature === undefined
        ? null
        : { certificate: signingCertificate, signature },
  })
  // L01.FR.22
  if (outcome === 'invalid-certificate') world.equipment.securityEvents.add('invalid-firmware-certificate')
  return { answer: { status: updateStatuses[outcome] } }
}

/** L03: fetches a firmware once and offers it to the chargers behind this one. */
export const publishFirmware: Answer<'PublishFirmware'> = (world, request) => {
  if (URL.parse(request.location) === null) return { answer: { status: 'Rejected' } }
  return { answer: { status: 'Accepted' }, afterwards: () => void publish(world, request) }
}

export const unpublishFirmware: Answer<'UnpublishFirmware'> = ({ publishing }, { checksum }) => {
  if (publishing.underWay === checksum) return { answer: { status: 'DownloadOngoing' } }
  return { answer: { status: publishing.checksums.delete(checksum) ? 'Unpublished' : 'NoFirmware' } }
}

/** The status of an update in the words of 2.x. */
export const firmwareStatuses: Record<FirmwareState, ocpp.FirmwareStatusEnumType> = {
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

export function tellPublishStatus(
  world: World201,
  status: ocpp.PublishFirmwareStatusEnumType,
  more: { requestId?: number; location?: string[] } = {},
): Promise<unknown> {
  world.publishing.status = status
  const payload: ocpp.PublishFirmwareStatusNotificationRequest = { status, ...more }
  return world.link.call('PublishFirmwareStatusNotification', payload)
}

async function publish(world: World201, { location, checksum, requestId }: ocpp.PublishFirmwareRequest): Promise<void> {
  const { publishing, access } = world
  publishing.underWay = checksum
  await tellPublishStatus(world, 'Downloading', { requestId })
  const outcome = await download(location, { authorities: access.authorities(), signal: AbortSignal.timeout(60_000) })
  publishing.underWay = null
  if (outcome.kind !== 'done') return void tellPublishStatus(world, 'DownloadFailed', { requestId })
  await tellPublishStatus(world, 'Downloaded', { requestId })
  // L03.FR.04: an MD5 of the file, as the standard wants it.
  if (!publishing.isChecksum(outcome.bytes, checksum)) {
    return void tellPublishStatus(world, 'InvalidChecksum', { requestId })
  }
  await tellPublishStatus(world, 'ChecksumVerified', { requestId })
  publishing.checksums.add(checksum)
  const name = URL.parse(location)?.pathname.split('/').at(-1) ?? 'firmware'
  await tellPublishStatus(world, 'Published', {
    requestId,
    location: [`http://${world.charger.identity}.local/${name}`],
  })
}

const updateStatuses = {
  accepted: 'Accepted',
  replaced: 'AcceptedCanceled',
  refused: 'Rejected',
  'invalid-certificate': 'InvalidCertificate',
} as const
