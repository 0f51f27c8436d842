import type { CommandView } from '../../../../../api/console/wire/chargers.ts'
import { hasEnded } from '../command-progress.ts'

export const commandFilters = ['open', 'failed', 'custom', 'server'] as const
export type CommandFilter = (typeof commandFilters)[number]

const tests: Record<CommandFilter, (command: CommandView) => boolean> = {
  open: ({ state }) => !hasEnded(state),
  failed: ({ state }) => hasEnded(state) && state !== 'accepted' && state !== 'cancelled',
  custom: ({ kind }) => kind === 'custom',
  server: ({ door }) => door === 'job' || door === 'ocpp',
}

/** Whether a command is among those that somebody wants to see; '' is all. */
export function isWanted(command: CommandView, filter: CommandFilter | ''): boolean {
  return filter === '' || tests[filter](command)
}
