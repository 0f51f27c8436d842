import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Why a handshake was refused, as counted and logged. */
export type RefusalReason =
  | 'draining'
  | 'over-admission'
  | 'not-websocket'
  | 'websocket-version'
  | 'unknown-path'
  | 'malformed-identity'
  | 'too-many-attempts'
  | 'unknown-charger'
  | 'blocked'
  | 'no-credentials'
  | 'wrong-credentials'
  | 'no-certificate'
  | 'wrong-certificate'
  | 'revocation-unknown'
  | 'wrong-profile'
  | 'identity-clash'
  | 'unauthenticated-takeover'
  | 'no-common-version'
  | 'storage-slow'

/** `why` is for the log. */
export type Refusal = { refused: RefusalReason; retryAfterSeconds?: number; why?: string }

/** Answers a handshake with a plain HTTP error and closes. (T-02) */
export function writeRefusal(socket: Duplex, { refused, retryAfterSeconds }: Refusal): void {
  if (socket.destroyed || !socket.writable) return
  const { status, body, headers = [] } = answers[refused]
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]
  const wait = retryAfterSeconds ?? (status === 503 ? randomBetween(5, 30) : status === 409 ? 60 : null)
  if (wait !== null) lines.push(`Retry-After: ${Math.ceil(wait)}`)
  socket.once('finish', () => socket.destroy())
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** The same to a plain HTTP request, which can be answered in the ordinary way. */
export function answerRefusal(response: ServerResponse, refused: RefusalReason): void {
  const { status, body } = answers[refused]
  response.writeHead(status, { connection: 'close', 'content-type': 'text/plain; charset=utf-8' }).end(body)
}

type Answer = { status: number; body: string; headers?: readonly string[] }

const askForPassword = ['WWW-Authenticate: Basic realm="OCPP", charset="UTF-8"']

const answers: Record<RefusalReason, Answer> = {
  draining: { status: 503, body: 'The server is restarting.\n' },
  'over-admission': { status: 503, body: 'Too many chargers are connecting at once.\n' },
  'not-websocket': {
    status: 400,
    body: 'Chargers connect here by WebSocket. The headers "Connection: Upgrade" and "Upgrade: websocket" are needed; a proxy may have removed them.\n',
  },
  'websocket-version': {
    status: 426,
    body: 'WebSocket version 13 is needed.\n',
    headers: ['Sec-WebSocket-Version: 13'],
  },
  'unknown-path': { status: 404, body: 'Not found.\n' },
  'malformed-identity': { status: 400, body: 'The last part of the path is no charger identity.\n' },
  'too-many-attempts': { status: 429, body: 'Too many attempts.\n' },
  'unknown-charger': { status: 404, body: 'Not found.\n' },
  blocked: { status: 403, body: 'This charger may not connect.\n' },
  'no-credentials': { status: 401, body: 'Credentials are needed.\n', headers: askForPassword },
  'wrong-credentials': { status: 401, body: 'Wrong credentials.\n', headers: askForPassword },
  'no-certificate': { status: 401, body: 'A client certificate is needed.\n' },
  'wrong-certificate': { status: 401, body: 'This client certificate is not accepted.\n' },
  'revocation-unknown': {
    status: 403,
    body: 'Nobody says whether this client certificate was revoked.\n',
    headers: ['Retry-After: 60'],
  },
  'wrong-profile': { status: 403, body: 'This charger is set up for another security profile.\n' },
  'identity-clash': { status: 409, body: 'Another charger uses this identity.\n' },
  'unauthenticated-takeover': { status: 409, body: 'This identity is connected from another address.\n' },
  // T-03: this one is told after the 101, by closing.
  'no-common-version': { status: 400, body: 'No common OCPP version.\n' },
  'storage-slow': { status: 503, body: 'Not available.\n' },
}

// Spread, so that chargers that all honour it do not all come back at once.
function randomBetween(min: number, max: number): number {
  return min + Math.random() * (max - min)
}
