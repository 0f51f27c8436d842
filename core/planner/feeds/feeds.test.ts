import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingPeriodFrom } from './billing-period.ts'
import { type ProfileQuarter, profileAt, profileFrom } from './load-profile.ts'
import { followQuarter, type QuarterMean } from './quarter-means.ts'
import { checkedSolar } from './write-solar.ts'

const at = (text: string) => Temporal.Instant.from(text)

test('a billing period begins with the month or the year of the site', () => {
  const now = at('2026-10-31T23:30:00Z')
  assert.equal(String(billingPeriodFrom(now, 'UTC', 'month')), '2026-10-01T00:00:00Z')
  assert.equal(String(billingPeriodFrom(now, 'Europe/Berlin', 'month')), '2026-10-31T23:00:00Z')
  assert.equal(String(billingPeriodFrom(now, 'Europe/Berlin', 'year')), '2025-12-31T23:00:00Z')
})

/** Values every half minute over these minutes, each holding until the next. */
function quartersOf(powerAt: (minute: number) => number | null, minutes: number) {
  let running: QuarterMean | null = null
  const over: (readonly [number, number])[] = []
  for (let minute = 0; minute <= minutes; minute += 0.5) {
    const powerW = powerAt(minute)
    if (powerW === null) continue
    const step = followQuarter(running, { atMs: minute * 60_000, powerW })
    running = step.running
    if (step.over) over.push([step.over.atMs / 60_000, step.over.powerW])
  }
  return over
}

test('a peak is the mean of a quarter of an hour, and not the highest value in it', () => {
  assert.deepEqual(
    quartersOf((minute) => (minute >= 15 && minute < 20 ? 90_000 : 30_000), 45),
    [
      [0, 30_000],
      [15, 50_000],
      [30, 30_000],
    ],
  )
})

test('a quarter of which too little was seen says nothing', () => {
  const seen = quartersOf((minute) => (minute > 16 && minute < 26 ? null : 30_000), 60)
  assert.deepEqual(
    seen.map(([minute]) => minute),
    [0, 30, 45],
  )
})

const quarter = (over: Partial<ProfileQuarter>): ProfileQuarter => ({
  ...{ quarter: 26, days: 'all', known: 14, amps: { L1: 10, L2: 10, L3: 10 } },
  ...over,
})

test('workdays and weekends have a profile of their own where enough of them are known', () => {
  const amps = { L1: 40, L2: 40, L3: 40 }
  const monday = at('2026-11-23T06:30:00Z').toZonedDateTimeISO('UTC')
  const saturday = monday.add({ days: 5 })
  const profile = profileFrom([quarter({}), quarter({ days: 'work', known: 10, amps })])!
  assert.equal(profileAt(profile, monday)?.L1, 40)
  assert.equal(profileAt(profile, saturday)?.L1, 10)
  assert.equal(profileAt(profile, monday.add({ minutes: 15 })), null)
  const few = profileFrom([quarter({}), quarter({ days: 'work', known: 4, amps })])!
  assert.equal(profileAt(few, monday)?.L1, 10)
  assert.equal(profileFrom([quarter({ known: 2 })]), null)
  assert.equal(profileFrom([]), null)
})

test('a solar forecast that overlaps itself or cannot be is refused as a whole', () => {
  const block = (from: string, to: string, powerW = 1_000) => ({
    from: at(`2026-06-01T${from}:00Z`),
    to: at(`2026-06-01T${to}:00Z`),
    powerW,
  })
  const [noon, morning] = [block('12:00', '13:00'), block('09:00', '10:00')]
  assert.deepEqual(checkedSolar([noon, morning]), [morning, noon])
  for (const wrong of [
    [],
    [noon, block('12:30', '14:00')],
    [block('10:00', '10:00')],
    [block('10:00', '11:00', -1)],
    [block('10:00', '11:00', Number.NaN)],
  ]) {
    assert.throws(() => checkedSolar(wrong), { code: 'invalid_value' })
  }
})
