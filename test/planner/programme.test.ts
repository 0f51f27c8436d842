import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { followReadiness } from '#core/planner/follow-readiness.ts'
import { planGreedily } from '#core/planner/greedy.ts'
import type { Plan } from '#core/planner/plan.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import { hoursOf, type PlanInput } from '#core/planner/plan-input.ts'
import { depotLimits, depotScenario } from '../../bench/smart-charging/depot-scenario.ts'
import { openHighs } from '../../server/planner/solve-with-highs.ts'
import { randomSite } from './random-site.ts'
import { during, energyBetween, hourS, site, startS, vehicle } from './site.ts'

const solve = await openHighs(20)
const plan = (input: PlanInput) => planByProgramme(input, solve)
const makers = [
  ['the programme', plan],
  ['the fall-back', planGreedily],
] as const

for (const [name, make] of makers) {
  test(`whatever the site, ${name} keeps every row, every need and every stay`, () => {
    fc.assert(
      fc.property(randomSite, (input) => {
        const made = make(input)
        assertKept(input, made)
        assert.deepEqual(make(input), made)
      }),
      { numRuns: 100 },
    )
  })

  test(`with ${name} a vehicle alone gets its full target, whatever energy costs`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.1, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 1, max: 700_000 }),
        fc.constantFrom(0, 1, 100),
        (price, needFullWh, pricePerKw) => {
          const input = site([vehicle('bus', { needFullWh })], { price, peak: { soFarW: 0, pricePerKw } })
          const { forecast } = make(input).vehicles[0]!
          assert.equal(forecast.missingFullWh, 0)
          assert.ok(forecast.fullAtS !== null && forecast.fullAtS <= startS + 8 * hourS)
        },
      ),
      { numRuns: 60 },
    )
  })

  test(`${name} serves minimum targets of all before full targets of a higher class`, () => {
    const staying = { departsAtS: startS + 2 * hourS, needMinWh: 50_000, needFullWh: 100_000 }
    const made = make(
      site([vehicle('high', { ...staying, klass: 2 }), vehicle('low', { ...staying, klass: 1 })], { limitW: 60_000 }),
    )
    const missing = made.vehicles.map(({ forecast }) => [forecast.missingMinWh, forecast.missingFullWh])
    assert.deepEqual(missing, [
      [0, 30_000],
      [0, 50_000],
    ])
  })
}

test('energy comes when it is cheapest, but not in the half hour before departure', () => {
  const price = during(6, 8, 0.1, 0.3)
  const made = plan(site([vehicle('bus', { needFullWh: 180_000 })], { price }))
  const { powerW, bounds } = made.vehicles[0]!
  assert.ok(Math.abs(energyBetween(powerW, 6, 7.5) - 150_000) < 10)
  assert.equal(Math.round(energyBetween(powerW, 7.5, 8)), 0)
  assert.equal(bounds.hiReason, 'price_wait')
})

test('a vehicle that waits for a better price is told so, and is not held back when it would come too close', () => {
  const price = during(0, 4, 0.4, 0.1)
  const early = plan(site([vehicle('bus', { needFullWh: 60_000 })], { price }))
  assert.deepEqual(early.vehicles[0]!.bounds, { loW: 0, hiW: 0, hiReason: 'price_wait', hiBoundBy: null })

  const late = site([vehicle('bus', { needFullWh: 345_000, departsAtS: startS + 4 * hourS })], { price })
  const { bounds } = plan(late).vehicles[0]!
  assert.equal(bounds.hiW, 100_000)
})

test('a limit is no reason to hold a vehicle back: the dispatcher may use what room there turns out to be', () => {
  const made = plan(
    site([vehicle('a', { needFullWh: 90_000 }), vehicle('b', { needFullWh: 90_000 })], { limitW: 30_000 }),
  )
  assert.deepEqual(
    made.vehicles.map(({ bounds }) => [bounds.hiW, bounds.hiReason]),
    [
      [100_000, null],
      [100_000, null],
    ],
  )
})

test('the peak is kept low for the sake of its price, and not below what it was already', () => {
  const night = { departsAtS: startS + 8 * hourS, needFullWh: 300_000 }
  const peakOf = (soFarW: number) => plan(site([vehicle('bus', night)], { peak: { soFarW, pricePerKw: 5 } })).peakW
  assert.ok(Math.abs(peakOf(0) - 40_000) < 50, `${peakOf(0)}`)
  assert.ok(Math.abs(peakOf(70_000) - 70_000) < 50)
})

test('a site is asked to stay below its planned peak, and below a commitment while one runs', () => {
  const night = [vehicle('bus', { needFullWh: 300_000 })]
  const peak = { soFarW: 0, pricePerKw: 5 }
  assert.equal(plan(site(night)).cap, null)
  assert.equal(Math.round(plan(site(night, { peak })).cap!.powerW / 100), 400)
  const windows = [{ id: 'order', fromS: startS, toS: startS + hourS, lowW: null, highW: 10_000 }]
  assert.deepEqual(plan(site(night, { peak, windows })).cap, {
    powerW: 10_000,
    reason: 'flexibility_activation',
    boundBy: 'order',
  })
})

test('where it is not known who will come, a vehicle charges now rather than put off into room that others may need', () => {
  const price = during(0, 4, 0.4, 0.1)
  const bus = [vehicle('bus', { needFullWh: 300_000, departsAtS: startS + 10 * hourS })]
  const now = (reserveShare: number) => plan(site(bus, { price, limitW: 100_000, reserveShare })).vehicles[0]!
  assert.deepEqual([now(0).powerW[0], now(0).bounds.hiReason], [0, 'price_wait'])
  assert.deepEqual([now(1).powerW[0], now(1).bounds.hiReason], [100_000, null])
})

test('own solar is used before energy that has to be bought', () => {
  const solarW = during(3, 5, 80_000, 0)
  const input = site([vehicle('bus')], { site: { baseW: during(0, 10, 10_000, 0), solarW } })
  const made = plan(input)
  assert.ok(Math.abs(energyBetween(made.vehicles[0]!.powerW, 3, 5) - 60_000) < 10)
  assert.equal(made.vehicles[0]!.bounds.hiReason, 'solar_wait')
})

test('power near the top follows the taper of the battery', () => {
  const taper = { perHour: 1, roomWh: 110_000 }
  const input = site([vehicle('bus', { needFullWh: 100_000, taper, departsAtS: startS + 5 * hourS })])
  for (const made of [plan(input), planGreedily(input)]) {
    let taken = 0
    for (const [at, power] of made.vehicles[0]!.powerW.entries()) {
      assert.ok(power <= (110_000 - taken) * 1 + 1, `${made.source} ${at}`)
      taken += power * hoursOf(input.blocks[at]!)
    }
    assert.ok(Math.abs(taken - 100_000) < 10)
  }
})

test('power for conditioning is there before departure, and the energy of the vehicle comes beside it', () => {
  const precondition = { powerW: 20_000, seconds: 1800 }
  const made = plan(site([vehicle('bus', { precondition, needFullWh: 200_000 })], { limitW: 30_000 }))
  const { preconditionW, forecast } = made.vehicles[0]!
  assert.equal(Math.round(energyBetween(preconditionW, 7.5, 8)), 10_000)
  assert.equal(Math.round(energyBetween(preconditionW, 0, 7.5)), 0)
  assert.equal(forecast.missingFullWh, 0)
})

test('conditioning and charging pass one plug: what was not charged before does not fit beside it', () => {
  const precondition = { powerW: 20_000, seconds: 3600 }
  const bus = vehicle('bus', { precondition, departsAtS: startS + 2 * hourS, fullW: 30_000, needFullWh: 50_000 })
  for (const made of [plan(site([bus], { limitW: 100_000 })), planGreedily(site([bus], { limitW: 100_000 }))]) {
    const { powerW, preconditionW, forecast } = made.vehicles[0]!
    for (const [at, power] of powerW.entries()) assert.ok(power + preconditionW[at]! <= 30_001)
    assert.ok(Math.abs(forecast.missingFullWh - 10_000) < 50, String(forecast.missingFullWh))
  }
})

test('a vehicle that is still to come keeps its share of a row that would else be full', () => {
  const coming = { here: false, confidence: 0.8, arrivesAtS: startS + 4 * hourS, departsAtS: startS + 6 * hourS }
  const bus = vehicle('tight', { ...coming, needFullWh: 100_000 })
  const made = plan(site([vehicle('early', { needFullWh: 300_000 }), bus], { limitW: 60_000 }))
  assert.deepEqual(
    made.vehicles.map(({ forecast }) => forecast.missingFullWh),
    [0, 0],
  )
  assert.ok(energyBetween(made.vehicles[0]!.powerW, 0, 4) >= 240_000 - 60_000)
})

test('the plan for a vehicle that stays beyond the horizon leaves for later only what can be had later', () => {
  const departsAtS = startS + 14 * hourS
  const price = during(0, 10, 0.5, 0.5)
  const made = plan(site([vehicle('truck', { departsAtS, needFullWh: 700_000 })], { price, quarters: 40 }))
  assert.equal(made.vehicles[0]!.forecast.missingFullWh, 0)
  assert.ok(made.vehicles[0]!.forecast.energyWh >= 500_000)
})

test('a target out of reach is charged for at the best rate, told of, alarmed once, and costs no other vehicle', () => {
  const hopeless = { needFullWh: 300_000, departsAtS: startS + hourS }
  const battery = { capacityWh: 400_000, socPercent: 10, efficiency: 1 }
  const others = [vehicle('a'), vehicle('b')]
  const input = site([vehicle('hopeless', { ...hopeless, battery }), ...others], { limitW: 120_000 })

  for (const made of [plan(input), planGreedily(input)]) {
    const [late, ...rest] = made.vehicles.map(({ forecast }) => forecast)
    assert.equal(late!.state, 'will be late')
    assert.equal(late!.energyWh, 100_000)
    assert.equal(late!.missingFullWh, 200_000)
    assert.equal(late!.socPercent, 35)
    assert.ok(late!.laxityS < 0)
    assert.deepEqual(
      rest.map(({ missingFullWh, state }) => [missingFullWh, state]),
      [
        [0, 'on track'],
        [0, 'on track'],
      ],
    )
    assert.ok(made.vehicles[0]!.bounds.loW >= 99_999)

    const first = followReadiness(null, late!, startS)
    const again = followReadiness(first.readiness, late!, startS + 600)
    assert.deepEqual([first.alarm, again.alarm], [true, false])
  }
})

test('a vehicle out of reach takes from others of its class no more than evenly, and from higher classes nothing', () => {
  const tight = { needFullWh: 100_000, departsAtS: startS + 2 * hourS }
  const buses = [
    vehicle('late', { ...tight, needFullWh: 500_000 }),
    vehicle('a', tight),
    vehicle('b', { ...tight, klass: 1 }),
  ]
  const { vehicles } = plan(site(buses, { limitW: 120_000 }))
  assert.equal(vehicles[2]!.forecast.missingFullWh, 0)
  assert.equal(vehicles[2]!.forecast.state, 'on track')
  assert.equal(vehicles[0]!.forecast.firstLimit?.row, 'site')
})

test('a shortfall is spread so thinly over a depot that no bus is late, as far as that can be', () => {
  const input = depot(1700, 520)
  const { vehicles } = plan(input)
  const shares = vehicles.map(({ forecast }, at) => forecast.missingFullWh / input.vehicles[at]!.needFullWh)
  assert.ok(shares.reduce((sum, share, at) => sum + share * input.vehicles[at]!.needFullWh, 0) <= 15_000)
  assert.ok(Math.max(...shares) <= 0.01)
})

for (const { siteKw, feederKw } of depotLimits.slice(0, 3)) {
  test(`no bus of the depot is late at ${siteKw} kW, with the buffer before departures kept or not`, () => {
    for (const bufferS of [0, 1800]) {
      const made = plan({ ...depot(siteKw, feederKw), bufferS })
      assert.ok(made.vehicles.every(({ forecast }) => forecast.missingFullWh === 0))
    }
  })
}

test('foresight saves a fifth of the energy bill of the depot, with a lower peak', () => {
  const made = plan({ ...depot(2300, 700), bufferS: 0 })
  assert.ok(made.energyCost <= 1720, `${made.energyCost}`)
  assert.ok(made.peakW <= 2_140_000, `${made.peakW}`)
})

function depot(siteKw: number, feederKw: number): PlanInput {
  const scenario = depotScenario({ siteKw, feederKw })
  const flat = (value: number) => scenario.prices.map(() => value)
  const buses = scenario.buses.map((bus) =>
    vehicle(bus.id, {
      here: bus.arrivalSlot === 0,
      arrivesAtS: startS + bus.arrivalSlot * 900,
      departsAtS: startS + bus.departureSlot * 900,
      needFullWh: bus.needKwh * 1000,
      fullW: bus.maxKw * 1000,
      coeff: [
        { row: 'site', re: 1 },
        { row: `feeder ${bus.feeder}`, re: 1 },
      ],
    }),
  )
  const feeders = [0, 1, 2, 3].map((feeder) => ({
    id: `feeder ${feeder}`,
    limit: flat(feederKw * 1000),
    base: flat(0),
  }))
  return site(buses, {
    quarters: scenario.slots,
    price: scenario.prices,
    peak: { soFarW: 0, pricePerKw: 0.5 },
    rows: [{ id: 'site', limit: flat(siteKw * 1000), base: flat(0) }, ...feeders].map((row) => ({
      ...row,
      kind: 'power',
    })),
  })
}

// Written anew from the contract (3.4), apart from what the planner itself reckons with.
function assertKept(input: PlanInput, made: Plan): void {
  for (const [at, { powerW, preconditionW, bounds }] of made.vehicles.entries()) {
    const asked = input.vehicles[at]!
    const energy = powerW.reduce((sum, power, block) => sum + power * hoursOf(input.blocks[block]!), 0)
    assert.ok(energy <= asked.needFullWh + 1e-6)
    assert.ok(bounds.loW >= 0 && bounds.loW <= bounds.hiW)
    for (const [block, { startS: from, endS: to }] of input.blocks.entries()) {
      const leaves = asked.here ? Math.max(asked.departsAtS, input.blocks[0]!.endS) : asked.departsAtS
      const present = Math.max(0, Math.min(to, leaves) - Math.max(from, asked.arrivesAtS)) / (to - from)
      assert.ok(powerW[block]! >= 0 && powerW[block]! <= asked.fullW * present + 1e-3)
      assert.ok(preconditionW[block]! >= 0 && preconditionW[block]! <= (asked.precondition?.powerW ?? 0) + 1e-3)
    }
  }
  for (const row of input.rows) {
    for (const block of input.blocks.keys()) {
      let [re, im] = [0, 0]
      for (const [at, { coeff }] of input.vehicles.entries()) {
        const { powerW, preconditionW } = made.vehicles[at]!
        const on = coeff.find(({ row: id }) => id === row.id)
        re += (on?.re ?? 0) * (powerW[block]! + preconditionW[block]!)
        im += (on?.im ?? 0) * (powerW[block]! + preconditionW[block]!)
      }
      assert.ok(Math.hypot(re, im) <= Math.max(0, row.limit[block]! - row.base[block]!) + 1e-6, `${row.id} ${block}`)
    }
  }
}
