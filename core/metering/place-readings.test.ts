import assert from 'node:assert/strict'
import test from 'node:test'
import { unheardClock } from './clock.ts'
import { placeReadings, teachesClock } from './place-readings.ts'
import type { Reading } from './reading.ts'

const eight = Temporal.Instant.from('2026-03-01T08:00:00Z')
const received = eight.add({ hours: 3 })
const session = { id: 7, evse: 1, connector: 1 }
const reading: Reading = {
  evse: 0,
  connector: null,
  reportedAt: eight,
  context: 'Sample.Periodic',
  energyWh: null,
  intervalWh: null,
  powerW: 11_000,
  currentA: [null, null, null],
  voltageV: [null, null, null],
  socPercent: null,
  rest: [],
  signed: [],
  flags: [],
}

test('a reading belongs to its session and to the EVSE that the session knows', () => {
  const [placed] = placeReadings([reading], { receivedAt: received, offsetMs: 0, session })
  assert.deepEqual(
    { at: placed?.at.toString(), session: placed?.sessionId, evse: placed?.evse, connector: placed?.connector },
    { at: '2026-03-01T08:00:00Z', session: 7, evse: 1, connector: 1 },
  )
  assert.deepEqual(placed?.flags, [])
})

test('a message that is repeated later puts its readings where they were', () => {
  const place = { offsetMs: -7_200_000, session }
  const [first] = placeReadings([reading], { ...place, receivedAt: received })
  const [again] = placeReadings([reading], { ...place, receivedAt: received.add({ hours: 20 }) })
  assert.deepEqual(again, first)
})

test('a reading without a time takes that of its message (Z-02)', () => {
  const timeless = { ...reading, reportedAt: null }
  const [placed] = placeReadings([timeless], { receivedAt: received, offsetMs: 0, messageAt: eight, session: null })
  assert.equal(placed?.at.toString(), eight.toString())
  assert.deepEqual(placed?.flags, ['time-estimated'])
})

test('a session that we chose is flagged (V-11)', () => {
  const [placed] = placeReadings([reading], { receivedAt: received, offsetMs: 0, session, isAssumed: true })
  assert.deepEqual(placed?.flags, ['session-assumed'])
})

test('a stamp that only confirms what is known of a clock teaches nothing (Z-03)', () => {
  const right = unheardClock
  const skewed = { ...right, skewMs: 7_200_000, samples: [7_200_000] }
  const settled = { ...skewed, samples: Array.from({ length: 20 }, () => 7_200_000) }
  assert.equal(teachesClock(right, eight, eight.add({ seconds: 2 })), false)
  assert.equal(teachesClock(right, eight, eight.add({ minutes: 2 })), true)
  assert.equal(teachesClock(skewed, eight.add({ hours: 2 }), eight), true)
  assert.equal(teachesClock(settled, eight.add({ hours: 2 }), eight), false)
  assert.equal(teachesClock(settled, eight, eight), true)
  assert.equal(teachesClock(right, Temporal.Instant.from('1970-01-01T00:00:00Z'), eight), false)
})
