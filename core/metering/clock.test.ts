import assert from 'node:assert/strict'
import test from 'node:test'
import { type ChargerClock, observeClock, placeInTime, unheardClock, zoneOffsetOf } from './clock.ts'

const received = Temporal.Instant.from('2026-03-01T12:00:00Z')
const minute = 60_000
const hour = 60 * minute

/** The clock after live messages with these skews, in milliseconds, a minute apart. */
function clockAfter(skews: number[], clock: ChargerClock = unheardClock): ChargerClock {
  return skews.reduce((known, skewMs, index) => {
    const receivedAt = received.add({ minutes: index })
    return observeClock(known, receivedAt.add({ milliseconds: skewMs }), receivedAt)
  }, clock)
}

function times(count: number, skewMs: number): number[] {
  return Array.from({ length: count }, (_, index) => skewMs + (index % 3) * 400)
}

type SkewCase = [name: string, skews: number[], expected: Pick<ChargerClock, 'offsetMs' | 'level'>]

// Z-03
const skewCases: SkewCase[] = [
  ['a clock never heard is trusted', [], { offsetMs: 0, level: 'ok' }],
  ['a good clock', times(30, -300), { offsetMs: 0, level: 'ok' }],
  ['11 seconds are worth a warning', times(30, 11_000), { offsetMs: 0, level: 'warn' }],
  ['a drifting clock raises an alert and is not corrected', times(30, -7 * minute), { offsetMs: 0, level: 'alert' }],
  ['four wrong stamps after a boot mean nothing yet (Q-062)', times(4, 2 * hour), { offsetMs: 0, level: 'ok' }],
  ['local time stamped as UTC, 19 messages', times(19, 2 * hour), { offsetMs: 0, level: 'alert' }],
  ['local time stamped as UTC, 20 messages', times(20, 2 * hour), { offsetMs: -2 * hour, level: 'alert' }],
  ['Nepal', times(20, 5.75 * hour), { offsetMs: -5.75 * hour, level: 'alert' }],
  ['Newfoundland', times(20, -3.5 * hour), { offsetMs: 3.5 * hour, level: 'alert' }],
  ['a clock in 1970', times(20, -56 * 365 * 24 * hour), { offsetMs: 0, level: 'alert' }],
  ['a whole day is no zone', times(20, 24 * hour), { offsetMs: 0, level: 'alert' }],
  [
    'half the messages in local time (Q-062)',
    times(40, 0).map((skew, index) => skew + (index % 2) * hour),
    { offsetMs: 0, level: 'alert' },
  ],
  [
    'one message delayed by two minutes keeps the correction',
    [...times(20, 2 * hour), 2 * hour - 2 * minute],
    { offsetMs: -2 * hour, level: 'alert' },
  ],
  ['a clock that was set is believed at once', [...times(20, 2 * hour), 200], { offsetMs: 0, level: 'alert' }],
  ['and is fine when most messages say so', [...times(20, 2 * hour), ...times(11, 0)], { offsetMs: 0, level: 'ok' }],
]

for (const [name, skews, expected] of skewCases) {
  test(name, () => {
    const { offsetMs, level } = clockAfter(skews)
    assert.deepEqual({ offsetMs, level }, expected)
  })
}

test('a clock is small, plain JSON and forgets', () => {
  const clock = clockAfter(times(1000, -250))
  assert.equal(clock.samples.length, 20)
  assert.deepEqual(JSON.parse(JSON.stringify(clock)), clock)
  assert.ok(JSON.stringify(clock).length < 300)
})

type PlaceCase = [name: string, reportedAt: string | null, offsetMs: number, at: string, flags: string[]]

// Z-02, Q-061
const placeCases: PlaceCase[] = [
  ['a good stamp', '2026-03-01T11:59:58.123456Z', 0, '2026-03-01T11:59:58.123456Z', []],
  ['no stamp', null, 0, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['1970', '1970-01-01T00:00:00.740Z', 0, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['year 1', '0001-01-01T00:00:00Z', 0, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['the end of 2014', '2014-12-31T23:59:59Z', 0, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['24 hours ahead', '2026-03-02T12:00:00Z', 0, '2026-03-02T12:00:00Z', []],
  ['more than 24 hours ahead', '2026-03-02T12:00:01Z', 0, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['a corrected clock', '2026-03-01T13:59:58Z', -2 * hour, '2026-03-01T11:59:58Z', ['clock-corrected']],
  ['an old stamp of a corrected clock', '1970-01-01T00:00:01Z', hour, '2026-03-01T12:00:00Z', ['time-estimated']],
  ['89 days ago', '2025-12-02T12:00:00Z', 0, '2025-12-02T12:00:00Z', []],
  ['91 days ago', '2025-11-30T12:00:00Z', 0, '2025-12-01T12:00:00Z', ['clamped']],
  [
    'corrected out of the day',
    '2026-03-02T11:00:00Z',
    2 * hour,
    '2026-03-02T12:00:00Z',
    ['clock-corrected', 'clamped'],
  ],
]

for (const [name, reportedAt, offsetMs, at, flags] of placeCases) {
  test(`place in time: ${name}`, () => {
    const reported = reportedAt === null ? null : Temporal.Instant.from(reportedAt)
    const placed = placeInTime(reported, received, offsetMs)
    assert.deepEqual({ at: placed.at.toString(), flags: placed.flags }, { at, flags })
  })
}

type ZoneCase = [name: string, local: string, zone: string | null, instant: string, zoneFound: string, flag: string]

// Z-01, Q-060; all arrive at 2026-03-01T12:00:00Z
const zoneCases: ZoneCase[] = [
  [
    'the configured zone',
    '2026-03-01T13:00:00',
    'Europe/Berlin',
    '2026-03-01T12:00:00Z',
    'Europe/Berlin',
    'zone-configured',
  ],
  ['a zone kept from before', '2026-02-20T13:00:00', '+02:00', '2026-02-20T11:00:00Z', '+02:00', 'zone-configured'],
  ['learned from the arrival', '2026-03-01T13:59:30', null, '2026-03-01T11:59:30Z', '+02:00', 'zone-learned'],
  ['learned west of Greenwich', '2026-03-01T08:34:00', null, '2026-03-01T12:04:00Z', '-03:30', 'zone-learned'],
  ['UTC after all', '2026-03-01T11:59:59', null, '2026-03-01T11:59:59Z', '+00:00', 'zone-learned'],
  ['nothing to learn: 6 minutes off', '2026-03-01T13:54:00', null, '2026-03-01T13:54:00Z', 'UTC', 'zone-assumed'],
  ['nothing to learn: a day old', '2026-02-28T12:00:00', null, '2026-02-28T12:00:00Z', 'UTC', 'zone-assumed'],
]

for (const [name, local, zone, instant, zoneFound, flag] of zoneCases) {
  test(`a stamp without a zone: ${name}`, () => {
    const found = zoneOffsetOf(Temporal.PlainDateTime.from(local), received, zone)
    assert.deepEqual({ ...found, instant: found.instant.toString() }, { instant, zone: zoneFound, flag })
  })
}

test('the hour that comes twice in autumn is the one nearer to the arrival', () => {
  const local = Temporal.PlainDateTime.from('2026-10-25T02:30:00')
  for (const instant of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
    const found = zoneOffsetOf(local, Temporal.Instant.from(instant), 'Europe/Berlin')
    assert.equal(found.instant.toString(), instant)
  }
})
