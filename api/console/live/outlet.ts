import type { CommandView, LoadPoint, Message } from '../wire/chargers.ts'
import type { FoundMessage } from '../wire/messages.ts'
import type { SessionRow } from '../wire/sessions.ts'
import type { StreamEvents } from '../wire/stream.ts'
import type { Change, LiveReading } from './change.ts'
import { isWanted, logsOf, type Topics } from './topics.ts'
import { viewFoundMessage } from './view-message.ts'

/**
 * What one stream still has to send. A row that changes again before it was sent is sent once, as it is then, so that
 * a browser that takes nothing costs no more than one row of each kind, and a bounded number of messages.
 */
export class Outlet {
  readonly topics: Topics
  #needsReset = false
  readonly #chargers = new Set<number>()
  readonly #sessions = new Map<number, SessionRow>()
  readonly #commands = new Map<number, CommandView>()
  readonly #readings = new Map<number, LiveReading[]>()
  readonly #messages = new Map<number, { messages: Message[]; missed: number }>()
  readonly #logs = new Map<string, { messages: FoundMessage[]; missed: number }>()
  #load: LoadPoint | null = null

  constructor(topics: Topics) {
    this.topics = topics
  }

  /** What happened is not known any more: whatever is shown has to be read again. */
  reset(): void {
    this.#needsReset = true
  }

  /** Says whether it is of interest here. */
  note(change: Change): boolean {
    if (!isWanted(this.topics, change)) return false
    switch (change.kind) {
      case 'charger':
        this.#chargers.add(change.chargerId)
        break
      case 'session':
        this.#put(this.#sessions, change.row.id, change.row)
        break
      case 'command':
        this.#put(this.#commands, change.view.id, change.view)
        break
      case 'reading':
        addBounded(
          of(this.#readings, change.chargerId, () => []),
          change.reading,
          mostReadings,
        )
        break
      case 'message':
        this.#noteMessage(change)
        break
      case 'load':
        this.#load = change.point
    }
    return true
  }

  /** The events that are due, in order, and forgets them. `rowText` is a charger's row as JSON; null when it is gone. */
  take(rowText: (chargerId: number) => string | null): { event: keyof StreamEvents; data: string }[] {
    const events: { event: keyof StreamEvents; data: string }[] = []
    const add = <Name extends keyof StreamEvents>(event: Name, value: StreamEvents[Name]) => {
      events.push({ event, data: JSON.stringify(value) })
    }
    if (this.#needsReset) add('reset', {})
    if (this.#chargers.size > 0) events.push({ event: 'board', data: this.#boardText(rowText) })
    if (this.#load) add('load', this.#load)
    if (this.#sessions.size > 0) add('sessions', { sessions: [...this.#sessions.values()] })
    if (this.#commands.size > 0) add('commands', { commands: [...this.#commands.values()] })
    for (const [chargerId, readings] of this.#readings) add('readings', { chargerId, readings })
    for (const [chargerId, log] of this.#messages) add('messages', { chargerId, ...log })
    for (const [topic, log] of this.#logs) add('log', { topic, ...log })
    this.#clear()
    return events
  }

  #noteMessage({ chargerId, message, logged }: Extract<Change, { kind: 'message' }>): void {
    if (this.topics.logs.has(chargerId)) {
      const log = of(this.#messages, chargerId, () => ({ messages: [], missed: 0 }))
      log.missed += addBounded(log.messages, message, mostMessages)
    }
    for (const topic of logsOf(this.topics, logged)) {
      const log = of(this.#logs, topic, () => ({ messages: [], missed: 0 }))
      log.missed += addBounded(log.messages, viewFoundMessage(logged), mostOfAll)
    }
  }

  /** Rows that have to go are not sent later either: then everything has to be read again. */
  #put<Row>(rows: Map<number, Row>, id: number, row: Row): void {
    rows.delete(id)
    rows.set(id, row)
    if (rows.size <= mostRows) return
    rows.delete(rows.keys().next().value!)
    this.reset()
  }

  #boardText(rowText: (chargerId: number) => string | null): string {
    const rows: string[] = []
    const removed: number[] = []
    for (const id of this.#chargers) {
      const text = rowText(id)
      if (text === null) removed.push(id)
      else rows.push(text)
    }
    return `{"chargers":[${rows.join(',')}],"removed":${JSON.stringify(removed)}}`
  }

  #clear(): void {
    this.#needsReset = false
    this.#chargers.clear()
    this.#sessions.clear()
    this.#commands.clear()
    this.#readings.clear()
    this.#messages.clear()
    this.#logs.clear()
    this.#load = null
  }
}

const mostRows = 5_000
const mostReadings = 200
const mostMessages = 500
/** Of all chargers: more in a quarter of a second than this nobody reads. */
const mostOfAll = 200

function of<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

/** Adds to the end and says how many had to go from the beginning. */
function addBounded<Item>(items: Item[], item: Item, most: number): number {
  items.push(item)
  return items.length > most ? items.splice(0, items.length - most).length : 0
}
