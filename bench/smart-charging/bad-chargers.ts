import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { closedLoopInProcess } from './closed-loop/in-process/closed-loop-in-process.ts'
import { type Options, printCase } from './options.ts'

/**
 * B4: a site of bad chargers (smart-charging 10.4), over real sockets or, in process, on a clock of its own. In full it is
 * 24 hours and 200 seeds: over sockets that takes days. Each seed is run with its twin of ideal chargers beside it.
 */
export async function badChargers(options: Options): Promise<void> {
  const { seeds, firstSeed, hours, ac, dc, isInProcess } = options
  const chosen = Array.from({ length: seeds }, (_, at) => firstSeed + at)
  const site = { hours, ...(ac === null ? {} : { ac }), ...(dc === null ? {} : { dc }) }
  if (!isInProcess) return overSockets(chosen, site, options.rate)
  for await (const line of closedLoopInProcess({ seeds: chosen, ...site })) printCase(line)
}

async function overSockets(seeds: number[], site: SiteSize, rate: number): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-bench-'))
  const log = { info() {}, warn: console.error, error: console.error }
  const postgres = await startEmbeddedPostgres({ dataFolder, log })
  try {
    let made = 0
    const freshDatabase = async () => {
      made += 1
      return createDatabase(postgres.url, `closed_loop_${made}`)
    }
    for await (const line of closedLoop({ seeds, rate, ...site, freshDatabase })) printCase(line)
  } finally {
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

type SiteSize = { hours: number; ac?: number; dc?: number }

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
