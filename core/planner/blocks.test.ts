import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isQuarterHourly, planBlocks, quarterHourGrains } from './blocks.ts'
import { stepsOfSchedule } from './local-schedule.ts'
import { highestPerBlock, lowestPerBlock, meanPerBlock } from './series.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds / 1000
const lengths = (blocks: readonly { startS: number; endS: number }[]) =>
  blocks.map(({ startS, endS }) => (endS - startS) / 60)

test('blocks are fine for the first hour, coarser to six hours and coarse to thirty-six', () => {
  const blocks = planBlocks({ nowS: at('2026-06-01T18:00:00Z') })
  assert.deepEqual(lengths(blocks), [...new Array(12).fill(5), ...new Array(20).fill(15), ...new Array(60).fill(30)])
})

test('a plan made between two edges begins now and has no block of less than a minute', () => {
  const blocks = planBlocks({ nowS: at('2026-06-01T18:04:30Z'), untilS: at('2026-06-01T18:20:00Z') })
  assert.deepEqual(lengths(blocks), [5.5, 5, 5])
})

test('where a price or a limit changes within a block, a block ends', () => {
  const edgesS = [at('2026-06-02T02:15:00Z'), at('2026-06-02T04:20:00Z'), at('2026-06-02T04:29:30Z')]
  const blocks = planBlocks({ nowS: at('2026-06-01T18:00:00Z'), edgesS })
  const ends = new Set(blocks.map(({ endS }) => endS))
  assert.deepEqual(
    [...edgesS].map((edge) => ends.has(edge)),
    [true, true, true],
  )
  assert.ok(Math.min(...lengths(blocks)) >= 1)
  assert.ok(blocks.every(({ startS }, index) => index === 0 || startS === blocks[index - 1]!.endS))
})

for (const [name, day, quarters] of [
  ['spring', '2026-03-29', 92],
  ['autumn', '2026-10-25', 100],
  ['an ordinary day', '2026-06-01', 96],
] as const) {
  test(`a day of quarter-hourly prices in ${name} has ${quarters} blocks, each with its own price`, () => {
    const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime('Europe/Berlin').epochMilliseconds / 1000
    const date = Temporal.PlainDate.from(day)
    const [nowS, untilS] = [midnight(date), midnight(date.add({ days: 1 }))]
    const prices = Array.from({ length: quarters }, (_, index) => ({
      fromS: nowS + index * 900,
      toS: nowS + (index + 1) * 900,
      value: index,
    }))

    assert.ok(isQuarterHourly(prices))
    const blocks = planBlocks({ nowS, untilS, grains: quarterHourGrains })

    assert.equal(blocks.length, quarters)
    assert.deepEqual(
      meanPerBlock(blocks, prices, -1),
      prices.map(({ value }) => value),
    )
  })
}

test('a price list that ends in the middle of the night leaves the usual price for the rest', () => {
  const nowS = at('2026-06-01T22:00:00Z')
  const blocks = planBlocks({ nowS, untilS: nowS + 4 * 3600, grains: [{ minutes: 60, untilHours: 36 }] })
  const prices = [{ fromS: nowS, toS: nowS + 5400, value: 0.1 }]
  assert.deepEqual(meanPerBlock(blocks, prices, 0.3), [0.1, 0.2, 0.3, 0.3])
})

test('a block never allows more than the strictest of its moments', () => {
  const blocks = [{ startS: 0, endS: 1800 }]
  const steps = [{ fromS: 600, toS: 660, value: 50 }]
  assert.deepEqual(lowestPerBlock(blocks, steps, 100), [50])
  assert.deepEqual(highestPerBlock(blocks, steps, 10), [50])
})

test('a night limit in local time is an hour shorter when clocks go forward and longer when they go back', () => {
  const night = [
    { weekdays: [], from: Temporal.PlainTime.from('01:00'), to: Temporal.PlainTime.from('05:00'), value: 7 },
  ]
  const hoursOn = (day: string) => {
    const fromS = at(`${day}T12:00:00Z`)
    const steps = stepsOfSchedule(night, 'Europe/Berlin', { fromS, toS: fromS + 86_400 })
    assert.equal(steps.length, 1)
    return (steps[0]!.toS - steps[0]!.fromS) / 3600
  }
  assert.equal(hoursOn('2026-03-28'), 3)
  assert.equal(hoursOn('2026-10-24'), 5)
  assert.equal(hoursOn('2026-06-01'), 4)
})

test('a local hour that does not exist falls away, and a step over midnight belongs to the day it begins on', () => {
  const span = { fromS: at('2026-03-27T12:00:00Z'), toS: at('2026-03-30T12:00:00Z') }
  const missing = [
    { weekdays: [7], from: Temporal.PlainTime.from('02:00'), to: Temporal.PlainTime.from('03:00'), value: 1 },
  ]
  const overnight = [
    { weekdays: [6], from: Temporal.PlainTime.from('22:00'), to: Temporal.PlainTime.from('06:00'), value: 1 },
  ]
  assert.deepEqual(stepsOfSchedule(missing, 'Europe/Berlin', span), [])
  assert.deepEqual(stepsOfSchedule(overnight, 'Europe/Berlin', span), [
    { fromS: at('2026-03-28T21:00:00Z'), toS: at('2026-03-29T04:00:00Z'), value: 1 },
  ])
})

test('of two local steps that overlap, the one that stands first applies', () => {
  const day = (from: string, to: string, value: number) => ({
    weekdays: [],
    from: Temporal.PlainTime.from(from),
    to: Temporal.PlainTime.from(to),
    value,
  })
  const span = { fromS: at('2026-06-01T00:00:00Z'), toS: at('2026-06-02T00:00:00Z') }
  const steps = stepsOfSchedule([day('08:00', '09:00', 1), day('06:00', '12:00', 2)], 'UTC', span)
  assert.deepEqual(
    steps.map(({ fromS, toS, value }) => [(fromS - span.fromS) / 3600, (toS - span.fromS) / 3600, value]),
    [
      [6, 8, 2],
      [8, 9, 1],
      [9, 12, 2],
    ],
  )
})
