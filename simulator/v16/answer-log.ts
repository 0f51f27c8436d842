import type { Answer, World16 } from './messages.ts'

export const getDiagnostics: Answer<'GetDiagnostics'> = (world, { location, startTime, stopTime, ...asked }) => {
  const { fileName } = world.equipment.logUpload.take({
    requestId: null,
    kind: 'diagnostics',
    url: location,
    ...range(world, startTime, stopTime),
    ...attempts(asked),
  })
  return { answer: fileName === null ? {} : { fileName } }
}

export const getLog: Answer<'GetLog'> = (world, { log, logType, requestId, ...asked }) => {
  const { remoteLocation, oldestTimestamp, latestTimestamp } = log
  const { fileName, isReplacing } = world.equipment.logUpload.take({
    requestId,
    kind: logType === 'SecurityLog' ? 'security' : 'diagnostics',
    url: remoteLocation,
    ...range(world, oldestTimestamp, latestTimestamp),
    ...attempts(asked),
  })
  if (fileName === null) return { answer: { status: 'Rejected' } }
  return { answer: { status: isReplacing ? 'AcceptedCanceled' : 'Accepted', filename: fileName } }
}

function range(world: World16, from: string | undefined, to: string | undefined) {
  const instant = (text: string | undefined) => (text === undefined ? null : world.fromServer(text))
  return { fromMs: instant(from), toMs: instant(to) }
}

function attempts({ retries = 0, retryInterval = 0 }: { retries?: number; retryInterval?: number }) {
  return { retries, retryIntervalSeconds: retryInterval }
}
