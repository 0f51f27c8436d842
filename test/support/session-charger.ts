import { once } from 'node:events'
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
  close(): void
}

export function unsteadyCharger(system: System, identity: string, protocol: string): UnsteadyCharger {
  const password = system.passwords.get(identity)
  const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}`
  let socket: WebSocket | null = null
  const waiting = new Map<string, ((frame: unknown[] | null) => void)[]>()

  async function connected(): Promise<WebSocket> {
    for (let attempt = 0; socket?.readyState !== WebSocket.OPEN; attempt += 1) {
      if (attempt > 400) throw new Error(`${identity} could not connect`)
      const next = new WebSocket(`${system.url.replace(/^http/, 'ws')}/ocpp/${identity}`, [protocol], {
        headers: { authorization },
      })
      next.on('message', (data) => settle(JSON.parse(String(data))))
      next.on('close', () => socket === next && forget())
      const isOpen = await once(next, 'open').then(
        () => true,
        () => false,
      )
      if (isOpen) socket = next
      else await pause(50)
    }
    return socket
  }

  function settle(frame: unknown[]): void {
    const asked = waiting.get(String(frame[1]))
    asked?.shift()?.(frame)
    if (asked?.length === 0) waiting.delete(String(frame[1]))
  }

  function forget(): void {
    socket = null
    const asked = [...waiting.values()].flat()
    waiting.clear()
    for (const end of asked) end(null)
  }

  return {
    async deliver({ id, action, payload }) {
      const open = await connected()
      const frame = await new Promise<unknown[] | null>((resolve) => {
        waiting.set(id, [...(waiting.get(id) ?? []), resolve])
        open.send(JSON.stringify([2, id, action, payload]))
      })
      return frame?.[0] === 3 ? frame[2] : null
    },
    drop() {
      socket?.terminate()
    },
    close() {
      socket?.terminate()
    },
  }
}
