import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const readMessages: Command<'read-messages', 'GetDisplayMessages'> = {
  action: 'GetDisplayMessages',
  needsCharger: false,
  call: ({ requestId, ids }) => ({ requestId, ...(ids === null ? {} : { id: ids }) }),
  read(answer) {
    // O03.FR.05: there are none.
    return answer.status === 'Unknown' ? { state: 'accepted', reason: 'Unknown' } : readStatus(answer)
  },
}
