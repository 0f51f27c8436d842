import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startClock } from '#simulator/clock.ts'
import type { Visit } from '#simulator/ledger.ts'
import { numbered, type Scenario } from '#simulator/scenario.ts'
import { clockStart } from '#simulator/scenario-clock.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { startSimulation } from '#simulator/simulation.ts'
import { staysOfDay } from '#simulator/timetable.ts'
import { logIn } from '../support/console.ts'
import { fastEnv, frameCheck } from '../support/simulated-site.ts'
import { startSystem } from '../support/system.ts'

test('single-charger: the car that comes is in the records with what it received', async (t) => {
  const { ledger, records, wireIds } = await play(t, findScenario('single-charger'), 3_600)
  assert.equal(ledger.length, 1)
  assert.ok(ledger[0]!.energyWh > 5_000)
  assertSame(ledger, records)
  assert.deepEqual(wireIds, [ledger[0]!.transactionId])
  // Over alternating current nobody tells how full the battery is.
  assert.deepEqual([records[0].InitialSoC, records[0].EndSoC], [0, 0])
})

test('a car that charges with direct current is recorded with the charge of its battery, in every version', async (t) => {
  const scenario = findScenario('single-charger')
  const changes = { count: 2, version: 'alternating', current: 'DC', maxPowerW: 50_000 } as const
  const chargers = scenario.chargers.map((group) => ({ ...group, ...changes }))
  const vehicles = scenario.vehicles.map((group) => ({ ...group, count: 2 }))
  const { ledger, records } = await play(t, { ...scenario, chargers, vehicles }, 1_800)
  assertSame(ledger, records)
  assert.equal(ledger.length, 2)
  for (const { charger, socStart, socEnd } of ledger) {
    const record = records.find(({ ChargerID }) => ChargerID === charger)
    assert.ok(Math.abs(record.InitialSoC - socStart * 100) <= percentInTwoMinutes + 1, `${record.InitialSoC}`)
    assert.ok(Math.abs(record.EndSoC - socEnd * 100) <= 1, `${record.EndSoC} is not ${socEnd}`)
    assert.ok(record.EndSoC > record.InitialSoC)
  }
})

// Of a battery of 60 kWh at 50 kW: in 1.6 the first word of it comes with the first meter values.
const percentInTwoMinutes = ((50 * 2) / 60 / 60) * 100

test('car-park: a day of ten charging points, with a broken line and an unknown card, ends in the same energy on both sides', async (t) => {
  const { ledger, records, wireIds, chargers } = await play(t, oneDay(findScenario('car-park')), 7_200)

  assertSame(ledger, records)
  const charged = ledger.filter(({ startedAt }) => startedAt !== null)
  assert.deepEqual(wireIds, charged.map(({ transactionId }) => transactionId).sort())
  assert.equal(new Set(charged.map(({ vehicle }) => vehicle)).size, 10)
  assert.deepEqual(chargers.map(({ version }) => version).sort(), ['1.6', '1.6', '1.6', '2.0.1', '2.0.1'])
  const [refused, right] = ledger.filter(({ vehicle }) => vehicle === 'GUEST-02')
  assert.deepEqual([refused?.refused, refused?.energyWh, refused?.card], [true, 0, 'UNKNOWN-CARD'])
  assert.ok(right!.energyWh > 0)
  const stoppedBy = (guest: string) => ledger.findLast(({ vehicle }) => vehicle === guest)?.stopReason
  assert.deepEqual([stoppedBy('GUEST-01'), stoppedBy('GUEST-02')], ['local', 'local'])
  for (const visit of ledger) assert.ok(visit.socEnd <= 1 && visit.socEnd >= visit.socStart)
})

/** Ends when the last car has left and all is said. */
function oneDay(scenario: Scenario): Scenario {
  const { durationSeconds: _, ...clock } = scenario.clock
  return {
    ...scenario,
    clock,
    vehicles: scenario.vehicles.map((group) => ({ ...group, repeat: 'once' })),
    mishaps: scenario.mishaps.map((mishap) => ({ ...mishap, repeat: 'once' })),
  }
}

test('a scenario with the same seed is the same story, and with another one another', () => {
  const scenario = findScenario('bus-depot')
  const startMs = Date.parse('2026-03-02T15:30:00Z')
  assert.deepEqual(staysOfDay(scenario, startMs, 0), staysOfDay(scenario, startMs, 0))
  assert.notDeepEqual(staysOfDay(scenario, startMs, 0, 8), staysOfDay(scenario, startMs, 0))
  assert.notDeepEqual(staysOfDay(scenario, startMs, 1), staysOfDay(scenario, startMs, 0))
})

/** Plays a scenario against a server to its end. */
async function play(t: TestContext, scenario: Scenario, rate: number) {
  let clock = startClock({ start: clockStart(scenario), rate })
  let now = () => clock.now()
  const cards = staysOfDay(scenario, clock.mapping.start.epochMilliseconds, 0).map(({ card }) => card)
  const system = await startSystem(t, { tokens: [...new Set(cards)], env: fastEnv, now: () => now() })
  for (const group of scenario.chargers) {
    for (let index = 0; index < group.count; index++) {
      await system.addCharger(numbered(group.identity, (group.firstNumber ?? 1) + index), { evses: group.evses })
    }
  }
  // Adding the chargers took its time.
  clock = startClock({ start: clockStart(scenario), rate })
  const frames = frameCheck()
  const simulation = await startSimulation({
    scenario,
    url: system.url,
    passwordOf: (identity) => system.passwords.get(identity),
    clock,
    onEvent: (event) => {
      if (event.kind === 'frame') frames.see(event.charger, event.version, event.direction, event.text)
    },
  })
  t.after(() => simulation.stop())
  const alive = setInterval(() => {}, 1_000)
  await simulation.ended.finally(() => clearInterval(alive))
  frames.assertClean()

  // The clock stands still, or logins would run out between two requests.
  const end = clock.now()
  now = () => end
  const depot = await system.client()
  const records: any[] = (await depot.get('/v2/transactions?limit=100')).body
  const user = await logIn(system)
  const { items } = (await user.get('sessions')).body
  const details = await Promise.all(items.map(({ id }: { id: number }) => user.get(`sessions/${id}`)))
  const wireIds: string[] = details.map(({ body }) => body.wireId).sort()
  return { ledger: simulation.ledger(), records, wireIds, chargers: simulation.chargers }
}

/** Every session of the ledger is a record, charger by charger, with the same plug, card and energy; and no more. */
function assertSame(ledger: readonly Visit[], records: readonly any[]): void {
  const line = (...words: unknown[]) => words.join(' ')
  const received = ledger
    .filter(({ startedAt }) => startedAt !== null)
    .map(({ charger, evse, card, energyWh }) => line(charger, evse, card, energyWh))
  const recorded = records.map((one) => line(one.ChargerID, one.ConnectorID, one.Initiator, one.EnergyDelivered))
  assert.deepEqual(recorded.sort(), received.sort())
}
