import { placeForLog } from '#core/files/place-for-log.ts'
import { readStatus } from '../../read-status.ts'
import { retriesToWire } from '../../retries-to-wire.ts'
import type { Command } from '../command.ts'

export const getLog: Command<'get-log', 'GetLog' | 'GetDiagnostics'> = {
  action: 'GetLog',
  actionFor: ({ plain }) => (plain ? 'GetDiagnostics' : 'GetLog'),
  needsCharger: true,
  async call({ log, requestId, from, to, target, plain, ...retries }, { ctx, charger, commandId, origin }) {
    if (plain && log === 'security') return { refused: 'The charger cannot send its security log.' }
    const place = await placeForLog(ctx!, charger!.charger, target, { commandId, origin })
    if ('refused' in place) return place
    if (plain) {
      const span = { ...(from === null ? {} : { startTime: from }), ...(to === null ? {} : { stopTime: to }) }
      return { location: place.url, ...retriesToWire(retries), ...span }
    }
    return {
      logType: log === 'security' ? 'SecurityLog' : 'DiagnosticsLog',
      requestId,
      ...retriesToWire(retries),
      log: {
        remoteLocation: place.url,
        ...(from === null ? {} : { oldestTimestamp: from }),
        ...(to === null ? {} : { latestTimestamp: to }),
      },
    }
  },
  read(response) {
    if ('status' in response) return readStatus(response)
    const { fileName } = response as { fileName?: string }
    return { state: 'accepted', reason: fileName ? null : 'There is nothing to send.' }
  },
}
