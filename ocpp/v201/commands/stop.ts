import { sessionToStop } from '#core/sessions/session-to-stop.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const stop: Command<'stop', 'RequestStopTransaction'> = {
  action: 'RequestStopTransaction',
  needsCharger: true,
  call(target, { charger }) {
    const meant = sessionToStop(charger?.sessions.open() ?? [], '2', target)
    return 'refused' in meant ? meant : { transactionId: meant.session.wireId }
  },
  read: readStatus,
}
