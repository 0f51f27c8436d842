import { sessionToStop } from '#core/sessions/session-to-stop.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const stop: Command<'stop', 'RemoteStopTransaction'> = {
  action: 'RemoteStopTransaction',
  needsCharger: true,
  call(target, { charger }) {
    const meant = sessionToStop(charger?.sessions.open() ?? [], '1.6', target)
    return 'refused' in meant ? meant : { transactionId: Number(meant.session.wireId) }
  },
  read: readStatus,
}
