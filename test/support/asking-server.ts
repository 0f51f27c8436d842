import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
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
  drop(): void
}

export async function askingServer(t: TestContext, { acceptsStatus = 101 } = {}): Promise<AskingServer> {
  const http = createServer()
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
  http.on('upgrade', (request, socket, head) => {
    connections += 1
    if (acceptsStatus !== 101) {
      socket.end(`HTTP/1.1 ${acceptsStatus} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      current = webSocket
      webSocket.on('message', (bytes: Buffer) => {
        const frame = JSON.parse(bytes.toString())
        const [type, id, action, payload] = frame
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
  server.endpoint = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ocpp`
  return server
}

const accepted = { status: 'Accepted' }
const now = () => new Date().toISOString()

const usualAnswers: AskingServer['answers'] = {
  BootNotification: () => ({ status: 'Accepted', currentTime: now(), interval: 3_600 }),
  Heartbeat: () => ({ currentTime: now() }),
  Authorize: (payload) => (payload.idTag === undefined ? { idTokenInfo: accepted } : { idTagInfo: accepted }),
  StartTransaction: () => ({ transactionId: 77, idTagInfo: accepted }),
  TransactionEvent: (payload) => (payload.idToken === undefined ? {} : { idTokenInfo: accepted }),
}
