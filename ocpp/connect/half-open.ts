import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Ends further sockets of an address that has too many on which no request has come yet (S30). The HTTP server ends the
 * others after its time-out; without this, one address could keep them all taken. Over TLS a request comes on another
 * socket object than the connection: they are told by their far ends.
 */
export function limitHalfOpen(http: Pick<Server, 'on'>, mostPerAddress: number): void {
  const counts = new Map<string, number>()
  const waiting = new Map<string, string>()

  const settle = (farEnd: string) => {
    const address = waiting.get(farEnd)
    if (address === undefined) return
    waiting.delete(farEnd)
    const others = counts.get(address)! - 1
    if (others > 0) counts.set(address, others)
    else counts.delete(address)
  }

  http.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const farEnd = farEndOf(socket)
    const count = (counts.get(address) ?? 0) + 1
    if (count > mostPerAddress) {
      socket.destroy()
      return
    }
    counts.set(address, count)
    waiting.set(farEnd, address)
    socket.once('close', () => settle(farEnd))
  })
  http.on('request', ({ socket }: IncomingMessage) => settle(farEndOf(socket)))
  http.on('upgrade', ({ socket }: IncomingMessage) => settle(farEndOf(socket)))
}

function farEndOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`
}
