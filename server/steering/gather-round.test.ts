import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitSource } from '#core/circuits/limit.ts'
import { type MeterState, unheard } from '#core/circuits/meters/judge-sample.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import { siteDefaults } from '#core/circuits/site.ts'
import { charger, circuit, site } from '../../test/circuits/site-model.ts'
import { wattsAhead } from './forecast-load.ts'
import { type Gathering, gatherRound } from './gather-round.ts'
import { SiteAccounts } from './site-accounts.ts'
import { sitePower } from './site-power.ts'
import { sourceOf } from './source-of-row.ts'

const now = Temporal.Instant.from('2026-03-01T20:00:00Z')
const nowMs = now.epochMilliseconds
const circuitId = 1

/** Three chargers that fall back to 6 A each, on a fuse of 40 A with a meter; nobody charges. */
function gathered({ state, sources = [], over = {} }: Asked) {
  const supplies = [charger(5, circuitId, {}), charger(6, circuitId, {}), charger(7, circuitId, {})]
  const topology = site([circuit(circuitId, { ratedA: 40, ...over })], supplies)
  const meter = { id: 9, circuitId, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } } as const
  const inputs = {
    site: {
      ...{ id: 1, publicId: 's', name: 'Site', timeZone: 'UTC', currency: null, isLive: true },
      settings: siteDefaults,
    },
    ...{ topology, rows: rowsOf(topology), sources, prices: [], requests: [], heard: new Map(), meters: [meter] },
    ...{ usualRise: new Map(), vehicles: new Map() },
  } as unknown as Gathering['inputs']
  const picture: Gathering['picture'] = { charger: () => undefined, drawn: () => null, drawnLately: () => [] }
  const accounts = new SiteAccounts()
  accounts.takeTopology(inputs, picture, [], nowMs)
  const round = gatherRound({
    ...{ cause: 'period', inputs, picture, accounts, plan: null, recentRaises: [], contractW: new Map(), nowMs, now },
    meters: { state: () => state },
  })
  return { ...round, inputs }
}

type Asked = { state: MeterState; sources?: LimitSource[]; over?: Parameters<typeof circuit>[1] }

const leftOn = ({ input }: ReturnType<typeof gathered>, id: string) => {
  const row = input.rows.find((one) => one.id === id)!
  return { left: Math.round((row.limit - row.base) * 10) / 10, reason: row.reason, boundBy: row.boundBy }
}

const cap: LimitSource = {
  ...{ id: 3, circuitId, kind: 'operator', name: 'hand', unit: 'A', author: 'person:anna', reason: null, lease: null },
  ...{ intervals: [{ from: now.subtract({ hours: 1 }), to: null, value: 24 }], writtenAt: now },
}

test('a silent meter leaves the fallbacks below fuse and contract, and is what binds', () => {
  const lost = gathered({ state: unheard, over: { contractW: 15_000 } })
  const bound = { reason: 'meter_fallback', boundBy: 'meter9' }
  assert.deepEqual(leftOn(lost, 'c1/L1'), { left: 18, ...bound })
  assert.deepEqual(leftOn(lost, 'c1/W'), { left: 3 * 6 * 690, ...bound })
})

test('a silent meter and a lower limit for a time: what others may draw under it counts in full', () => {
  // 40 A less the margin and the fallbacks may be drawn beside: 20.8 of the 24 A.
  assert.equal(leftOn(gathered({ state: unheard, sources: [cap] }), 'c1/L1').left, 3.2)
  const assumed = [{ from: '00:00', amps: { L1: 2, L2: 2, L3: 2 } }]
  assert.equal(leftOn(gathered({ state: unheard, sources: [cap], over: { assumed } }), 'c1/L1').left, 22)
})

test('the meter is shown as what makes the limit while it is not believed, with what it leaves', () => {
  const lost = gathered({ state: unheard, sources: [cap] })
  const shown = (from: ReturnType<typeof gathered>) =>
    sourceOf(from.input.rows.find(({ id }) => id === 'c1/L1')!, from.limits.get('c1/L1')!)
  const { kind, id, author, value } = shown(lost)
  assert.deepEqual([kind, id, author, Math.round(value * 10)], ['meter-loss', 'meter9', null, 32])
  const state = { ...unheard, condition: 'good', good: sampleOf(5, 5, 5) } as MeterState
  assert.deepEqual([shown(gathered({ state, sources: [cap] })).kind], ['operator'])
})

test('all of a fuse that is kept free for want of a measurement is nobody’s draw, what is assumed or measured is', () => {
  const drawn = (asked: Asked) => {
    const round = gathered(asked)
    const ahead = { inputs: round.inputs, gathered: round, profiles: new Map() }
    return [sitePower(round.inputs, round, now).powerW, wattsAhead(ahead, now, true)]
  }
  assert.deepEqual(drawn({ state: unheard }), [0, 0])
  const assumed = [{ from: '00:00', amps: { L1: 2, L2: 2, L3: 2 } }]
  assert.deepEqual(drawn({ state: unheard, over: { assumed } }), [1_380, 1_380])
  const state = { ...unheard, condition: 'good', good: sampleOf(1, 2, 3) } as MeterState
  assert.deepEqual(drawn({ state }), [1_380, 1_380])
})

test('phases that lie too far apart by the meter are in excess only when that has lasted', () => {
  const state = { ...unheard, condition: 'good', good: sampleOf(30, 5, 5) } as MeterState
  const first = gathered({ state, over: { unbalanceA: 20 } })
  assert.equal(first.unevenSince.get('c1/L1-L2'), nowMs)
  assert.equal(first.unevenSince.has('c1/L2-L3'), false)
  assert.ok(first.exceeded.every(({ row }) => !row.includes('-')))
})

function sampleOf(L1: number, L2: number, L3: number): MeterState['good'] {
  return { meterId: 9, at: now, amps: { L1, L2, L3 }, powerW: null }
}
