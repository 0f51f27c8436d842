import { placeForLog } from '#core/files/place-for-log.ts'
import { readStatus } from '../../read-status.ts'
import { retriesToWire } from '../../retries-to-wire.ts'
import type { Command } from '../command.ts'

export const getLog: Command<'get-log', 'GetLog'> = {
  action: 'GetLog',
  needsCharger: true,
  async call({ log, requestId, from, to, target, plain: _, ...retries }, { ctx, charger, commandId, origin }) {
    const place = await placeForLog(ctx!, charger!.charger, target, { commandId, origin })
    if ('refused' in place) return place
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
  read: readStatus,
}
