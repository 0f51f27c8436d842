import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScenario } from '#simulator/scenario.ts'
import { meterOutages } from '#simulator/site/site-meters.ts'
import { planSite, usualSite } from '#simulator/site/site-plan.ts'
import { ancestorsIn } from '#simulator/site/start-site.ts'
import { unmanagedLoad } from '#simulator/site/unmanaged-load.ts'

const start = Temporal.Instant.from('2026-05-04T00:00:00Z')
const whole = (seed: number) => planSite({ ...usualSite, seed, start })
const small = (seed: number) => planSite({ ...usualSite, seed, start, hours: 0.5, ac: 8, dc: 2 })

test('the same seed plans the same site, another seed another one', () => {
  assert.deepEqual(whole(1), whole(1))
  assert.notDeepEqual(whole(1).scenario, whole(2).scenario)
})

test('a site has three levels with all chargers on boards, and room for everybody to fall back at the worst load', () => {
  for (const plan of [whole(1), small(1)]) {
    const above = ancestorsIn(plan)
    for (const { circuit } of plan.chargers) assert.equal(above.get(circuit)!.length, 3)
    for (const { name, ratedA } of plan.circuits) {
      const under = plan.chargers.filter((charger) => above.get(charger.circuit)!.includes(name))
      const fallbackA = under.reduce((sum, one) => sum + supplyA(one), 0)
      const worstA = plan.circuits
        .filter((circuit) => above.get(circuit.name)!.includes(name))
        .reduce((sum, { unmanagedA }) => sum + (unmanagedA?.[1] ?? 0), 0)
      const limitA = ratedA - Math.max(0.03 * ratedA, 1) - (worstA > 0 ? 0.05 * ratedA : 0)
      assert.ok(fallbackA + worstA <= limitA, `${name}: ${fallbackA} + ${worstA} > ${limitA}`)
    }
  }
})

test('every trouble is there in a small site too, and none in an ideal one, whose vehicles come all the same', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const plan = small(seed)
    const has = (what: string) => plan.chargers.filter(({ misbehaviour }) => what in misbehaviour).length
    for (const what of ['ignoresProfiles', 'ignoresProfileEnd', 'clockOffsetSeconds', 'reportedPhases']) {
      assert.equal(has(what), 1, what)
    }
    assert.ok(plan.scenario.mishaps.some(({ kind }) => kind === 'offline'))
    assert.equal(meterOutages(plan).length, 2)

    const ideal = planSite({ ...plan, isIdeal: true })
    assert.deepEqual(ideal.scenario.mishaps, [])
    assert.ok(ideal.chargers.every(({ misbehaviour }) => Object.keys(misbehaviour).length === 0))
    const stays = ({ scenario }: typeof plan) =>
      scenario.vehicles.map(({ name, arrives, leaves }) => [name, arrives, leaves])
    assert.deepEqual(stays(ideal), stays(plan))
  }
})

test('vehicles never share a place, and what is planned is a scenario', () => {
  const plan = small(3)
  readScenario({ ...plan.scenario, vehicles: plan.scenario.vehicles.slice(0, 100) })
  for (const { identity } of whole(5).chargers) {
    const stays = whole(5).scenario.vehicles.filter(({ charger }) => charger === identity)
    const seconds = (moment: string) => Number(moment.slice(2, -1))
    stays.forEach(({ arrives }, index) => {
      if (index > 0) assert.ok(seconds(arrives.from) > seconds(stays[index - 1]!.leaves.to))
    })
  }
})

test('a load jumps by up to its largest step and stays in its range', () => {
  const fromMs = start.epochMilliseconds
  const options = { seed: 1, name: 'main', fromMs, toMs: fromMs + 86_400_000, meanStepMinutes: 12, noise: 0.01 }
  const load = unmanagedLoad({ ...options, rangeA: [20, 300], largestStepA: 200 })
  let former = load(fromMs)
  let largest = 0
  for (let second = 0; second < 86_400; second += 5) {
    const amps = load(fromMs + second * 1_000)
    for (const phase of ['L1', 'L2', 'L3'] as const) {
      assert.ok(amps[phase] >= 20 && amps[phase] <= 300)
      largest = Math.max(largest, Math.abs(amps[phase] - former[phase]))
    }
    former = amps
  }
  assert.ok(largest > 100 && largest < 270, String(largest))
  assert.deepEqual(load(fromMs + 4_000_000), load(fromMs + 4_000_000))
})

function supplyA({ current, fallback, efficiency, standbyW }: ReturnType<typeof whole>['chargers'][number]): number {
  return current === 'AC' ? fallback : (fallback / efficiency + standbyW) / 690
}
