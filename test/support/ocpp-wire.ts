import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import WebSocket, { type ClientOptions } from 'ws'
import type { Log } from '#core/context.ts'
import type { System } from './system.ts'

export type Asked = {
  /** The whole path; without it the usual one. */
  path?: string
  method?: string
  /** The Basic header's user and password; bytes as latin1. Without a password there is no header. */
  user?: string
  password?: string | undefined
  protocols?: string | null
  /** Null leaves a header out. */
  headers?: Record<string, string | null>
  localAddress?: string
}

export type Handshake = { status: number; headers: Record<string, string>; body: string; socket: Socket; head: Buffer }

/** One handshake byte by byte, so that it can be as wrong as the test wants. The socket is closed unless it is a 101. */
export async function handshake(system: System, identity: string, asked: Asked = {}): Promise<Handshake> {
  const { password = system.passwords.get(identity), user = identity, localAddress } = asked
  const headers: Record<string, string | null> = {
    host: 'voltyard',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16, 5).toString('base64'),
    'sec-websocket-protocol': asked.protocols === undefined ? 'ocpp1.6' : asked.protocols,
    authorization: password === undefined ? null : basicAuth(user, password),
    ...asked.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  const path = asked.path ?? `/ocpp/${encodeURIComponent(identity)}`
  const socket = await openSocket(system, localAddress)
  socket.write(`${asked.method ?? 'GET'} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return readHead(socket)
}

/** A socket on which nothing has been said yet. */
export async function openSocket(system: System, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port: Number(new URL(system.url).port), host: '127.0.0.1', localAddress })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

async function readHead(socket: Socket): Promise<Handshake> {
  const chunks: Buffer[] = []
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk)
    const all = Buffer.concat(chunks)
    const end = all.indexOf('\r\n\r\n')
    if (end < 0) continue
    const [first = '', ...lines] = all.subarray(0, end).toString('latin1').split('\r\n')
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const head = all.subarray(end + 4)
    if (head.length < Number(headers['content-length'] ?? 0)) continue
    const status = Number(first.split(' ')[1])
    if (status !== 101) socket.destroy()
    return { status, headers, body: head.toString(), socket, head }
  }
  throw new Error('the server closed without an answer')
}

/** The close code that the server sends as the first frame after its 101. */
export async function closeCodeOf({ socket, head }: Handshake): Promise<number> {
  let bytes = head
  while (bytes.length < 4) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    bytes = Buffer.concat([bytes, chunk])
  }
  socket.destroy()
  return bytes[0] === 0x88 ? bytes.readUInt16BE(2) : 0
}

export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`
}

export type Wire = {
  socket: WebSocket
  /** Everything the server sent, in order. */
  frames: unknown[][]
  send(frame: string | Buffer): void
  /** Sends a call and gives the frame that answers it. */
  call(action: string, payload: unknown, id?: string | number): Promise<any[]>
  /** The server's next call that nobody has taken yet. */
  nextCall(withinMs?: number): Promise<any[]>
  /** Answers a call of the server. */
  answer(call: any[], payload: object): void
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

export type WireOptions = ClientOptions & { password?: string | undefined; protocol?: string; path?: string }

/** A charger on a WebSocket with any options. It answers the server's calls only when it is told to. */
export async function connectWire(
  system: Pick<System, 'url' | 'passwords'>,
  identity: string,
  options: WireOptions = {},
): Promise<Wire> {
  const { password = system.passwords.get(identity), protocol = 'ocpp1.6', path, ...rest } = options
  const headers: Record<string, string> = password === undefined ? {} : { authorization: basicAuth(identity, password) }
  const url = `${system.url.replace(/^http/, 'ws')}${path ?? `/ocpp/${encodeURIComponent(identity)}`}`
  const socket = new WebSocket(url, [protocol], { headers, perMessageDeflate: false, ...rest })
  const frames: unknown[][] = []
  const answered = new Map<string, (frame: any[]) => void>()
  const calls: any[][] = []
  const awaited: ((call: any[]) => void)[] = []
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as any[]
    frames.push(frame)
    if (frame[0] === 2) {
      const taker = awaited.shift()
      if (taker) taker(frame)
      else calls.push(frame)
      return
    }
    const key = JSON.stringify(frame[1])
    answered.get(key)?.(frame)
    answered.delete(key)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      reject(new Error(`refused with ${response.statusCode}`))
    })
    socket.on('error', reject)
  })

  let lastId = 0
  return {
    socket,
    frames,
    closed,
    send: (frame) => socket.send(frame),
    call: (action, payload, id = `w-${++lastId}`) =>
      within(30_000, `no answer to ${action}`, (resolve) => {
        answered.set(JSON.stringify(id), resolve)
        socket.send(JSON.stringify([2, id, action, payload]))
      }),
    nextCall: (withinMs = 10_000) =>
      within(withinMs, 'the server called nothing', (resolve) => {
        const call = calls.shift()
        if (call) resolve(call)
        else awaited.push(resolve)
      }),
    answer: (call, payload) => socket.send(JSON.stringify([3, call[1], payload])),
    close: () => socket.terminate(),
  }
}

function within<T>(ms: number, otherwise: string, begin: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(otherwise)), ms)
    begin((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

/** A masked frame as a client sends it, with any first byte: `0x81` is a whole text, `0xc1` claims to be compressed. */
export function maskedFrame(firstByte: number, payload: Buffer): Buffer {
  if (payload.length > 125) throw new Error('short frames only')
  const mask = Buffer.from([1, 2, 3, 4])
  return Buffer.concat([
    Buffer.from([firstByte, 0x80 | payload.length]),
    mask,
    payload.map((byte, at) => byte ^ mask[at % 4]!),
  ])
}

/** The network socket under a WebSocket, for bytes that no WebSocket library would send. */
export function rawSocket(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket
}

export type Noted = { level: 'debug' | 'info' | 'warn' | 'error'; event: any; message: string }

/** A log whose entries the test can read. */
export function notingLog(): Log & { entries: Noted[]; has(level: Noted['level'], text: string): boolean } {
  const entries: Noted[] = []
  const note = (level: Noted['level']) => (event: object, message: string) =>
    void entries.push({ level, event, message })
  return {
    entries,
    has: (level, text) => entries.some((entry) => entry.level === level && entry.message.includes(text)),
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  }
}

/** The sum of a counter's values whose labels contain all these. */
export async function metric(system: System, name: string, labels: Record<string, string> = {}): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}
