import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { WebSocketServer } from 'ws'

/** A server that answers a charger as the test says, and asks of it what the test wants. */
export type AskingServer = {
  endpoint: string
  /** Calls the charger that connected last; resolves with its whole answer frame, or null after a second. */
  ask(action: string, payload: object): Promise<any[] | null>
  /** Calls of the charger, in order. */
  heard: { action: string; payload: any }[]
  /** How calls are answered; undefined leaves the call without an answer. */
  answers: Record<string, (payload: any) => object | undefined>
  connections(): number
  /** Who knocked, in order. */
  knocks: Knock[]
  drop(): void
}

/** What a charger showed when it came: its password, and the common name of its certificate. */
export type Knock = { password: Buffer | null; certificate: string | null }

type Options = { acceptsStatus?: number /** With these it speaks only TLS. */; tls?: ServerOptions }

export async function askingServer(t: TestContext, { acceptsStatus = 101, tls }: Options = {}): Promise<AskingServer> {
  const http = tls ? createSecureServer(tls) : createServer()
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]: Set<string>) => first ?? false })
  const waiting = new Map<string, (frame: any[]) => void>()
  let connections = 0
  let asked = 0
  let current: import('ws').WebSocket | null = null
  const server: AskingServer = {
    endpoint: '',
    heard: [],
    answers: { ...usualAnswers },
    connections: () => connections,
    knocks: [],
    drop: () => current?.terminate(),
    ask(action, payload) {
      const id = `ask-${++asked}`
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), 1_000)
        waiting.set(id, (frame) => {
          clearTimeout(timer)
          resolve(frame)
        })
        current?.send(JSON.stringify([2, id, action, payload]))
      })
    },
  }
  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    connections += 1
    server.knocks.push(knockOf(request))
    if (acceptsStatus !== 101) {
      socket.end(`HTTP/1.1 ${acceptsStatus} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      current = webSocket
      webSocket.on('message', (bytes: Buffer) => {
        const frame = JSON.parse(bytes.toString())
        const [type, id, action, payload] = frame
        // 2.1: a complaint about an answer, and what is never answered.
        if (type === 5) return server.heard.push({ action: 'CALLRESULTERROR', payload: action })
        if (type === 6) return server.heard.push({ action, payload })
        if (type !== 2) return waiting.get(id)?.(frame)
        server.heard.push({ action, payload })
        const answer = (server.answers[action] ?? (() => ({})))(payload)
        if (answer !== undefined) webSocket.send(JSON.stringify([3, id, answer]))
      })
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    http.closeAllConnections()
    http.close()
  })
  server.endpoint = `${tls ? 'wss' : 'ws'}://127.0.0.1:${(http.address() as AddressInfo).port}/ocpp`
  return server
}

function knockOf({ headers, socket }: IncomingMessage): Knock {
  const [, credentials] = headers.authorization?.split(' ') ?? []
  const decoded = credentials === undefined ? null : Buffer.from(credentials, 'base64')
  const subject = (socket as Partial<TLSSocket>).getPeerCertificate?.().subject
  const certificate = subject?.CN ?? null
  return {
    password: decoded?.subarray(decoded.indexOf(':') + 1) ?? null,
    certificate: Array.isArray(certificate) ? certificate.join() : certificate,
  }
}

const accepted = { status: 'Accepted' }
const now = () => new Date().toISOString()

const usualAnswers: AskingServer['answers'] = {
  BootNotification: () => ({ status: 'Accepted', currentTime: now(), interval: 3_600 }),
  Heartbeat: () => ({ currentTime: now() }),
  Authorize: (payload) => (payload.idTag === undefined ? { idTokenInfo: accepted } : { idTagInfo: accepted }),
  SignCertificate: () => accepted,
  StartTransaction: () => ({ transactionId: 77, idTagInfo: accepted }),
  TransactionEvent: (payload) => (payload.idToken === undefined ? {} : { idTokenInfo: accepted }),
}
