import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'

export type Version = '1.6' | '2.0.1' | '2.1'

export type ConnectionOptions = {
  /** The endpoint, to which the identity is appended: `ws://host/ocpp`. */
  endpoint: string
  identity: string
  version: Version
  /** A text, or bytes that are no text. */
  password?: string | Buffer | undefined
  /** Of `wss`: whom it trusts, instead of those whom the system trusts, and its own certificate, all as PEM. */
  tls?: { ca?: string[]; key?: string; cert?: string }
}

/** One open WebSocket of one charger; it holds nothing else, so that thousands cost little. */
export type Connection = {
  send(text: string): void
  /** Says goodbye; resolves when the socket is closed. */
  close(): Promise<void>
  /** Drops the socket without a word, as when the mains fail. */
  cut(): void
}

export type ConnectionEvents = {
  onOpen(connection: Connection): void
  onText(bytes: Buffer): void
  /** Once, also when it never opened; nothing comes after it. */
  onClose(why: CloseReason): void
}

export type CloseReason =
  | { kind: 'closed'; code: number; reason: string }
  /** The server answered the handshake with an HTTP status. */
  | { kind: 'refused'; status: number; body: string }
  | { kind: 'unreachable'; message: string }
  /** The server's certificate is not to be trusted. */
  | { kind: 'untrusted'; message: string }
  /** The server agreed to no OCPP version. */
  | { kind: 'no-version' }

/**
 * Opens a connection as a charger does: subprotocol by version, Basic authentication by identity and password, or a
 * certificate of its own.
 */
export function openConnection(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const { endpoint, identity, version, password, tls } = options
  const socket = new WebSocket(`${endpoint}/${encodeURIComponent(identity)}`, [`ocpp${version}`], {
    perMessageDeflate: false,
    handshakeTimeout: 30_000,
    ...tls,
    ...(password === undefined ? {} : { headers: { authorization: basic(identity, password) } }),
  })
  let why: CloseReason | null = null
  let isClosed = false
  const closed = Promise.withResolvers<void>()
  const end = (reason: CloseReason) => {
    if (isClosed) return
    isClosed = true
    closed.resolve()
    events.onClose(why ?? reason)
  }
  const connection: Connection = {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close: () => {
      socket.close(1000)
      return closed.promise
    },
    cut: () => socket.terminate(),
  }

  socket.on('open', () => events.onOpen(connection))
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (!isBinary) events.onText(bytes)
  })
  socket.on('unexpected-response', (request, response) => {
    text(response)
      .catch(() => '')
      .then((body) => {
        end({ kind: 'refused', status: response.statusCode ?? 0, body: body.slice(0, 500) })
        request.destroy()
      })
  })
  socket.on('error', (error) => {
    why ??= reasonOf(error)
  })
  socket.on('close', (code, reason) => end({ kind: 'closed', code, reason: reason.toString() }))
  return connection
}

function basic(identity: string, password: string | Buffer): string {
  return `Basic ${Buffer.concat([Buffer.from(`${identity}:`), Buffer.from(password)]).toString('base64')}`
}

function reasonOf(error: Error): CloseReason {
  // Thrown by ws when the server's answer names no subprotocol.
  if (error.message.includes('subprotocol')) return { kind: 'no-version' }
  const { code = '' } = error as NodeJS.ErrnoException
  const isAboutTrust = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/.test(code)
  return { kind: isAboutTrust && !code.startsWith('ERR_SSL') ? 'untrusted' : 'unreachable', message: messageOf(error) }
}

// A refused connection to a name with several addresses is an AggregateError without a message.
function messageOf(error: Error): string {
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}
