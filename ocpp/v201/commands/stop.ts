import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const stop: Command<'stop', 'RequestStopTransaction'> = {
  action: 'RequestStopTransaction',
  priority: 'interactive',
  needsCharger: true,
  call({ sessionId }, { charger }) {
    const session = charger?.sessions.open().find(({ id }) => id === sessionId)
    return session?.wireFamily === '2' ? { transactionId: session.wireId } : { refused: 'No such session is running.' }
  },
  read: readStatus,
}
