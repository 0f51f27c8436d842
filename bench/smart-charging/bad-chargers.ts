import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#storage/embedded/start-embedded-postgres.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { type Options, printCase } from './options.ts'

/**
 * B4: a site of bad chargers over real sockets (smart-charging 10.4). In full it is 24 hours and 200 seeds, which takes
 * days; without options an hour of one seed, with its twin of ideal chargers beside it.
 */
export async function badChargers({ seeds, hours, rate }: Options): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-bench-'))
  const log = { info() {}, warn: console.error, error: console.error }
  const postgres = await startEmbeddedPostgres({ dataFolder, log })
  try {
    let made = 0
    const freshDatabase = async () => {
      made += 1
      return createDatabase(postgres.url, `closed_loop_${made}`)
    }
    const chosen = Array.from({ length: seeds }, (_, at) => at + 1)
    for await (const line of closedLoop({ seeds: chosen, hours, rate, freshDatabase })) printCase(line)
  } finally {
    await postgres.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function createDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
