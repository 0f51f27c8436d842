import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsOwner } from '#storage/database.ts'
import { createDatabase } from '../support/database.ts'
import { compare } from '../support/durability-comparison.ts'
import { chosenSeed, randomFrom, startFleet } from '../support/durability-fleet.ts'
import { embeddedPostmaster, startServerProcess } from '../support/durability-server.ts'
import { execute } from '../support/durability-storage.ts'

const kills = 6
const versions = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? ('1.6' as const) : ('2.0.1' as const)))

test('F2: a database that is killed again and again loses nothing that chargers were told is stored', async (t) => {
  const seed = chosenSeed()
  t.diagnostic(`DURABILITY_SEED=${seed}`)
  const random = randomFrom(seed)
  const server = await startServerProcess(t)
  const fleet = startFleet(server.url, await server.addChargers(versions), random)

  for (let kill = 0; kill < kills; kill++) {
    await fleet.acknowledged(50)
    await sleep(random() * 500)
    const { pid } = await embeddedPostmaster(server.dataFolder)
    if (kill % 5 === 4) killChildrenOf(pid)
    else process.kill(pid, 'SIGKILL')
  }
  await fleet.acknowledged(50)
  await fleet.finish()

  const { journal } = fleet
  t.diagnostic(`${journal.told.length} messages acknowledged, ${journal.finished.length} sessions`)
  assert.ok(server.isRunning())
  assert.equal(journal.connects, versions.length, 'every charger stayed connected')
  assert.deepEqual(journal.refusals, [])
  await compare(journal, server.databaseUrl, await server.transactions())
})

test('F2: while the database is read-only chargers wait, and go on when it is not, without a restart', async (t) => {
  const seed = chosenSeed()
  t.diagnostic(`DURABILITY_SEED=${seed}`)
  const url = await createDatabase(t)
  const name = new URL(url).pathname.slice(1)
  const server = await startServerProcess(t, { databaseUrl: url })
  const fleet = startFleet(server.url, await server.addChargers(versions), randomFrom(seed))
  await fleet.acknowledged(100)

  // As after a fail-over: the connections that the server makes now are read-only for as long as they last.
  await execute(url, `alter database ${name} set default_transaction_read_only = on`)
  await cutOff(url)
  await sleep(1_500)
  const during = fleet.journal.told.length
  await sleep(1_500)
  assert.equal(fleet.journal.told.length, during, 'nothing is acknowledged that cannot be stored')
  await execute(
    url,
    'set default_transaction_read_only = off',
    `alter database ${name} reset default_transaction_read_only`,
  )

  await fleet.acknowledged(100)
  await cutOff(url)
  await fleet.acknowledged(100)
  await fleet.finish()
  const { journal } = fleet
  assert.ok(server.isRunning())
  assert.equal(journal.connects, versions.length, 'every charger stayed connected')
  assert.deepEqual(journal.refusals, [])
  await compare(journal, url, await server.transactions())
})

/** PostgreSQL takes the death of one of its children for a crash, and recovers. */
function killChildrenOf(pid: number): void {
  for (const child of childrenOf(pid)) {
    try {
      process.kill(child, 'SIGKILL')
    } catch (error) {
      // It has ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const text = existsSync(file)
    ? readFileSync(file, 'utf8')
    : spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout
  return text.trim().split(/\s+/).filter(Boolean).map(Number)
}

/** Ends every client's connection to the database, as a restart does; its own workers are nobody's to end. */
function cutOff(url: string): Promise<void> {
  return connectAsOwner(url, async (owner) => {
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
  })
}
