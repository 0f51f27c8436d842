import { Agent, get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Bench } from './bench.ts'
import type { ServerProcess } from './server-process.ts'

/** An access token for all of the depot API. */
export async function depotToken(bench: Bench, { http }: ServerProcess): Promise<string> {
  const { clientId, secret } = (await bench.admin('client.add', { name: 'bench', package: 'premium' })) as Credentials
  const issued = await fetch(`${http}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
  })
  return ((await issued.json()) as { access_token: string }).access_token
}

/** Asks the depot API over one connection, as a fleet system does: how long it took, and how many elements came. */
export async function depotClient(bench: Bench, server: ServerProcess) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${await depotToken(bench, server)}` }

  const ask = (path: string) =>
    new Promise<{ tookMs: number; count: number }>((resolve, reject) => {
      const startMs = performance.now()
      get(`${server.http}${path}`, { agent, headers }, (reply) => {
        buffer(reply)
          .then((body) => {
            const tookMs = performance.now() - startMs
            if (reply.statusCode !== 200) throw new Error(`${path} answers ${reply.statusCode}: ${body}`)
            resolve({ tookMs, count: countIn(JSON.parse(body.toString())) })
          })
          .catch(reject)
      }).on('error', reject)
    })
  return Object.assign(ask, { end: () => agent.destroy() })
}

type Credentials = { clientId: string; secret: string }

function countIn(body: object): number {
  if (Array.isArray(body)) return body.length
  return 'items' in body ? (body.items as unknown[]).length : 1
}
