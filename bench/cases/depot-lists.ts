import type { Bench, Case } from '../bench.ts'
import { depotClient } from '../depot-client.ts'
import { depotQuestions } from '../depot-questions.ts'
import { fillReadings } from '../fill-readings.ts'
import { fillSessions } from '../fill-sessions.ts'
import { Histogram } from '../histogram.ts'
import { makeModelSession } from '../model-session.ts'
import { noise } from '../noise.ts'

export const network = { prefix: 'depot', chargers: 200, sessions: 1_000_000, metered: 20, weeks: 50 }

const warmUpTurns = 3
const usualTurns = 100

/** Every list of the depot API by every filter and order, deep pages too; each kind of question in its turn. */
export const depotLists: Case = {
  name: 'depot-lists',
  onlyByName: true,
  async run(bench) {
    const quiet = noise()
    const own = await bench.aside('depot-lists')
    const server = await own.server()
    const filled = await fillDepot(own, server)
    return measureDepot(own, server, { ...filled, ...quiet })
  },
}

/** A year of a depot, by SQL. */
export async function fillDepot(
  bench: Bench,
  server: Awaited<ReturnType<Bench['server']>>,
): Promise<{ readings: number }> {
  await makeModelSession(bench, server, network)
  await fillSessions(server.database, { sessions: network.sessions, chargers: network.prefix })
  return { readings: await fillReadings(server.database, { ...network, chargers: network.metered }) }
}

export async function measureDepot(
  bench: Bench,
  server: Awaited<ReturnType<Bench['server']>>,
  { turns = usualTurns, ...told }: Record<string, unknown> & { turns?: number },
) {
  const { rows } = await server.database.client.query('select max(record_no) as newest from session')
  const ask = await depotClient(bench, server)
  const questions = depotQuestions({ ...network, newestRecord: Number(rows[0].newest) })
  const kinds = Object.entries(questions).map(([name, path]) => ({
    name,
    path,
    latencies: new Histogram(),
  }))
  const pages = new Histogram()
  const faults = new Set<string>()
  const startMs = performance.now()
  for (let turn = 0; turn < turns || performance.now() - startMs < bench.seconds * 1_000; turn++) {
    for (const kind of kinds) {
      const path = kind.path()
      const { tookMs, count } = await ask(path)
      if (count === 0) faults.add(`${kind.name} is empty`)
      if (turn < warmUpTurns) continue
      kind.latencies.addMs(tookMs)
      if (isPage(path)) pages.addMs(tookMs)
    }
  }
  ask.end()
  const shown = (latencies: Histogram) => ({
    p50_ms: tenth(latencies.percentile(0.5)),
    p99_ms: tenth(latencies.percentile(0.99)),
  })
  const figures = kinds.map(({ name, latencies }) => [name, shown(latencies)])
  return {
    result: {
      ...{ sessions: network.sessions, ...told, pages_of_transactions: shown(pages) },
      ...{ ...Object.fromEntries(figures), target_p99_ms: 20 },
    },
    faults: [...faults],
  }
}

function isPage(path: string): boolean {
  return path.split('?', 1)[0] === '/v2/transactions'
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10
}
