import type { CommandView } from '../../../../api/console/wire/chargers.ts'

export type CommandState = CommandView['state']

/** How far a command has come. It only ever goes up, so that late news cannot set it back. */
const rank: Record<CommandState, number> = {
  queued: 0,
  sent: 1,
  accepted: 2,
  refused: 2,
  timed_out: 2,
  expired: 2,
  cancelled: 2,
  offline: 2,
}

const mostKept = 50

export function hasEnded(state: CommandState): boolean {
  return rank[state] === 2
}

const answered: ReadonlySet<CommandState> = new Set(['accepted', 'refused'])

/** A further attempt begins anew; and what nobody answered may be answered late. */
function isLater(command: CommandView, before: CommandView): boolean {
  if (hasEnded(before.state)) return before.state === 'timed_out' && answered.has(command.state)
  return rank[command.state] > rank[before.state] || command.attempts > before.attempts
}

/**
 * Both together, the newest first. The answer of a request and the live stream travel apart: whichever tells of the
 * later state wins, and an end is final.
 */
export function mergeCommands(known: readonly CommandView[], news: readonly CommandView[]): CommandView[] {
  const byId = new Map(known.map((command) => [command.id, command]))
  for (const command of news) {
    const before = byId.get(command.id)
    if (!before || isLater(command, before)) byId.set(command.id, command)
  }
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, mostKept)
}

/** The commands among the news that ended by it: those are worth saying aloud. */
export function endedBy(known: readonly CommandView[], news: readonly CommandView[]): CommandView[] {
  const before = new Map(known.map((command) => [command.id, command.state]))
  return news.filter(({ id, state }) => {
    const was = before.get(id)
    return hasEnded(state) && (was === undefined || !hasEnded(was))
  })
}

/** The connector or EVSE that a command is about; null when it is about the whole charger. */
export function targetOf({ params }: Pick<CommandView, 'params'>): number | null {
  for (const name of ['evse', 'connector']) {
    const value = params[name]
    if (typeof value === 'number') return value
  }
  return null
}
