import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circuitDefaults } from '#core/circuits/change-circuit.ts'
import type { Circuit, SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import { supplyOfEvse } from '#core/circuits/usual-supply.ts'
import { newAccount } from '#core/steering/account.ts'
import { calmAtFirst } from '#core/steering/calm-state.ts'
import type { PlaceView, RowView, SiteView } from '#core/steering/site-view.ts'
import { namesOfBindings } from './name-of-binding.ts'
import { gridOf, viewSiteCharger } from './view-site.ts'

const at = Temporal.Instant.from('2026-11-20T12:00:00Z')
const circuit = (more: Partial<Circuit>): Circuit => ({
  ...circuitDefaults,
  ...{ id: 1, publicId: 'main', siteId: 1, name: 'Main', etag: 1, ratedA: 63 },
  ...more,
})

const chargersOwn: Partial<RowView> = { id: 'charger5/W', kind: 'power', limit: 1, measured: 1 }

const gridCases: [
  what: string,
  rows: Partial<RowView>[],
  wiring: Circuit['wiring'],
  powerW: number | null,
  limitW: number | null,
][] = [
  ['the meter of the power', [{ kind: 'power', limit: 40_000, base: 5_000, measured: 21_000 }], 'star', 21_000, 40_000],
  ['the meters of the lines', lines({ limit: 60, base: 5, measured: 20 }), 'star', 13_800, 41_400],
  [
    'its own meters, and not those of a charger',
    [...lines({ limit: 60, measured: 20 }), chargersOwn],
    'star',
    13_800,
    41_400,
  ],
  ['lines of a delta', lines({ limit: 60, base: 5, measured: 20 }), 'delta', 7_205, 21_616],
  ['no meter: what is reckoned', lines({ limit: 60, base: 5, measured: null }), 'star', 3_450 + 16 * 690, 41_400],
  [
    'the lower of both limits',
    [{ kind: 'power', limit: 30_000, measured: 1 }, ...lines({ limit: 60 })],
    'star',
    1,
    30_000,
  ],
]

for (const [what, rows, wiring, powerW, limitW] of gridCases) {
  test(`what flows at the grid connection, by ${what}`, () => {
    const voltageV = wiring === 'delta' ? 208 : 230
    assert.deepEqual(gridOf(viewOf({ rows }), [circuit({ wiring, voltageV })]), { powerW, limitW })
  })
}

test('what is kept free because a meter was never heard is not shown as drawn; what somebody assumes is', () => {
  const meter = { meterId: 4, circuitId: 1, state: 'never', why: null, powerW: null, at: null } as const
  const view = viewOf({ rows: lines({ limit: 60, base: 50, measured: null }) })
  const silent = { ...view, meters: [{ ...meter, amps: { L1: null, L2: null, L3: null } }] }
  assert.equal(gridOf(silent, [circuit({})]).powerW, 16 * 690)
  const assumed = [{ from: '00:00', amps: { L1: 50, L2: 50, L3: 50 } }]
  assert.equal(gridOf(silent, [circuit({ assumed })]).powerW, 66 * 690)
})

test('an EVSE shows what it is granted, what it may be following, and by whom it is held back', () => {
  const main = circuit({})
  const evses = [supplyOfEvse({ evse: 1 }, { kind: null, maxA: null, maxW: null, phases: null }, main)!]
  const charger = { chargerId: 5, identity: 'BOX-5', circuitId: 1, maxA: null, maxW: null, weight: 1, klass: 0, evses }
  const topology: SiteTopology = { circuits: [main], chargers: [charger] }
  const limit: LimitSource = {
    ...{ id: 7, circuitId: 1, kind: 'operator', name: 'by hand', unit: 'A', author: 'person:anna', lease: null },
    ...{ reason: 'works on the cable', intervals: [], writtenAt: at },
  }
  const nameOf = namesOfBindings(topology, [limit], [{ id: 4, circuitId: 1 }])
  const seen = { view: viewOf({}), nameOf, reasons: new Map(), vehicles: new Map([[3, 'BUS-3']]) }
  const shown = viewSiteCharger(charger, seen)
  assert.deepEqual(
    [shown.online, shown.reconciled, shown.conduct, shown.fallbackVerified],
    [true, true, 'steerable', false],
  )
  const { sessionId, vehicle, granted, confirmed, cap, measured, boundByName, unit } = shown.evses[0]!
  assert.deepEqual([sessionId, vehicle, granted, confirmed, cap, measured, unit], [3, 'BUS-3', 10, 16, 16, 16, 'A'])
  assert.equal(boundByName, 'anna: works on the cable')
  const others = [
    'c1/L2',
    'c1/W',
    'c1/contract',
    'charger5',
    'charger:5',
    '5/1',
    'meter4',
    'meter9',
    'c9/L1',
    null,
  ].map(nameOf)
  assert.deepEqual(others, [
    'Main L2',
    'Main',
    'Main contract',
    'BOX-5',
    'BOX-5',
    'BOX-5 / 1',
    'Main',
    'meter9',
    'c9/L1',
    null,
  ])

  const elsewhere = viewSiteCharger(charger, { ...seen, view: null })
  assert.deepEqual([elsewhere.online, elsewhere.evses[0]!.place, elsewhere.evses[0]!.pending], [null, null, []])
})

function lines(row: Partial<RowView>): Partial<RowView>[] {
  return (['L1', 'L2', 'L3'] as const).map((phase) => ({
    measured: null,
    ...row,
    id: `c1/${phase}`,
    kind: 'current',
    phase,
  }))
}

function viewOf({ rows = [] }: { rows?: Partial<RowView>[] }): SiteView {
  const hardware = {
    chargerId: 5,
    evse: 1,
    unit: 'A',
    max: 32,
    fallback: 6,
    fallbackVerified: true,
    obeysLease: true,
  } as const
  const nowMs = at.epochMilliseconds
  const place: PlaceView = {
    account: {
      ...newAccount(hardware, nowMs),
      link: { online: true, sinceMs: nowMs, reconciled: true },
      confirmed: { grantId: 1, value: 16, untilMs: nowMs + 1000, sinceMs: nowMs },
      measured: { value: 16, atMs: nowMs },
    },
    ...{ calm: calmAtFirst, wattsPerUnit: 690, sessionId: 3, cap: 16, granted: 10, laxityHours: 1, departsAt: at },
    ...{ reason: 'operator_limit', boundBy: 'limit7', assumed: [], startsAt: null },
  }
  return {
    ...{ siteId: 1, at, fence: 1, meters: [], places: [place], lastRound: null },
    rows: rows.map((row) => ({ circuitId: 1, base: 0, committed: 0, id: 'c1/W', phase: null, ...row }) as RowView),
    planner: { state: 'none', source: null, madeAt: null },
  }
}
