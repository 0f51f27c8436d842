import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const reset: Command<'reset', 'Reset'> = {
  action: 'Reset',
  needsCharger: false,
  call: ({ mode }) => ({ type: mode === 'hard' ? 'Hard' : 'Soft' }),
  read: readStatus,
}
