import type pg from 'pg'
import type { Log } from '#core/context.ts'
import { listeningConnection } from './database.ts'

export type Topic = 'owners' | 'commands' | 'chargers' | 'sites' | 'engines'

/** Between nodes: wake-ups without data, whose hearers look into the database, and notes of what is true for seconds only. */
export type Bus = {
  /** Sent after the commit that it tells of. */
  publish(topic: Topic): void
  subscribe(topic: Topic, wake: () => void): void
  /** Tells all other nodes, a moment later together with other notes: at most once, and not while the database is away. */
  tell(note: string): void
  onTold(hear: (note: string) => void): void
  close(): Promise<void>
}

/** Identifies the advisory locks that say which nodes are alive. */
export const nodeLockClass = 7_003

/**
 * The bus over PostgreSQL's LISTEN and NOTIFY, on a connection of its own. What is published while a NOTIFY is under
 * way is sent once after it. A lost connection is opened anew, and everybody is woken then, since wake-ups may have
 * been missed.
 */
export async function openBus(url: string, nodeId: number, log: Log): Promise<Bus> {
  const wakes: Record<Topic, (() => void)[]> = { owners: [], commands: [], chargers: [], sites: [], engines: [] }
  const pending = new Set<Topic>()
  const hearers: ((note: string) => void)[] = []
  let notes: string[] = []
  let notesTimer: NodeJS.Timeout | null = null
  let client: pg.Client | null = null
  let sending = false
  let closed = false

  const wake = (topic: Topic) => {
    for (const tell of wakes[topic]) tell()
  }

  const connect = async (): Promise<void> => {
    const opened = listeningConnection(url)
    opened.on('notification', (message) => {
      // Ours were delivered when they were published.
      if (message.processId === (opened as unknown as { processID: number }).processID) return
      if (message.channel !== toldChannel) return wake(message.channel.slice(9) as Topic)
      for (const note of (message.payload ?? '').split('\n')) for (const hear of hearers) hear(note)
    })
    // One that never came up is tried again by whoever asked for it.
    let isUp = false
    let isLost = false
    const onLost = () => {
      if (isUp && !isLost && !closed) void reconnect()
      isLost = true
      if (client === opened) client = null
    }
    opened.on('error', onLost)
    opened.on('end', onLost)
    try {
      await opened.connect()
      await opened.query('select pg_advisory_lock($1, $2)', [nodeLockClass, nodeId])
      await opened.query(
        [...Object.keys(wakes).map((topic) => `voltyard_${topic}`), toldChannel]
          .map((name) => `listen ${name}`)
          .join(';'),
      )
      if (isLost) throw new Error('the connection was lost while it was opened')
    } catch (error) {
      void opened.end().catch(() => undefined)
      throw error
    }
    isUp = true
    client = opened
  }

  const reconnect = async () => {
    for (let wait = 50; !closed; wait = Math.min(wait * 2, 2000)) {
      try {
        await connect()
        for (const topic of Object.keys(wakes) as Topic[]) wake(topic)
        return
      } catch (error) {
        log.debug({ err: error }, 'the bus waits for the database')
        await new Promise((resolve) => setTimeout(resolve, wait).unref())
      }
    }
  }

  const send = async () => {
    if (sending) return
    sending = true
    while (pending.size > 0 && client) {
      const topics = [...pending]
      pending.clear()
      try {
        for (const topic of topics) await client.query(`notify voltyard_${topic}`)
      } catch {
        // The connection is gone; everybody is woken when it is back.
      }
    }
    sending = false
  }

  const sendNotes = async () => {
    notesTimer = null
    const payloads = packed(notes)
    notes = []
    try {
      for (const payload of payloads) await client?.query('select pg_notify($1, $2)', [toldChannel, payload])
    } catch {
      // What they told is old when the connection is back.
    }
  }

  await connect()
  return {
    publish(topic) {
      pending.add(topic)
      queueMicrotask(() => wake(topic))
      void send()
    },
    subscribe(topic, tell) {
      wakes[topic].push(tell)
    },
    tell(note) {
      if (Buffer.byteLength(note) <= mostBytes && notes.length < mostNotes) notes.push(note)
      if (!closed) notesTimer ??= setTimeout(() => void sendNotes(), gatherMs)
    },
    onTold(hear) {
      hearers.push(hear)
    },
    async close() {
      closed = true
      if (notesTimer) clearTimeout(notesTimer)
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}

/** As few payloads as they fit into, in order. */
function packed(notes: readonly string[]): string[] {
  const payloads: string[] = []
  let [open, bytes] = [[] as string[], 0]
  for (const note of notes) {
    const more = Buffer.byteLength(note) + 1
    if (bytes + more > mostBytes && open.length > 0) {
      payloads.push(open.join('\n'))
      ;[open, bytes] = [[], 0]
    }
    open.push(note)
    bytes += more
  }
  return open.length > 0 ? [...payloads, open.join('\n')] : payloads
}

const toldChannel = 'voltyard_told'
const gatherMs = 150
/** A payload of PostgreSQL's NOTIFY is shorter than 8,000 bytes. */
const mostBytes = 7_500
const mostNotes = 5_000
