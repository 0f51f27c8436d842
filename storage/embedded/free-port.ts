import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A loopback port nobody listens on. It lies below the range from which systems take ports for
 * outgoing connections, so it can be had again when PostgreSQL restarts.
 */
export async function freePort(): Promise<number> {
  while (true) {
    const port = randomInt(20_000, 32_000)
    if (await canListen(port)) return port
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
