import type { Case } from '../bench.ts'
import { depotClient } from '../depot-client.ts'
import { fillSessions, type Span } from '../fill-sessions.ts'
import { Histogram, percentiles } from '../histogram.ts'
import { makeModelSession } from '../model-session.ts'

const sessions = 1_000_000
const depotChargers = 200
const warmUpRequests = 70
const fewestRequests = 210

/** Pages of 100 out of a million finished sessions, asked for one after another as a fleet system does. */
export const depotPage: Case = {
  name: 'depot-page',
  async run(bench) {
    const server = await bench.server()
    await makeModelSession(bench, server, { prefix: 'depot', chargers: depotChargers })
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
