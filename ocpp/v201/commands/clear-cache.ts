import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** The charger forgets which tokens it has seen; it asks again for each. */
export const clearCache: Command<'clear-cache', 'ClearCache'> = {
  action: 'ClearCache',
  needsCharger: false,
  call: () => ({}),
  read: readStatus,
}
