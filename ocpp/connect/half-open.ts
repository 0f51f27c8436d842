import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Ends further sockets of an address that has too many on which no request has come yet (S30). The HTTP server ends the
 * others after its time-out; without this, one address could keep them all taken.
 */
export function limitHalfOpen(http: Server, mostPerAddress: number): void {
  const counts = new Map<string, number>()
  const waiting = new Map<Socket, string>()

  const settle = (socket: Socket) => {
    const address = waiting.get(socket)
    if (address === undefined) return
    waiting.delete(socket)
    const others = counts.get(address)! - 1
    if (others > 0) counts.set(address, others)
    else counts.delete(address)
  }

  http.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (counts.get(address) ?? 0) + 1
    if (count > mostPerAddress) {
      socket.destroy()
      return
    }
    counts.set(address, count)
    waiting.set(socket, address)
    socket.once('close', () => settle(socket))
  })
  http.on('request', ({ socket }: IncomingMessage) => settle(socket))
  http.on('upgrade', ({ socket }: IncomingMessage) => settle(socket))
}
