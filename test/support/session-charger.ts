import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import type { System } from './system.ts'

export type Delivery = { id: string; action: string; payload: object }

/** A charger on a bad line: connections end at any time, and it makes a new one for its next message. */
export type UnsteadyCharger = {
  /** Sends the call; gives the result, or null when it was not answered with one, so that it has to be repeated. */
  deliver(message: Delivery): Promise<any>
  /** Ends the connection without a word. What was sent may have arrived or not. */
  drop(): void
}

export function unsteadyCharger(system: System, identity: string, protocol: string): UnsteadyCharger {
  const password = system.passwords.get(identity)
  const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}`
  let line: Promise<Line> | null = null

  async function connect(): Promise<Line> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const url = `${system.url.replace(/^http/, 'ws')}/ocpp/${identity}`
      const opened = await openLine(new WebSocket(url, [protocol], { headers: { authorization } }))
      if (opened) return opened
      await pause(50)
    }
    throw new Error(`${identity} could not connect`)
  }

  return {
    async deliver(message) {
      const known = line
      // Of several that find the line dead, the first makes the new one.
      if ((known === null || !(await known).isOpen()) && line === known) line = connect()
      return (await line!).ask(message)
    },
    drop() {
      void line?.then((open) => open.end())
    },
  }
}

type Line = { isOpen(): boolean; ask(message: Delivery): Promise<any>; end(): void }

function openLine(socket: WebSocket): Promise<Line | null> {
  /** By message id; the same id may be sent again before its answer is there. */
  const waiting = new Map<string, ((answer: unknown) => void)[]>()
  socket.on('message', (data) => {
    const [type, id, payload] = JSON.parse(String(data))
    if (type !== 2) waiting.get(id)?.shift()?.(type === 3 ? payload : null)
  })
  return new Promise((resolve) => {
    socket.on('error', () => resolve(null))
    socket.on('open', () =>
      resolve({
        isOpen: () => socket.readyState === WebSocket.OPEN,
        ask: ({ id, action, payload }) =>
          new Promise((answered) => {
            if (socket.readyState !== WebSocket.OPEN) return answered(null)
            waiting.set(id, [...(waiting.get(id) ?? []), answered])
            socket.send(JSON.stringify([2, id, action, payload]))
          }),
        end: () => socket.terminate(),
      }),
    )
    socket.on('close', () => {
      for (const answered of [...waiting.values()].flat()) answered(null)
      waiting.clear()
    })
  })
}
