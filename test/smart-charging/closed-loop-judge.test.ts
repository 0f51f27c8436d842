import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEvse } from '#simulator/evse.ts'
import { planSite, usualSite } from '#simulator/site/site-plan.ts'
import { ancestorsIn, type SiteFlows } from '#simulator/site/start-site.ts'
import type { SteeringSight } from '../../bench/smart-charging/closed-loop/steering-sight.ts'
import { tightLines } from '../../bench/smart-charging/closed-loop/tight-lines.ts'
import { watchExcess } from '../../bench/smart-charging/closed-loop/watch-excess.ts'
import { watchPromises } from '../../bench/smart-charging/closed-loop/watch-promises.ts'
import { watchSetPoints } from '../../bench/smart-charging/closed-loop/watch-set-points.ts'
import { watchStops } from '../../bench/smart-charging/closed-loop/watch-stops.ts'

const start = Temporal.Instant.from('2026-05-04T00:00:00Z')
const plan = planSite({ ...usualSite, seed: 1, start, hours: 0.5, ac: 8, dc: 2, isIdeal: true })
const above = ancestorsIn(plan)
const ratedA = plan.circuits[0]!.ratedA
const [first, second] = plan.chargers

/** The site at a second: an unmanaged load on the grid connection, and what the first charger draws of it. */
type Load = { unmanaged?: number; drawn?: number; offered?: number; session?: boolean; ignores?: boolean }

function flows(
  second: number,
  { unmanaged = 0, drawn = 0, offered = drawn, session = true, ignores = false }: Load = {},
) {
  const phases = (amps: number) => ({ L1: amps, L2: amps, L3: amps })
  const evse = createEvse(1, { maxPowerW: 22_080, current: 'AC', phases: 3, voltageV: 230, registerWh: 0 })
  evse.offeredW = offered * 690
  if (session) evse.session = { id: 'S-1', isSuspended: false } as never
  const planned = { ...first!, misbehaviour: ignores ? { ignoresProfiles: true } : {} }
  const circuits = plan.circuits.map(({ name, ratedA }) => {
    const ours = above.get(first!.circuit)!.includes(name) ? drawn : 0
    const others = name === 'main' ? unmanaged : 0
    // Only the grid connection is looked at.
    const rated = name === 'main' ? ratedA : 1_000
    return { name, ratedA: rated, total: phases(others + ours), unmanaged: phases(others) }
  })
  const atMs = start.epochMilliseconds + second * 1_000
  return { atMs, circuits, chargers: [{ planned, evse, amps: phases(drawn), isOnline: true }] } as SiteFlows
}

function excessOf(seconds: number, at: (second: number) => Load) {
  const watch = watchExcess()
  for (let second = 0; second <= seconds; second++) watch.see(flows(second, at(second)), above)
  return watch.report()
}

test('more than a fuse is rated for, granted on top of a load that was there, is our own excess', () => {
  const report = excessOf(200, (second) => ({ unmanaged: ratedA - 20, drawn: second < 100 || second >= 110 ? 16 : 32 }))
  // All three phases, for ten seconds.
  assert.equal(report.ownSeconds, 30)
  assert.equal(report.ownLargestA, 12)
})

test('a jump of what is not ours is no excess of ours if it has ended within a minute', () => {
  const report = excessOf(200, (second) => ({
    unmanaged: second < 100 ? ratedA - 40 : ratedA - 5,
    drawn: second < 115 ? 32 : 0,
  }))
  assert.equal(report.ownSeconds, 0)
  assert.deepEqual(report.unmanagedSeconds, [15, 15, 15])
})

test('a jump that is not answered within a minute is ours', () => {
  const report = excessOf(200, (second) => ({ unmanaged: second < 100 ? ratedA - 40 : ratedA - 5, drawn: 32 }))
  assert.ok(report.ownSeconds > 100)
  assert.equal(report.unmanagedSeconds.length, 3)
})

test('the draw of a charger that ignores what it accepts is not ours, but what others draw beside it is', () => {
  const alone = excessOf(200, () => ({ unmanaged: ratedA - 20, drawn: 32, ignores: true }))
  assert.equal(alone.ownSeconds, 0)
  assert.ok(Math.min(...alone.unmanagedSeconds) >= 200)
})

type Row = { limit?: number; base?: number; committed?: number }

function sight(
  { limit = 100, base = 50, committed = 60 }: Row,
  grants: [cap: number, granted: number][],
): SteeringSight {
  return {
    rows: [{ id: 'main L1', circuit: 'main', kind: 'current', limit, base, committed }],
    places: grants.map(([cap, granted], index) => ({
      identity: [first!, second!][index]!.identity,
      cap,
      granted,
      isSteered: true,
    })),
  }
}

test('a raise that commits a row above its limit is a violation; a load that rises, or a charger that is lost, is none', () => {
  const violations = (before: SteeringSight, after: SteeringSight) => {
    const watch = watchPromises(above)
    watch.see(before, flows(0))
    watch.see(after, flows(1))
    return watch.report().committedViolations
  }
  const before = sight({}, [[10, 10]])
  assert.equal(violations(before, sight({ committed: 101 }, [[51, 51]])), 1)
  assert.equal(violations(before, sight({ committed: 99 }, [[49, 49]])), 0)
  assert.equal(violations(before, sight({ base: 95, committed: 105 }, [[10, 10]])), 0)
  assert.equal(violations(before, sight({ limit: 40 }, [[10, 10]])), 0)
  assert.equal(violations(before, sight({ committed: 101 }, [[51, 10]])), 0)
})

test('a charger that may follow more than is reserved for it is found, if it is more than a message on its way', () => {
  for (const [seconds, found] of [
    [20, 0],
    [40, 1],
    [400, 1],
  ] as const) {
    const watch = watchPromises(above)
    for (let second = 0; second < seconds; second++) {
      watch.see(sight({}, [[10, 10]]), flows(second, { drawn: 8, offered: 16 }))
    }
    assert.equal(watch.report().capsBelowTruth, found, `${seconds} s`)
  }
})

test('set-points are counted when they change, in every version, and defaults are not', () => {
  const watch = watchSetPoints()
  const see = (payload: object) => {
    const text = JSON.stringify([2, 'id', 'SetChargingProfile', payload])
    watch.see({ kind: 'frame', charger: 'AC-01', version: '1.6', direction: 'in', text })
  }
  const schedule = (limit: number) => ({ chargingSchedulePeriod: [{ startPeriod: 0, limit }] })
  const of16 = (limit: number, chargingProfilePurpose = 'TxProfile') =>
    see({ csChargingProfiles: { chargingProfilePurpose, transactionId: 7, chargingSchedule: schedule(limit) } })
  const of201 = (limit: number) => {
    const chargingProfile = {
      chargingProfilePurpose: 'TxProfile',
      transactionId: 'T-1',
      chargingSchedule: [schedule(limit)],
    }
    see({ evseId: 1, chargingProfile })
  }
  of16(6)
  of16(6)
  of16(10)
  of16(16, 'TxDefaultProfile')
  of201(10)
  of201(6)
  assert.equal(watch.count, 4)
})

test('a pause with room for everybody is one too many; without room it is needed, and so is one while meters are silent', () => {
  const circuits = plan.circuits.map((one) =>
    one.name === 'main' ? { ...one, unmanagedA: [0, ratedA] as const } : one,
  )
  const extraStops = (unmanaged: number, areMetersSilent = false) => {
    const watch = watchStops({ ...plan, circuits }, above)
    for (let second = 0; second < 30; second++) {
      watch.see(flows(second, { unmanaged, offered: second % 10 < 5 ? 10 : 0 }), { areMetersSilent })
    }
    return watch.report().extraStops
  }
  assert.equal(extraStops(10), 3)
  assert.equal(extraStops(ratedA - 5), 0)
  assert.equal(extraStops(10, true), 0)
})

test('what has to be kept free makes a pause needed: the margin, a rise of the load, and whoever goes by nothing', () => {
  const metered = new Set(['main'])
  const tight = (unmanaged: number, load: Load = {}) =>
    tightLines(flows(0, { unmanaged, ...load }), { above, worstA: new Map(), metered, isBlind: false }).has('main L1')
  const usable = ratedA - 0.03 * ratedA - 0.05 * ratedA
  assert.equal(tight(usable - first!.least - 0.1), false)
  assert.equal(tight(usable - first!.least + 0.1), true)
  assert.equal(tight(usable - first!.least - 0.1, { ignores: true }), true)
  assert.equal(tight(usable - first!.maxA - 0.1, { ignores: true }), false)
  // The next vehicle begins by itself.
  assert.equal(tight(usable - first!.fallback + 0.1, { session: false }), true)
})
