import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '../support/database.ts'
import { compare } from '../support/durability-comparison.ts'
import { chosenSeed, randomFrom, startFleet } from '../support/durability-fleet.ts'
import { startServerProcess } from '../support/durability-server.ts'

const kills = 6

test('F1: a server that is killed again and again loses nothing it acknowledged and doubles no session', async (t) => {
  const seed = chosenSeed()
  t.diagnostic(`DURABILITY_SEED=${seed}`)
  const random = randomFrom(seed)
  const server = await startServerProcess(t, { databaseUrl: await createDatabase(t) })
  const versions = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? ('1.6' as const) : ('2.0.1' as const)))
  const members = await server.addChargers(versions)
  const fleet = startFleet(server.url, members, random)

  for (let kill = 0; kill < kills; kill++) {
    await fleet.acknowledged(50)
    await sleep(random() * 500)
    await server.killAndRestart()
  }
  await fleet.acknowledged(50)
  await fleet.finish()

  const { journal } = fleet
  t.diagnostic(`${journal.told.length} messages acknowledged, ${journal.finished.length} sessions`)
  assert.ok(journal.connects >= versions.length * kills, 'every charger was cut off by every kill')
  assert.ok(
    journal.told.some(({ messageIds }) => messageIds.length > 1),
    'chargers had to repeat',
  )
  assert.deepEqual(journal.refusals, [])
  await compare(journal, server.databaseUrl, await server.transactions())
})
