import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteAdvice } from '../steering/round.ts'
import { adviceUnder } from './advice-under.ts'
import type { Activation } from './flexibility.ts'
import { judgeDelivery, judgedMinutes } from './judge-delivery.ts'
import { windowsAhead } from './order-of.ts'
import { sampleNights } from './sample-nights.ts'

const startS = 1_800_000_000
const at = (minutes: number) => Temporal.Instant.fromEpochMilliseconds((startS + minutes * 60) * 1_000)

function activation(members: Partial<Activation> = {}): Activation {
  const [from, to] = [at(0), at(30)]
  return {
    ...{ id: 7, siteId: 1, offerId: null, orderedBy: 'vpp', author: 'person:anna', from, to, rampSeconds: 600 },
    targets: [{ fromS: startS, toS: startS + 1_800, lowW: null, highW: 20_000 }],
    baseline: { blocks: [{ startS: startS - 3_600, endS: startS + 36_000 }], gridW: [100_000], peakW: 120_000 },
    ...{ reboundUntil: at(120), startW: 100_000, state: 'running', partial: null },
    ...{ acknowledgedAt: at(-5), startedAt: from, endedAt: null },
    ...members,
  }
}

const under = (
  minutes: number,
  members: Partial<Activation> = {},
  given: Partial<Parameters<typeof adviceUnder>[1]> = {},
) =>
  adviceUnder(activation(members), {
    ...{ advice: null, nowS: startS + minutes * 60, baseW: 5_000, startW: 100_000, outcome: { status: 'full' } },
    ...given,
  })

test('the advice follows the ramp from what the site drew at the beginning, and ends with the activation', () => {
  assert.deepEqual(
    [0, 2.5, 5, 10, 29].map((minutes) => under(minutes)?.powerW),
    [100_000, 80_000, 60_000, 20_000, 20_000],
  )
  assert.equal(under(5)?.reason, 'flexibility_activation')
  assert.equal(under(5)?.boundBy, 'activation7')
  assert.equal(under(30), null)
  assert.equal(under(5, { state: 'cancelled', endedAt: at(4) }), null)
})

test('what minimum targets need is left to them, and a wish that is even lower stays', () => {
  const shortfalls = [{ fromS: startS + 900, toS: startS + 1_200, byW: 11_000, row: null }]
  const outcome = { status: 'partial', reason: 'minimum_targets', shortfalls } as const
  assert.equal(under(16, {}, { outcome })?.powerW, 31_000)
  assert.equal(under(21, {}, { outcome })?.powerW, 20_000)
  const peak: SiteAdvice = { powerW: 15_000, baseW: 5_000, reason: 'schedule_wait', boundBy: null }
  assert.deepEqual(under(16, {}, { advice: peak }), peak)
})

test('without a plan that knows of it smallest rates stay: nobody could tell who can wait', () => {
  assert.equal(under(16)?.isOrder, true)
  assert.equal(under(16, {}, { outcome: null })?.isOrder, false)
})

test('a plan has the order and then the making up below the former peak; what was cancelled before it began asks nothing', () => {
  const order = activation({ rampSeconds: 0, state: 'acknowledged' })
  assert.deepEqual(windowsAhead([order], { nowS: startS - 600, gridW: 90_000 }), [
    { id: 'activation7', fromS: startS, toS: startS + 1_800, lowW: null, highW: 20_000 },
    { id: 'activation7', fromS: startS + 1_800, toS: startS + 7_200, lowW: null, highW: 120_000 },
  ])
  const cancelled = activation({ state: 'cancelled', endedAt: at(10) })
  assert.deepEqual(windowsAhead([cancelled], { nowS: startS + 600, gridW: 20_000 }), [
    { id: 'activation7', fromS: startS + 600, toS: startS + 7_200, lowW: null, highW: 120_000 },
  ])
  assert.deepEqual(windowsAhead([{ ...cancelled, startedAt: null }], { nowS: startS + 600, gridW: 20_000 }), [])
})

test('a ramp that has not begun starts where the baseline will be', () => {
  const [first] = windowsAhead([activation({ state: 'acknowledged' })], { nowS: startS - 600, gridW: 30_000 })
  assert.deepEqual(first, { id: 'activation7', fromS: startS, toS: startS + 300, lowW: null, highW: 80_000 })
})

const minutesOf = (powerOf: (minute: number) => number | null) =>
  Array.from({ length: 30 }, (_, minute) => minute).flatMap((minute) => {
    const powerW = powerOf(minute)
    return powerW === null ? [] : [{ at: at(minute), powerW, origin: 'meter' as const }]
  })

const judged = (powerOf: (minute: number) => number | null, members: Partial<Activation> = {}) =>
  judgedMinutes(activation(members), minutesOf(powerOf), startS + 1_800)

test('it is delivered when its minutes after the ramp keep the order, whatever the way there was', () => {
  const minutes = judged((minute) => (minute < 12 ? 100_000 : 20_300))
  assert.equal(minutes.length, 30)
  assert.deepEqual(minutes[0]?.isKept, null)
  assert.equal(minutes[20]?.deliveredW, 79_700)
  assert.deepEqual(judgeDelivery(minutes, null), { state: 'delivered', partial: null })
})

test('it is partial with the reason that was said before, or because it was measured so', () => {
  const missed = judged((minute) => (minute < 20 ? 20_000 : 25_000))
  assert.deepEqual(judgeDelivery(missed, null), { state: 'partial', partial: { reason: 'measured', shortfalls: [] } })
  const known = { reason: 'minimum_targets', shortfalls: [] } as const
  assert.deepEqual(judgeDelivery(missed, known), { state: 'partial', partial: known })
})

test('minutes that nobody measured are not made up, and an activation without any is partial', () => {
  const minutes = judged((minute) => (minute % 2 === 0 ? 20_000 : null))
  assert.equal(minutes[21]?.deliveredW, null)
  assert.equal(minutes[21]?.isKept, null)
  assert.equal(judgeDelivery(minutes, null).state, 'delivered')
  assert.equal(
    judgeDelivery(
      judged(() => null),
      null,
    ).partial?.reason,
    'not_measured',
  )
})

test('a band is missed from below as well', () => {
  const targets = [{ fromS: startS, toS: startS + 1_800, lowW: 50_000, highW: 60_000 }]
  const kept = (powerW: number) =>
    judgeDelivery(
      judged(() => powerW, { targets }),
      null,
    ).state
  assert.deepEqual([48_000, 49_500, 55_000, 62_000].map(kept), ['partial', 'delivered', 'delivered', 'partial'])
})

const vehicle = (id: string, members: object = {}) => ({
  ...{ id, here: false, confidence: 0.5, arrivesAtS: startS + 7_200, departsAtS: startS + 36_000 },
  ...{ departureAssumed: false, klass: 0, needMinWh: 10_000, needFullWh: 50_000, fullW: 50_000, minimumW: 4_000 },
  ...{ taper: null, precondition: null, coeff: [], gridFactor: 1, battery: null, inputAgeS: 0 },
  ...members,
})

const input = (...vehicles: ReturnType<typeof vehicle>[]) => ({
  ...{ siteId: 3, nowS: startS, blocks: [], rows: [], vehicles, prices: { buy: [], sell: [] } },
  ...{ site: { baseW: [], solarW: [] }, peak: { soFarW: 0, pricePerKw: 0 }, windows: [], bufferS: 0, reserveShare: 0 },
})

test('nights differ in who comes, when and how empty; who is here and has told its departure is certain', () => {
  const certain = vehicle('here', { here: true, confidence: 1 })
  const nights = sampleNights(input(certain, vehicle('a'), vehicle('b', { confidence: 1 })))
  assert.equal(nights.length, 20)
  assert.ok(nights.every(({ vehicles }) => vehicles[0] === certain))
  const coming = nights.filter(({ vehicles }) => vehicles.some(({ id }) => id === 'a')).length
  assert.ok(coming > 3 && coming < 17, String(coming))
  assert.ok(nights.every(({ vehicles }) => vehicles.some(({ id }) => id === 'b')))
  const arrivals = new Set(nights.map(({ vehicles }) => vehicles.at(-1)!.arrivesAtS))
  assert.ok(arrivals.size > 15)
  assert.deepEqual(sampleNights(input(certain, vehicle('a'))), sampleNights(input(certain, vehicle('a'))))
  assert.equal(sampleNights(input(certain)).length, 1)
})
