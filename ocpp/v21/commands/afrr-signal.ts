import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** Q07: late is worse than never, so it is not sent again. */
export const afrrSignal: Command<'afrr-signal', 'AFRRSignal'> = {
  action: 'AFRRSignal',
  needsCharger: false,
  call: ({ signal, at }) => ({ signal, timestamp: at }),
  read: readStatus,
}
