import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import type { ConsoleUser } from './console.ts'

export type StreamEvent = { id: string; event: string; data: any }

/** A browser that listens. */
export type EventStream = {
  status: number
  headers: IncomingMessage['headers']
  /** All that came. */
  events: StreamEvent[]
  lastId(): string | null
  /** The first event that came, or comes within ten seconds, of this name that pleases. */
  event(name: string, pleases?: (data: any) => boolean): Promise<StreamEvent>
  ended: Promise<void>
  close(): void
}

/** Opens a stream; an answer that is none has no events. */
export async function openEvents(
  url: string,
  user: Pick<ConsoleUser, 'cookie'>,
  query: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { headers: { cookie: user.cookie, ...headers }, agent: false }
    get(`${url}/console-api/stream?${query}`, options, resolve).on('error', reject)
  })
  const events: StreamEvent[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  response.setEncoding('utf8')
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => split(line)))
      if (fields.has('event')) {
        events.push({ id: fields.get('id')!, event: fields.get('event')!, data: JSON.parse(fields.get('data')!) })
      }
    }
    for (const look of [...waiting]) look()
  })
  const ended = new Promise<void>((resolve) => response.on('close', resolve))
  response.on('error', () => undefined)
  return {
    status: response.statusCode!,
    headers: response.headers,
    events,
    lastId: () => events.at(-1)?.id ?? null,
    event: (name, pleases = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(
            new assert.AssertionError({ message: `no such ${name} among ${JSON.stringify(events).slice(-2_000)}` }),
          )
        }, 10_000)
        const look = () => {
          const found = events.find((one) => one.event === name && pleases(one.data))
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    ended,
    close: () => response.destroy(),
  }
}

function split(line: string): [string, string] {
  const at = line.indexOf(': ')
  return [line.slice(0, at), line.slice(at + 2)]
}
