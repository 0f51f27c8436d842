import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Admitted, admitPresystem, type PresystemWorld, siteInPath } from './admit-presystem.ts'
import { answerMessage } from './answer-message.ts'
import { type Telling, tellPresystem, usualPace } from './tell-presystem.ts'

export type PresystemDoor = {
  /** False when the path is another door's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Resolves when how the connections did is on record. */
  close(): Promise<void>
}

export const subprotocol = 'v1.463.vdv.de'

/** How planning systems of depots come in: WebSocket, one message after another, by VDV 463. */
export function createPresystemDoor(world: PresystemWorld): PresystemDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 5_000_000,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  })
  const sockets = new Map<WebSocket, { isAlive: boolean; telling: Telling }>()
  let entering = 0
  const pulse = setInterval(() => {
    for (const [ws, state] of sockets) {
      if (!state.isAlive) ws.terminate()
      state.isAlive = false
      ws.ping()
    }
  }, 30_000)

  const enter = async (request: IncomingMessage, socket: Duplex, head: Buffer, site: string) => {
    if (entering + sockets.size >= mostSockets) return refuse(socket, 503)
    entering += 1
    try {
      const admitted = await admitPresystem(world, request, site)
      if (typeof admitted === 'number') return refuse(socket, admitted)
      server.handleUpgrade(request, socket, head, (ws) => serve(ws, admitted))
    } catch (error) {
      world.log.error({ err: error }, 'a planning system could not be let in')
      refuse(socket, 503)
    } finally {
      entering -= 1
    }
  }

  const serve = (ws: WebSocket, admitted: Admitted) => {
    ws.on('error', () => undefined)
    // The handshake of a protocol that we do not speak is finished, and then the connection ends.
    if (ws.protocol !== subprotocol) return ws.close(1002, `only ${subprotocol}`)
    const telling = tellPresystem(admitted.ctx, admitted.siteId, {
      ...{ live: world.live, pace: world.pace ?? usualPace },
      send: (text) => ws.readyState === ws.OPEN && ws.send(text),
      end: (why) => ws.close(1008, why),
    })
    const state = { isAlive: true, telling }
    sockets.set(ws, state)
    ws.on('close', () => {
      sockets.delete(ws)
      void telling.stop()
    })
    ws.on('pong', () => {
      state.isAlive = true
    })
    let waiting = 0
    let turn: Promise<void> = Promise.resolve()
    ws.on('message', (data, isBinary) => {
      state.isAlive = true
      waiting += 1
      if (isBinary || waiting > mostWaiting) return ws.close(1008, isBinary ? 'text only' : 'too many at once')
      turn = turn.then(async () => {
        const answer = await answerMessage(admitted, telling, data.toString())
        waiting -= 1
        if (answer === 'unreadable') return ws.close(1002, 'not a message of VDV 463')
        if (!answer || ws.readyState !== ws.OPEN) return
        ws.send(JSON.stringify(answer))
        // A presystem says first who it is; then it is told.
        telling.heard(answer[2])
      })
    })
  }

  return {
    handleUpgrade(request, socket, head) {
      const site = siteInPath(request.url)
      if (site === null) return false
      socket.on('error', () => undefined)
      void enter(request, socket, head, site)
      return true
    },
    async close() {
      clearInterval(pulse)
      for (const ws of sockets.keys()) ws.close(1001, 'the server stops')
      await Promise.all([...sockets.values()].map(({ telling }) => telling.stop()))
    },
  }
}

const mostSockets = 500
const mostWaiting = 20

function refuse(socket: Duplex, status: 401 | 403 | 404 | 503): void {
  const challenge = status === 401 ? 'WWW-Authenticate: Basic realm="VDV463"\r\n' : ''
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${challenge}Content-Length: 0\r\nConnection: close\r\n\r\n`)
}
