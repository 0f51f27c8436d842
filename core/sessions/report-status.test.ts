import assert from 'node:assert/strict'
import test from 'node:test'
import { isOutdated, reportKeyOf } from './report-status.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-01T${time}Z`)

type Times = { reportedAt: Temporal.Instant | null; changedAt: Temporal.Instant }
const live = (time: string): Times => ({ reportedAt: at(time), changedAt: at(time) })

const cases: [name: string, current: Times | undefined, report: Times, isOutdated: boolean][] = [
  ['the first report', undefined, live('08:00:00'), false],
  ['a newer one', live('08:00:00'), live('08:05:00'), false],
  [
    'an older one that comes late (Q-067)',
    live('08:05:00'),
    { reportedAt: at('08:00:00'), changedAt: at('08:06:00') },
    true,
  ],
  [
    'one of the same time goes by arrival',
    live('08:00:00'),
    { reportedAt: at('08:00:00'), changedAt: at('08:01:00') },
    false,
  ],
  [
    'one without a time goes by arrival (Q-061)',
    live('08:00:00'),
    { reportedAt: null, changedAt: at('08:01:00') },
    false,
  ],
  ['one after a report without a time', { reportedAt: null, changedAt: at('08:00:00') }, live('07:00:00'), false],
  [
    'the first right stamp after local time stamped Z (Q-062)',
    { reportedAt: at('10:00:00'), changedAt: at('08:00:00') },
    live('08:05:00'),
    false,
  ],
]

for (const [name, current, report, expected] of cases) {
  test(`status: ${name} is ${expected ? 'history' : 'the state'} (Z-05)`, () => {
    assert.equal(isOutdated(current, report), expected)
  })
}

const report = {
  evse: 1,
  connector: 1,
  status: 'Available',
  errorCode: 'NoError',
  vendorId: null,
  vendorErrorCode: null,
  info: null,
  reportedAt: at('08:00:00'),
}

test('the same report has the same key in whatever message it comes', () => {
  assert.equal(reportKeyOf(report, 'm1').length, 16)
  assert.ok(reportKeyOf(report, 'm1').equals(reportKeyOf({ ...report }, 'm2')))
  assert.ok(!reportKeyOf(report, 'm1').equals(reportKeyOf({ ...report, info: 'warm' }, 'm1')))
  assert.ok(!reportKeyOf(report, 'm1').equals(reportKeyOf({ ...report, reportedAt: at('08:00:01') }, 'm1')))
})

test('a report without a time is the same only in the same message', () => {
  const timeless = { ...report, reportedAt: null }
  assert.ok(reportKeyOf(timeless, 'm1').equals(reportKeyOf(timeless, 'm1')))
  assert.ok(!reportKeyOf(timeless, 'm1').equals(reportKeyOf(timeless, 'm2')))
})
