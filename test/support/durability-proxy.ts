import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** When the connection of a COMMIT breaks: before PostgreSQL hears of it, while it works on it, or after it is done. */
export type Cut = 'before' | 'during' | 'after'

/** Or the connection holds, and the transaction fails just before its COMMIT. */
type Trouble = Cut | 'failing'

/** Stands between a group commit and PostgreSQL, and can make trouble at the next COMMIT. */
export type Proxy = {
  url: string
  /** At the next COMMIT, and with several at those after it. */
  troubleNextCommit(...troubles: Trouble[]): void
  /** How many connections were cut. */
  cuts(): number
}

export async function startProxy(t: TestContext, databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const planned: Trouble[] = []
  let cuts = 0

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let cut: Trouble | null = null
    let heldBack: Buffer | null = null
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    const breakOff = () => {
      cuts++
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (chunk: Buffer) => {
      if (planned.length > 0 && chunk.includes('\0commit\0')) cut = planned.shift()!
      if (cut === 'before') return breakOff()
      if (cut === 'failing') {
        heldBack = chunk
        upstream.write(failingQuery)
        return
      }
      upstream.write(chunk)
      if (cut !== 'during') return
      cuts++
      client.destroy()
    })
    upstream.on('data', (chunk: Buffer) => {
      if (cut === 'after') return breakOff()
      if (cut !== 'failing') return client.write(chunk)
      // The answer to our own query is not for the client.
      if (!chunk.subarray(-6).equals(readyInFailedTransaction)) return
      cut = null
      upstream.write(heldBack!)
    })
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  const troubleNextCommit = (...troubles: Trouble[]) => {
    planned.push(...troubles)
  }
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return { url: url.href, cuts: () => cuts, troubleNextCommit }
}

// PostgreSQL's messages Query and ReadyForQuery.
const failingQuery = Buffer.from('Q\0\0\0\x15begin;select 1/0\0')
const readyInFailedTransaction = Buffer.from('Z\0\0\0\x05E')
