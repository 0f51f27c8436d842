import type { Answer } from './messages.ts'

export const updateFirmware: Answer<'UpdateFirmware'> = (world, { location, retrieveDate, retries, retryInterval }) => {
  world.equipment.firmware.take({
    requestId: null,
    url: location,
    retrieveAtMs: world.fromServer(retrieveDate),
    installAtMs: null,
    retries: retries ?? 0,
    retryIntervalSeconds: retryInterval ?? 0,
    signing: null,
  })
  return { answer: {} }
}

export const signedUpdateFirmware: Answer<'SignedUpdateFirmware'> = (world, { requestId, firmware, ...asked }) => {
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = firmware
  const outcome = world.equipment.firmware.take({
    requestId,
    url: location,
    retrieveAtMs: world.fromServer(retrieveDateTime),
    installAtMs: installDateTime === undefined ? null : world.fromServer(installDateTime),
    retries: asked.retries ?? 0,
    retryIntervalSeconds: asked.retryInterval ?? 0,
    signing: { certificate: signingCertificate, signature },
  })
  if (outcome === 'invalid-certificate') world.equipment.securityEvents.add('invalid-firmware-certificate')
  return { answer: { status: statuses[outcome] } }
}

const statuses = {
  accepted: 'Accepted',
  replaced: 'AcceptedCanceled',
  refused: 'Rejected',
  'invalid-certificate': 'InvalidCertificate',
} as const
