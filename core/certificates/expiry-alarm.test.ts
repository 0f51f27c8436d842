import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alarmDue } from './expiry-alarm.ts'

test('F16: an alarm is due at 60, 30, 14, 7 and 1 days, and when it is over', () => {
  const end = Temporal.Instant.from('2027-03-01T00:00:00Z')
  const due = (days: number) => alarmDue(end, end.subtract({ minutes: Math.round(days * 1_440) }))
  const cases: [number, number | null][] = [
    [61, null],
    [60, 60],
    [31, 60],
    [30, 30],
    [14.5, 30],
    [14, 14],
    [7, 7],
    [1.1, 7],
    [1, 1],
    [0, 1],
    [-1, 0],
  ]
  for (const [days, alarm] of cases) assert.equal(due(days), alarm, `${days} days`)
})
