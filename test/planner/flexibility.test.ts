import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activationOutcome, deliveredPerMinute, type OrderedPower, windowsOf } from '#core/planner/activation.ts'
import { firmOffer, largestReduction } from '#core/planner/firm-offer.ts'
import { envelopeOf } from '#core/planner/flexibility-envelope.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import type { PlanInput } from '#core/planner/plan-input.ts'
import { openHighs } from '../../server/planner/solve-with-highs.ts'
import { during, hourS, site, startS, vehicle } from './site.ts'

const solve = await openHighs(20)
const plan = (input: PlanInput) => planByProgramme(input, solve)
const near = (actual: number, expected: number, within = 20) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

function ordered({
  fromS = startS + hourS,
  toS = startS + 3 * hourS,
  rampS = 0,
  lowW = null as number | null,
  highW = 20_000,
}): OrderedPower {
  return { id: 'order-1', fromS, toS, rampS, targets: [{ fromS, toS, lowW, highW }] }
}
const order = ordered({})
const twoBuses = [vehicle('a', { needFullWh: 200_000 }), vehicle('b', { needFullWh: 200_000 })]

function activated(input: PlanInput, activation: OrderedPower, gridW: number, nowS = startS) {
  const peakBeforeW = plan(input).peakW
  const windows = windowsOf(activation, { nowS, gridW, peakBeforeW, reboundUntilS: startS + 10 * hourS })
  const withOrder = { ...input, windows }
  const made = plan(withOrder)
  return { made, peakBeforeW, outcome: activationOutcome(made, withOrder, activation) }
}

test('an ordered reduction is delivered in full, and what was put off does not make a new peak', () => {
  const input = site(twoBuses, { peak: { soFarW: 0, pricePerKw: 0 } })
  const { made, peakBeforeW, outcome } = activated(input, order, 200_000)
  assert.deepEqual(outcome, { status: 'full' })
  for (let at = 4; at < 12; at++) assert.ok(made.gridW[at]! <= 20_050)
  assert.ok(made.peakW <= peakBeforeW + 50)
  assert.ok(made.vehicles.every(({ forecast }) => forecast.missingFullWh === 0))
})

test('an activation that comes in the middle of a ramp goes on from the power the site has', () => {
  const ramped = ordered({ fromS: startS - 300, rampS: 1500 })
  const windows = windowsOf(ramped, {
    nowS: startS,
    gridW: 140_000,
    peakBeforeW: 200_000,
    reboundUntilS: startS + 10 * hourS,
  })
  const ramp = windows.filter(({ toS }) => toS <= startS + 1200)
  assert.deepEqual(
    ramp.map(({ fromS, highW }) => [fromS - startS, highW]),
    [
      [0, 125_000],
      [300, 95_000],
      [600, 65_000],
      [900, 35_000],
    ],
  )
  assert.deepEqual(windows.at(-2), {
    id: 'order-1',
    fromS: startS + 1200,
    toS: startS + 3 * hourS,
    lowW: null,
    highW: 20_000,
  })
  assert.equal(windows.at(-1)!.highW, 200_000)
})

test('a site that already draws less than ordered has no ramp to go', () => {
  const windows = windowsOf(ordered({ rampS: 900 }), { nowS: startS, gridW: 0, peakBeforeW: 1, reboundUntilS: startS })
  assert.deepEqual(windows, [{ id: 'order-1', fromS: order.fromS, toS: order.toS, lowW: null, highW: 20_000 }])
})

test('a limit of the grid operator outranks an activation that asks for more, and the delivery is partial because of it', () => {
  const target = ordered({ lowW: 150_000, highW: 150_000 })
  const input = site(twoBuses)
  const curtailed = {
    id: 'grid-operator',
    kind: 'power',
    limit: during(1, 3, 60_000, 300_000),
    base: during(0, 0, 0, 0),
  } as const
  const vehicles = twoBuses.map((one) => ({ ...one, coeff: [...one.coeff, { row: 'grid-operator', re: 1 }] }))
  const { made, outcome } = activated({ ...input, vehicles, rows: [...input.rows, curtailed] }, target, 150_000)

  for (let at = 4; at < 12; at++) assert.ok(made.gridW[at]! <= 60_000)
  assert.equal(outcome.status, 'partial')
  assert.ok(outcome.status === 'partial' && outcome.reason === 'limit')
  assert.ok(
    outcome.status === 'partial' &&
      outcome.shortfalls.every(({ row, byW }) => row === 'grid-operator' && byW === -90_000),
  )
})

test('an activation yields to minimum targets and reports what it cannot deliver, but goes before full targets', () => {
  const leaving = { departsAtS: startS + 3 * hourS, needMinWh: 150_000, needFullWh: 250_000 }
  const { made, outcome } = activated(site([vehicle('bus', leaving)]), order, 100_000)
  const { forecast } = made.vehicles[0]!
  assert.equal(forecast.missingMinWh, 0)
  near(forecast.missingFullWh, 100_000, 200)
  assert.ok(outcome.status === 'partial' && outcome.reason === 'minimum_targets')
  const missedWh = outcome.status === 'partial' ? outcome.shortfalls.reduce((sum, { byW }) => sum + byW / 4, 0) : 0
  near(missedWh, 10_000, 200)
})

test('an activation that asks for more than anybody there can take is partial for want of demand', () => {
  const { outcome } = activated(
    site([vehicle('bus', { needFullWh: 10_000 })]),
    ordered({ lowW: 80_000, highW: 80_000 }),
    0,
  )
  assert.ok(outcome.status === 'partial' && outcome.reason === 'no_demand')
})

test('the envelope is the least and the most a site can draw without costing a departure', () => {
  const input = site([vehicle('bus', { needFullWh: 300_000, departsAtS: startS + 4 * hourS })], {
    limitW: 90_000,
    quarters: 16,
  })
  const envelope = envelopeOf(input, solve)
  near(envelope.highestW[0]!, 90_000)
  near(envelope.lowestW[0]!, 0)
  near(envelope.earliestWh[3]!, 90_000)
  near(envelope.latestWh[3]!, 30_000)
  near(envelope.earliestWh.at(-1)!, 300_000)
  near(envelope.latestWh.at(-1)!, 300_000)
  for (const at of input.blocks.keys()) assert.ok(envelope.earliestWh[at]! >= envelope.latestWh[at]! - 1)

  const tight = envelopeOf(
    site([vehicle('bus', { needFullWh: 400_000, departsAtS: startS + 4 * hourS })], { quarters: 16 }),
    solve,
  )
  assert.ok(tight.lowestW.every((power) => Math.abs(power - 100_000) < 20))
})

test('a firm offer is what can be held for its whole time, and is kept when it is called', () => {
  // 4 hours for 200 kWh: planned at once, at 100 kW for two hours.
  const input = site([vehicle('bus', { needFullWh: 200_000, departsAtS: startS + 4 * hourS })], { quarters: 16 })
  const baseline = plan(input)
  const span = { fromS: startS, toS: startS + 2 * hourS }
  const offered = firmOffer([largestReduction(input, baseline, span, solve)])
  assert.equal(offered, 100_000)

  const whole = firmOffer([largestReduction(input, baseline, { ...span, toS: startS + 4 * hourS }, solve)])
  assert.equal(whole, 0)

  const called = activated(input, ordered({ ...span, highW: 0 }), 0)
  assert.deepEqual(called.outcome, { status: 'full' })
  assert.equal(called.made.vehicles[0]!.forecast.missingFullWh, 0)
})

test('what is offered is what all but the worst twentieth of the sampled nights can hold, rounded down', () => {
  const nights = Array.from({ length: 40 }, (_, at) => 50_900 + at)
  assert.equal(firmOffer([...nights.slice(2), 100, 200]), 50_000)
  assert.equal(firmOffer([...nights.slice(3), 100, 200, 300]), 0)
  assert.equal(firmOffer([]), 0)
})

test('the report of a delivery tells each minute, and does not make up the minutes without a measurement', () => {
  const baseline = { blocks: [{ startS: 0, endS: 900 }], gridW: [100_000] }
  const measured = [
    { atS: 0, powerW: 60_000 },
    { atS: 30, powerW: 40_000 },
    { atS: 120, powerW: 20_000 },
  ]
  assert.deepEqual(deliveredPerMinute(baseline, measured, { fromS: 0, toS: 180 }), [
    { fromS: 0, baselineW: 100_000, measuredW: 50_000, deliveredW: 50_000 },
    { fromS: 60, baselineW: 100_000, measuredW: null, deliveredW: null },
    { fromS: 120, baselineW: 100_000, measuredW: 20_000, deliveredW: 80_000 },
  ])
})
