import type pg from 'pg'
import type { Log } from '#core/context.ts'
import { listeningConnection } from './database.ts'

export type Topic = 'owners' | 'commands' | 'chargers' | 'sites'

/** Wake-ups between nodes, without data: who is woken looks into the database. Sent after the commit they tell of. */
export type Bus = {
  publish(topic: Topic): void
  subscribe(topic: Topic, wake: () => void): void
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
  const wakes: Record<Topic, (() => void)[]> = { owners: [], commands: [], chargers: [], sites: [] }
  const pending = new Set<Topic>()
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
      if (message.processId !== (opened as unknown as { processID: number }).processID)
        wake(message.channel.slice(9) as Topic)
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
        'listen voltyard_owners; listen voltyard_commands; listen voltyard_chargers; listen voltyard_sites',
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
    async close() {
      closed = true
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}
