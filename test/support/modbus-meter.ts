import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { server as modbus } from 'jsmodbus'

export type ModbusMeter = {
  port: number
  /** Three currents in tenths of an ampere at 0 to 2, and the power in W as two words, low one first, at 10. */
  show(values: { L1: number; L2: number; L3: number; powerW: number }): void
  /** How many ask it at this moment. */
  connections(): number
  stop(): Promise<void>
  start(): Promise<void>
}

/** A meter that speaks Modbus TCP on a real socket. */
export async function startModbusMeter(t: TestContext): Promise<ModbusMeter> {
  const holding = Buffer.alloc(64)
  const sockets = new Set<Socket>()
  let server: Server | null = null
  let port = 0
  const start = async () => {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    new modbus.TCP(server, { holding })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  }
  const stop = async () => {
    const running = server
    server = null
    for (const socket of sockets) socket.destroy()
    if (!running) return
    running.close()
    await once(running, 'close')
  }
  t.after(stop)
  await start()
  return {
    port,
    show({ L1, L2, L3, powerW }) {
      for (const [i, amps] of [L1, L2, L3].entries()) holding.writeInt16BE(Math.round(amps * 10), 2 * i)
      holding.writeUInt16BE(powerW & 0xffff, 20)
      holding.writeUInt16BE(powerW >>> 16, 22)
    },
    connections: () => sockets.size,
    stop,
    start,
  }
}
