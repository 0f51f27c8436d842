import type { CommandView } from '../../../../api/console/wire/chargers.ts'

/** Every state of a command. */
export const commandStates = [
  'queued',
  'sent',
  'accepted',
  'refused',
  'timed_out',
  'expired',
  'cancelled',
  'offline',
] as const satisfies readonly CommandView['state'][]
