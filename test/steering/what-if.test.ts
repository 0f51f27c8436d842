import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circuitDefaults } from '#core/circuits/change-circuit.ts'
import type { Circuit, SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import { supplyOfEvse } from '#core/circuits/usual-supply.ts'
import { type AskedCap, whatIf } from '#core/steering/what-if.ts'
import { roundOfSite } from '../support/round-of-site.ts'

const at = Temporal.Instant.from('2026-11-20T12:00:00Z')

test('a lower cap takes from each, and names who would be late', () => {
  const [urgent, calm] = ask({ value: 12, unit: 'A' })
  assert.deepEqual([urgent!.granted, calm!.granted], [32, 28])
  assert.equal(urgent!.wouldBeGranted + calm!.wouldBeGranted, 12)
  assert.deepEqual([urgent!.isLate, urgent!.wouldBeLate], [false, true])
  assert.deepEqual([calm!.isLate, calm!.wouldBeLate], [false, false])
  assert.equal(urgent!.reason, 'operator_limit')
})

test('a cap in W counts where nothing limited the power until now', () => {
  assert.equal(sharedOut(ask({ value: 3 * 230 * 20, unit: 'W' })), 20)
})

test('another cap takes the place of the one that there is, and never goes above what others limit', () => {
  assert.equal(sharedOut(ask({ value: 40, unit: 'A' }, { replacing: true })), 40)
  assert.equal(sharedOut(ask({ value: 40, unit: 'A' }, { replacing: false })), 23)
  assert.equal(sharedOut(ask({ value: 500, unit: 'A' }, { replacing: true })), 60)
})

/** Two vehicles below a fuse of 63 A: one has to have two of the next five hours, the other half an hour of twelve. */
function ask(asked: Omit<AskedCap, 'circuitId'>, { replacing }: { replacing?: boolean } = {}) {
  const sources = replacing === undefined ? [] : [handCap]
  const stays = [
    { evseId: '1/1', sessionId: '1', needHours: 2, inHours: 5 },
    { evseId: '2/1', sessionId: '2', needHours: 0.5, inHours: 12 },
  ]
  const input = roundOfSite(topology, stays, { at, sources })
  const given = { topology, sources, replaced: replacing ? handCap : null, cap: { circuitId: 1, ...asked } }
  for (const steps = whatIf(input, given); ; ) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function sharedOut(sessions: ReturnType<typeof ask>): number {
  return sessions.reduce((amps, { wouldBeGranted }) => amps + wouldBeGranted, 0)
}

const main: Circuit = {
  ...circuitDefaults,
  ...{ id: 1, publicId: 'main', siteId: 1, name: 'Main', ratedA: 63, leastMarginA: 3, etag: 1 },
}

const topology: SiteTopology = {
  circuits: [main],
  chargers: [1, 2].map((chargerId) => {
    const nothingTold = { kind: null, maxA: null, maxW: null, phases: null }
    const evses = [supplyOfEvse({ evse: 1 }, nothingTold, main)!]
    return { chargerId, identity: `BOX-${chargerId}`, circuitId: 1, maxA: null, maxW: null, weight: 1, klass: 0, evses }
  }),
}

const handCap: LimitSource = {
  ...{ id: 9, circuitId: 1, kind: 'operator', name: 'by hand', unit: 'A', author: 'anna', reason: null, lease: null },
  ...{ writtenAt: at, intervals: [{ from: at, to: null, value: 23 }] },
}
