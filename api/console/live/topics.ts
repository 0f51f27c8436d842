import type { Change } from './change.ts'

/** What a stream wants to hear of. */
export type Topics = {
  board: boolean
  sessions: boolean
  chargers: ReadonlySet<number>
  logs: ReadonlySet<number>
  oneSession: ReadonlySet<number>
}

const mostTopics = 20

/** Reads `board,sessions,charger:12,log:12,session:7`; null when that is something else. */
export function readTopics(text: string): Topics | null {
  const words = text.split(',')
  const chargers = new Set<number>()
  const logs = new Set<number>()
  const oneSession = new Set<number>()
  const numbered = { charger: chargers, log: logs, session: oneSession }
  for (const word of words) {
    if (word === 'board' || word === 'sessions') continue
    const [, name, digits] = /^(charger|log|session):([1-9]\d{0,14})$/.exec(word) ?? []
    if (name === undefined) return null
    numbered[name as keyof typeof numbered].add(Number(digits))
  }
  if (words.length > mostTopics) return null
  return { board: words.includes('board'), sessions: words.includes('sessions'), chargers, logs, oneSession }
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
      return topics.logs.has(change.chargerId)
  }
}
