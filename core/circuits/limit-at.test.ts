import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitInterval, LimitLease, LimitSource } from './limit.ts'
import { limitAt, nextLimitChange } from './limit-at.ts'

const at = (text: string) => Temporal.Instant.from(text)
const day = (time: string) => at(`2026-03-10T${time}:00Z`)
const span = (from: string, to: string | null, value: number): LimitInterval => ({
  ...{ from: day(from), to: to === null ? null : day(to), value },
})

function source(intervals: LimitInterval[], lease: Partial<LimitLease> | null = null): LimitSource {
  const whole = { seconds: 600, fallback: 10, leastSeconds: 0, renewedAt: day('12:00'), fallbackUntil: null }
  return {
    ...{ id: 1, circuitId: 1, kind: 'external', name: 'grid', unit: 'A', author: 'client:dso', reason: null },
    ...{ intervals, writtenAt: day('00:00'), lease: lease && { ...whole, ...lease } },
  }
}

const valueAt = (one: LimitSource, time: string) => limitAt(one, day(time))?.value ?? null

test('where intervals overlap the lowest counts, in a gap the source says nothing, and what is past means nothing', () => {
  const list = source([
    span('08:00', '12:00', 40),
    span('10:00', '14:00', 20),
    span('11:00', '11:30', 30),
    span('16:00', null, 5),
  ])
  const table: [string, number | null][] = [
    ...([
      ['07:59', null],
      ['08:00', 40],
      ['09:59', 40],
      ['10:00', 20],
      ['11:15', 20],
      ['12:00', 20],
      ['13:59', 20],
    ] as [string, number | null][]),
    ...([
      ['14:00', null],
      ['15:59', null],
      ['16:00', 5],
      ['23:59', 5],
    ] as [string, number | null][]),
  ]
  for (const [time, value] of table) assert.equal(valueAt(list, time), value, time)
})

test('a limit of zero is a limit', () => {
  assert.equal(valueAt(source([span('08:00', '09:00', 0)]), '08:30'), 0)
})

test('a limit that ends in the hour that clocks repeat ends at its instant, not at its wall time', () => {
  // In Berlin 02:30 comes twice on 2026-10-25, and not at all on 2026-03-29.
  const zone = 'Europe/Berlin'
  const wall = (text: string, disambiguation: 'earlier' | 'later') =>
    Temporal.PlainDateTime.from(text).toZonedDateTime(zone, { disambiguation }).toInstant()
  const first = wall('2026-10-25T02:30', 'earlier')
  const second = wall('2026-10-25T02:30', 'later')
  const one = source([{ from: at('2026-10-24T22:00:00Z'), to: second, value: 7 }])
  assert.equal(second.since(first).total('minutes'), 60)
  assert.equal(limitAt(one, first)?.value, 7)
  assert.equal(limitAt(one, second.subtract({ milliseconds: 1 }))?.value, 7)
  assert.equal(limitAt(one, second), null)
  assert.equal(wall('2026-03-29T02:30', 'later').toString(), '2026-03-29T01:30:00Z')
})

test('a source that is not heard in time goes to its fallback, whatever its list says, and not to no limit', () => {
  for (const list of [[], [span('08:00', '20:00', 40)], [span('08:00', '20:00', 3)]]) {
    const leased = source(list, {})
    assert.equal(valueAt(leased, '12:09'), list[0]?.value ?? null)
    assert.equal(limitAt(leased, day('12:10'))?.isFallback, true)
    assert.equal(valueAt(leased, '12:10'), 10)
    assert.equal(limitAt(leased, day('23:00'))?.isFallback, true)
    assert.equal(valueAt(leased, '23:00'), 10)
  }
})

test('after a lapse nothing above the fallback is allowed for the minimum time, but what is lower is', () => {
  const back = { renewedAt: day('12:30'), fallbackUntil: day('13:00'), seconds: 86_400 }
  assert.equal(valueAt(source([], back), '12:45'), 10)
  assert.equal(valueAt(source([span('08:00', '20:00', 40)], back), '12:45'), 10)
  assert.equal(valueAt(source([span('08:00', '20:00', 3)], back), '12:45'), 3)
  assert.equal(valueAt(source([span('08:00', '20:00', 40)], back), '13:00'), 40)
  assert.equal(valueAt(source([], back), '13:00'), null)
})

test('between two changes that are told the limit stays as it is', () => {
  const lists = [
    source([span('08:00', '12:00', 40), span('10:00', '14:00', 20)]),
    source([span('08:00', null, 0)], { fallbackUntil: day('12:05') }),
  ]
  for (const one of lists) {
    let instant = day('00:00')
    for (let step = 0; step < 24 * 12; step++) {
      const next = nextLimitChange([one], instant)
      const later = instant.add({ minutes: 5 })
      if (next === null || Temporal.Instant.compare(later, next) < 0) {
        assert.equal(limitAt(one, later)?.value, limitAt(one, instant)?.value)
      }
      instant = later
    }
  }
})
