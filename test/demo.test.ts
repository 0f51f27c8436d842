import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Scenario } from '#simulator/scenario.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { startDemo } from '../demo/start-demo.ts'
import { createDatabase } from './support/database.ts'
import { accessToken, eventually, getJson } from './support/system.ts'

test('a whole night of the demo: every charge of a vehicle is a transaction with the energy that the vehicle received', async (t) => {
  const { demo, warnings } = await startNight(t)
  await demo.simulation.ended

  const visits = demo.simulation.ledger()
  const charged = visits.filter((visit) => visit.startedAt !== null)
  assert.ok(charged.length >= 32, `only ${charged.length} charges: every vehicle charges at least once`)
  assert.ok(charged.every((visit) => visit.endedAt !== null))
  assert.ok(
    visits.some((visit) => visit.refused),
    'the night has a refused card',
  )
  const expected = charged.map(({ charger, vehicle, energyWh }) => `${charger} ${vehicle} ${energyWh} Wh`).sort()
  const token = await accessToken(demo.url, demo.depotClient.id, demo.depotClient.secret)
  const transactions = await eventually(
    () => allTransactions(demo.url, token),
    (found) => found.length >= expected.length,
    15_000,
  )
  assert.deepEqual(transactions.map(viewed).sort(), expected)
  assert.deepEqual(warnings, [])
})

async function startNight(t: TestContext) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  const warnings: string[] = []
  const note = (event: object, message: string) => warnings.push(`${message} ${JSON.stringify(event)}`)
  const demo = await startDemo({
    scenario: oneNight(findScenario('bus-depot')),
    rate: 1_500,
    dataFolder,
    port: 0,
    host: '127.0.0.1',
    databaseUrl: await createDatabase(t),
    log: { debug() {}, info() {}, warn: note, error: note },
  })
  t.after(async () => {
    await demo.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { demo, warnings }
}

/** Ends when the last vehicle has left and all is said; meters speak less often than in the demo that people watch. */
function oneNight(scenario: Scenario): Scenario {
  return {
    ...scenario,
    chargers: scenario.chargers.map((group) => ({ ...group, sampleIntervalSeconds: 300 })),
    vehicles: scenario.vehicles.map((group) => ({ ...group, repeat: 'once' })),
    mishaps: scenario.mishaps.map((mishap) => ({ ...mishap, repeat: 'once' })),
  }
}

type Transaction = { ChargerID: string; VehicleID: string; EnergyDelivered: number }

async function allTransactions(url: string, token: string): Promise<Transaction[]> {
  const { body } = await getJson(`${url}/v2/transactions?limit=100`, token)
  assert.ok(body.length < 100, 'one page holds the night')
  return body
}

function viewed({ ChargerID, VehicleID, EnergyDelivered }: Transaction): string {
  return `${ChargerID} ${VehicleID} ${EnergyDelivered} Wh`
}
