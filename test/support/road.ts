import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** A way to a port that can be cut, opened again, and led elsewhere. */
export type Road = {
  port: number
  /** Cuts what is on it, and lets nobody in. */
  block(): Promise<void>
  open(): Promise<void>
  /** Whoever comes from now on arrives at another port; who is on it is cut off. */
  leadTo(port: number): void
  /** What is sent along it; the connection is cut as soon as what it answers to has come back to us. */
  cutAfter: ((sent: Buffer, about: { hasSent: (text: string) => boolean }) => boolean) | null
}

export async function openRoad(t: Pick<TestContext, 'after'>, target: { host: string; port: number }): Promise<Road> {
  let { port: targetPort } = target
  const sockets = new Set<Socket>()
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    const far = connect(targetPort, target.host)
    const texts: string[] = []
    let isLastAnswer = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    near.on('data', (chunk: Buffer) => {
      if (road.cutAfter) {
        texts.push(chunk.toString('latin1'))
        isLastAnswer ||= road.cutAfter(chunk, { hasSent: (text) => texts.some((one) => one.includes(text)) })
      }
      far.write(chunk)
    })
    far.on('data', (chunk: Buffer) => {
      if (!isLastAnswer) return void near.write(chunk)
      near.destroy()
      far.destroy()
    })
  })
  const listen = async (port: number) => {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  }
  const road: Road = {
    port: await listen(0),
    async block() {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      cutAll()
      await closed
    },
    open: async () => void (await listen(road.port)),
    leadTo(port) {
      targetPort = port
      cutAll()
    },
    cutAfter: null,
  }
  t.after(() => t.after(road.block))
  return road
}

/** The same database by way of a road. */
export function byWayOf(road: Road, databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(road.port)
  return url.href
}
