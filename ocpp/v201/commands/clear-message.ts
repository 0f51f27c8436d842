import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const clearMessage: Command<'clear-message', 'ClearDisplayMessage'> = {
  action: 'ClearDisplayMessage',
  needsCharger: false,
  call: ({ id }) => ({ id }),
  read(answer) {
    // O05.FR.02: it is not there, which is what was wanted.
    return answer.status === 'Unknown' ? { state: 'accepted', reason: 'Unknown' } : readStatus(answer)
  },
}
