import { type FoundMessage, isFound, type MessageSearch } from '#core/live/message-log.ts'
import type { Change } from './change.ts'
import { readLogFilter } from './log-filter.ts'

/** What a stream wants to hear of. */
export type Topics = {
  board: boolean
  sessions: boolean
  chargers: ReadonlySet<number>
  logs: ReadonlySet<number>
  /** Messages of all chargers, by the topic as it was written. */
  allLogs: ReadonlyMap<string, MessageSearch>
  oneSession: ReadonlySet<number>
}

const mostTopics = 20

/** Reads `board,sessions,charger:12,log:12,logs:action=Reset,session:7`; null when that is something else. */
export function readTopics(text: string): Topics | null {
  const words = text.split(',')
  const chargers = new Set<number>()
  const logs = new Set<number>()
  const allLogs = new Map<string, MessageSearch>()
  const oneSession = new Set<number>()
  const numbered = { charger: chargers, log: logs, session: oneSession }
  for (const word of words) {
    if (word === 'board' || word === 'sessions') continue
    if (word.startsWith('logs:')) {
      const filter = readLogFilter(word.slice('logs:'.length))
      if (filter === null) return null
      allLogs.set(word, filter)
      continue
    }
    const [, name, digits] = /^(charger|log|session):([1-9]\d{0,14})$/.exec(word) ?? []
    if (name === undefined) return null
    numbered[name as keyof typeof numbered].add(Number(digits))
  }
  if (words.length > mostTopics) return null
  const [board, sessions] = [words.includes('board'), words.includes('sessions')]
  return { board, sessions, chargers, logs, allLogs, oneSession }
}

export function isWanted(topics: Topics, change: Change): boolean {
  switch (change.kind) {
    case 'charger':
    case 'load':
      return topics.board
    case 'session':
      return topics.sessions || topics.oneSession.has(change.row.id) || topics.chargers.has(change.row.charger.id)
    case 'command':
      return topics.chargers.has(change.view.chargerId)
    case 'reading': {
      const { sessionId } = change.reading
      return topics.chargers.has(change.chargerId) || (sessionId !== null && topics.oneSession.has(sessionId))
    }
    case 'message':
      return topics.logs.has(change.chargerId) || logsOf(topics, change.logged).length > 0
  }
}

/** The topics that want this message because of what it is. */
export function logsOf({ allLogs }: Topics, message: FoundMessage): string[] {
  return [...allLogs].flatMap(([topic, filter]) => (isFound(filter, message, message.charger) ? [topic] : []))
}
