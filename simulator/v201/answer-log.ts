import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { LogState } from '../equipment/log-upload.ts'
import type { Answer } from './messages.ts'

export const getLog: Answer<'GetLog'> = (world, { log, logType, requestId, retries, retryInterval }) => {
  const { remoteLocation, oldestTimestamp, latestTimestamp } = log
  const { isReplacing, fileName } = world.equipment.logUpload.take({
    requestId,
    kind: logType === 'SecurityLog' ? 'security' : 'diagnostics',
    url: remoteLocation,
    fromMs: oldestTimestamp === undefined ? null : world.fromServer(oldestTimestamp),
    toMs: latestTimestamp === undefined ? null : world.fromServer(latestTimestamp),
    retries: retries ?? 0,
    retryIntervalSeconds: retryInterval ?? 0,
  })
  // N01.FR.03
  if (fileName === null) return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'NoLog' } } }
  return { answer: { status: isReplacing ? 'AcceptedCanceled' : 'Accepted', filename: fileName } }
}

/** The status of an upload in the words of 2.x. */
export const logStatuses: Record<LogState, ocpp.UploadLogStatusEnumType> = {
  idle: 'Idle',
  uploading: 'Uploading',
  uploaded: 'Uploaded',
  'upload-failed': 'UploadFailure',
  'bad-message': 'BadMessage',
  'permission-denied': 'PermissionDenied',
  'not-supported': 'NotSupportedOperation',
  cancelled: 'AcceptedCanceled',
}
