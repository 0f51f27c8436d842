import { once } from 'node:events'
import WebSocket from 'ws'

export type RawOptions = {
  protocols?: string[]
  password?: string | undefined
  /** Overrides the user of the Basic header. */
  user?: string
  /** Overrides the whole path after the origin. */
  path?: string
  headers?: Record<string, string>
}

/** A socket that sends any frame, well-formed or not, and collects what comes back. */
export type RawCharger = {
  socket: WebSocket
  send(frame: string | Buffer): void
  /** The next frame that has not been read yet. */
  next(withinMs?: number): Promise<any>
  /** Sends a call and waits for the frame with its id. */
  call(action: string, payload: unknown, id?: string | number): Promise<any>
  frames: string[]
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

/** Rejects with `HandshakeRefused` when the server does not let it in. */
export async function connectRawCharger(url: string, identity: string, options: RawOptions): Promise<RawCharger> {
  const path = options.path ?? `/ocpp/${encodeURIComponent(identity)}`
  const headers: Record<string, string> = { ...options.headers }
  if (options.password !== undefined) {
    headers.authorization ??= `Basic ${Buffer.from(`${options.user ?? identity}:${options.password}`, 'latin1').toString('base64')}`
  }
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, options.protocols ?? ['ocpp1.6'], { headers })
  const frames: string[] = []
  const unread: string[] = []
  const readers: ((frame: string) => void)[] = []
  const byId = new Map<string, (frame: unknown[]) => void>()
  socket.on('message', (data) => {
    const text = String(data)
    frames.push(text)
    const frame = JSON.parse(text)
    const waiting = Array.isArray(frame) ? byId.get(JSON.stringify(frame[1])) : undefined
    if (waiting && frame[0] !== 2) {
      byId.delete(JSON.stringify(frame[1]))
      waiting(frame)
      return
    }
    const reader = readers.shift()
    if (reader) reader(text)
    else unread.push(text)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  const opened = once(socket, 'open')
  const refused = new Promise<never>((_, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      reject(new HandshakeRefused(response.statusCode ?? 0, response.headers))
      response.resume()
    })
    socket.on('error', reject)
  })
  refused.catch(() => undefined)
  await Promise.race([opened, refused])

  let lastId = 0
  return {
    socket,
    frames,
    closed,
    send: (frame) => socket.send(frame),
    next: (withinMs = 5_000) =>
      new Promise((resolve, reject) => {
        const frame = unread.shift()
        if (frame !== undefined) return resolve(JSON.parse(frame))
        const timer = setTimeout(() => reject(new Error(`no frame within ${withinMs} ms`)), withinMs)
        readers.push((text) => {
          clearTimeout(timer)
          resolve(JSON.parse(text))
        })
      }),
    call: (action, payload, id = `raw-${++lastId}`) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no answer to ${action}`)), 30_000)
        byId.set(JSON.stringify(id), (frame) => {
          clearTimeout(timer)
          resolve(frame)
        })
        socket.send(JSON.stringify([2, id, action, payload]))
      }),
    close: () => socket.terminate(),
  }
}

export class HandshakeRefused extends Error {
  readonly status: number
  readonly headers: Record<string, unknown>

  constructor(status: number, headers: Record<string, unknown>) {
    super(`handshake refused with ${status}`)
    this.status = status
    this.headers = headers
  }
}
