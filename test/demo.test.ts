import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Scenario } from '#simulator/scenario.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { startDemo } from '../demo/start-demo.ts'
import { createDatabase } from './support/database.ts'
import { connectWire } from './support/ocpp-wire.ts'
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

test('at the pace of real life the demo goes by real time (Z-04), and sets up chargers that come from outside (B-07)', async (t) => {
  const { demo } = await startNight(t, 1)
  const headers = { authorization: `Bearer ${demo.platformToken}`, 'content-type': 'application/json' }
  const password = 'from-the-outside-1'
  const charger = { name: 'Outside', type: 'public', status: 'enabled', network: { id: 'OUTSIDE-1' } }
  const body = JSON.stringify({ ...charger, voltyard: { password, provisioning: 'automatic' } })
  const added = await fetch(`${demo.url}/public-api/resources/charge-points/v2.0`, { method: 'POST', headers, body })
  assert.equal(added.status, 201)

  const atDemo = { url: demo.url, passwords: new Map([['OUTSIDE-1', password]]) }
  const outside = await connectWire(atDemo, 'OUTSIDE-1', { protocol: 'ocpp2.0.1' })
  t.after(() => outside.close())
  const chargingStation = { vendorName: 'Elsewhere', model: 'One' }
  const [, , boot] = await outside.call('BootNotification', { reason: 'PowerUp', chargingStation })
  assert.equal(boot.status, 'Accepted')
  assert.ok(Math.abs(Date.parse(boot.currentTime) - Date.now()) < 60_000, boot.currentTime)
  assert.equal((await outside.nextCall())[2], 'GetBaseReport')
})

async function startNight(t: TestContext, rate = 1_500) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  const warnings: string[] = []
  const note = (event: object, message: string) => warnings.push(`${message} ${JSON.stringify(event)}`)
  const demo = await startDemo({
    scenario: oneNight(findScenario('bus-depot')),
    rate,
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
