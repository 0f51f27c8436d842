import { Agent, get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Bench, Case } from '../bench.ts'
import { fillSessions, type Span } from '../fill-sessions.ts'
import { Fleet } from '../fleet.ts'
import { Histogram, percentiles } from '../histogram.ts'
import { boot16, type TalkParts, talksOf } from '../messages.ts'
import type { ServerProcess } from '../server-process.ts'
import { ready, type Talk } from '../station.ts'
import { emptyTally } from '../tally.ts'
import { session16 } from './sessions-16.ts'

const sessions = 1_000_000
const depotChargers = 200
const warmUpRequests = 70
const fewestRequests = 210

/** Pages of 100 out of a million finished sessions, asked for one after another as a fleet system does. */
export const depotPage: Case = {
  name: 'depot-page',
  async run(bench) {
    const server = await bench.server()
    await makeModelSession(bench, server)
    const span = await fillSessions(server.database, { sessions, chargers: 'depot' })
    const ask = await depotClient(bench, server)

    const all = new Histogram()
    const byQuery = Object.entries(queries).map(([name, query]) => ({ name, query, latencies: new Histogram() }))
    const faults: string[] = []
    const startMs = performance.now()
    const isEnough = () => all.count >= fewestRequests && performance.now() - startMs > bench.seconds * 1_000
    for (let turn = 0; !isEnough(); turn++) {
      const { query, latencies } = byQuery[turn % byQuery.length]!
      const path = `/v2/transactions?limit=100&${query(span)}`
      const { tookMs, count } = await ask(path)
      if (count === 0) faults.push(`${path} is empty`)
      if (turn < warmUpRequests) continue
      all.addMs(tookMs)
      latencies.addMs(tookMs)
    }
    ask.end()
    await bench.stopAll()
    const p99ByQuery = byQuery.map(({ name, latencies }) => [name, percentiles(latencies).p99_ms])
    return {
      result: {
        sessions,
        requests: all.count,
        ...percentiles(all),
        p99_ms_by_query: Object.fromEntries(p99ByQuery),
        target_p99_ms: 20,
      },
      faults,
    }
  },
}

// Every one finds rows.
const queries: Record<string, (span: Span) => string> = {
  newest: () => `page=${1 + below(20)}`,
  any_page: () => `page=${1 + below(sessions / 100)}`,
  charger: () => `chargerId=depot-${1 + below(depotChargers)}&page=${1 + below(40)}`,
  vehicle: () => `vehicleId=BUS-${1 + below(500)}`,
  started_day: (span) => `${windowIn(span, 24)}&orderBy=StartAt&order=asc&page=${1 + below(20)}`,
  inserted_window: (span) => `${windowIn(span, 1 + below(24))}&filterBy=InsertedAt&order=asc`,
  overlapping_day: (span) => `${windowIn(span, 24)}&filterBy=Overlapping`,
}

function windowIn({ fromMs, toMs }: Span, hours: number): string {
  const start = fromMs + Math.random() * (toMs - fromMs - hours * 3_600_000)
  return `from=${new Date(start).toISOString()}&to=${new Date(start + hours * 3_600_000).toISOString()}`
}

function below(end: number): number {
  return Math.floor(Math.random() * end)
}

/** A session that came through the door: the million look like it. */
async function makeModelSession(bench: Bench, server: ServerProcess): Promise<void> {
  const credentials = await bench.addChargers('depot', depotChargers, server)
  await bench.addTokens()
  const talk = talksOf(emptyTally(), modelTalk)
  const fleet = await Fleet.connect({ url: server.ws, version: '1.6', credentials: credentials.slice(0, 1), talk })
  await fleet.close()
}

function* modelTalk(parts: TalkParts): Talk {
  yield* boot16()
  yield* session16(0, parts)
  while (true) yield ready
}

/** Asks for pages over one connection. */
async function depotClient(bench: Bench, { http }: ServerProcess) {
  const { clientId, secret } = (await bench.admin('client.add', { name: 'bench', package: 'basic' })) as Credentials
  const issued = await fetch(`${http}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
  })
  const { access_token } = (await issued.json()) as { access_token: string }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${access_token}` }

  const ask = (path: string) =>
    new Promise<{ tookMs: number; count: number }>((resolve, reject) => {
      const startMs = performance.now()
      get(`${http}${path}`, { agent, headers }, (reply) => {
        buffer(reply).then((body) => {
          const tookMs = performance.now() - startMs
          if (reply.statusCode !== 200) throw new Error(`${path} answers ${reply.statusCode}: ${body}`)
          resolve({ tookMs, count: JSON.parse(body.toString()).length })
        }, reject)
      }).on('error', reject)
    })
  return Object.assign(ask, { end: () => agent.destroy() })
}

type Credentials = { clientId: string; secret: string }
