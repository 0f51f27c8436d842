import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const stop: Command<'stop', 'RemoteStopTransaction'> = {
  action: 'RemoteStopTransaction',
  priority: 'interactive',
  needsCharger: true,
  call({ sessionId }, { charger }) {
    const session = charger?.sessions.open().find(({ id }) => id === sessionId)
    const transactionId = session?.wireFamily === '1.6' ? Number(session.wireId) : Number.NaN
    return Number.isInteger(transactionId) ? { transactionId } : { refused: 'No such session is running.' }
  },
  read: readStatus,
}
