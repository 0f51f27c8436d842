import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** A soft reset waits until nobody charges. */
export const reset: Command<'reset', 'Reset'> = {
  action: 'Reset',
  needsCharger: false,
  call: ({ mode }) => ({ type: mode === 'hard' ? 'Immediate' : 'OnIdle' }),
  read: readStatus,
}
