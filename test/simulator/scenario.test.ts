import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startClock } from '#simulator/clock.ts'
import type { Visit } from '#simulator/ledger.ts'
import { numbered, type Scenario } from '#simulator/scenario.ts'
import { clockStart } from '#simulator/scenario-clock.ts'
import { findScenario } from '#simulator/scenarios/scenarios.ts'
import { startSimulation } from '#simulator/simulation.ts'
import { staysOfDay } from '#simulator/timetable.ts'
import { fastEnv, frameCheck } from '../support/simulated-site.ts'
import { startSystem } from '../support/system.ts'

test('single-charger: the car that comes is in the records with what it received', async (t) => {
  const { ledger, records } = await play(t, findScenario('single-charger'), 3_600)
  assert.equal(ledger.length, 1)
  assert.ok(ledger[0]!.energyWh > 5_000)
  assertSame(ledger, records)
})

test('bus-depot: a night of 32 chargers, with its mishaps, ends in the same energy on both sides', async (t) => {
  const scenario = findScenario('bus-depot')
  // Until the last has left, the next afternoon not begun.
  const night = { ...scenario, clock: { ...scenario.clock, durationSeconds: 16 * 3_600 } }
  const { ledger, records, chargers } = await play(t, night, 1_800)

  assertSame(ledger, records)
  const of = (vehicle: string) => ledger.filter((visit) => visit.vehicle === vehicle)
  assert.equal(new Set(ledger.map(({ vehicle }) => vehicle)).size, 32)
  assert.equal(chargers.filter(({ version }) => version === '1.6').length, 16)
  const [lost, right] = of('BUS-09')
  assert.deepEqual([lost?.refused, lost?.energyWh, lost?.card], [true, 0, 'LOST-CARD'])
  assert.ok(right!.energyWh > 50_000)
  const overheated = of('BUS-14').map(({ stopReason }) => stopReason)
  if (of('BUS-14')[0]!.startedAt!.toString() < overheatsAt(scenario)) assert.equal(overheated[0], 'fault')
  assert.equal(of('NIGHT-CAR-08')[0]!.stopReason, 'power-loss')
  for (const visit of ledger) assert.ok(visit.socEnd <= 1 && visit.socEnd >= visit.socStart)
})

function overheatsAt(scenario: Scenario): string {
  return clockStart(scenario).add({ hours: 7 }).toString()
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
  const cards = staysOfDay(scenario, clock.mapping.start.epochMilliseconds, 0).map(({ card }) => card)
  const system = await startSystem(t, { tokens: [...new Set(cards)], env: fastEnv, now: () => clock.now() })
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

  const depot = await system.client()
  const records: any[] = (await depot.get('/v2/transactions?pageSize=100')).body
  return { ledger: simulation.ledger(), records, chargers: simulation.chargers }
}

/** Every session of the ledger is a record, charger by charger, with the same card and energy; and no more. */
function assertSame(ledger: readonly Visit[], records: readonly any[]): void {
  const line = (charger: string, card: string, energyWh: number) => `${charger} ${card} ${energyWh}`
  const received = ledger
    .filter(({ startedAt }) => startedAt !== null)
    .map(({ charger, card, energyWh }) => line(charger, card, energyWh))
  const recorded = records.map((one) => line(one.ChargerID, one.Initiator, one.EnergyDelivered))
  assert.deepEqual(recorded.sort(), received.sort())
}
