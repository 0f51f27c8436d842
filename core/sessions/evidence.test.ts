import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import type { PlacedReading } from '../context.ts'
import type { ReadingContext } from '../metering/reading.ts'
import {
  emptyEvidence,
  hasSeqNo,
  isGapFree,
  joinEvidence,
  type PlacedEvent,
  type SessionEvidence,
  withEvent,
  withFlag,
  withReadings,
  withStart,
  withStop,
  withStoredEvents,
} from './evidence.ts'
import { recordOf } from './record.ts'

type Message = (evidence: SessionEvidence) => SessionEvidence

const fold = (messages: readonly Message[]) => messages.reduce((evidence, take) => take(evidence), emptyEvidence())

// Few values, so that ties and contradictions are common.
const time = fc.integer({ min: 0, max: 4 }).map((minute) => Date.UTC(2026, 2, 1, 8, minute))
const wh = fc.constantFrom(-1, 0, 5, 895, 896.1235).map((value) => new Decimal(value))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const reading: fc.Arbitrary<Message> = fc
  .record({
    at: time,
    context: fc.constantFrom<ReadingContext>('Transaction.Begin', 'Transaction.End', 'Sample.Periodic'),
    energyWh: optional(wh),
    intervalWh: optional(wh),
    powerW: optional(fc.constantFrom(0, 11_000)),
    socPercent: optional(fc.constantFrom(0, 3, 55)),
    flags: fc.constantFrom<PlacedReading['flags']>([], ['session-assumed'], ['unit-assumed']),
  })
  .map(
    (said) => (evidence) =>
      withReadings(evidence, [{ ...blankReading, ...said, at: Temporal.Instant.fromEpochMilliseconds(said.at) }]),
  )

const start: fc.Arbitrary<Message> = fc
  .record({
    at: time,
    estimated: fc.boolean(),
    meterWh: fc.constantFrom('0', '895'),
    reservationId: optional(fc.constantFrom(1, 2)),
    live: fc.boolean(),
  })
  .map((said) => (evidence) => withStart(evidence, { ...said }))

const stop: fc.Arbitrary<Message> = fc
  .record({
    at: time,
    estimated: fc.boolean(),
    meterWh: fc.constantFrom('5', '896'),
    reason: fc.constantFrom(null, 'EVDisconnected', 'Remote'),
    tokenUid: fc.constantFrom(null, 'CARD-1', 'CARD-2'),
  })
  .map((said) => (evidence) => withStop(evidence, { ...said }))

const event: fc.Arbitrary<Message> = fc
  .record({
    type: fc.constantFrom('Started', 'Updated', 'Ended'),
    seqNo: fc.integer({ min: 0, max: 6 }),
    at: time,
    isTimed: fc.boolean(),
    trigger: fc.constantFrom('CablePluggedIn', 'EVDeparted', 'MeterValuePeriodic'),
    offline: fc.boolean(),
    evse: optional(fc.constantFrom(1, 2)),
    connector: optional(fc.constantFrom(1, 2)),
    token: optional(fc.constantFrom({ uid: 'CARD-1', type: 'ISO14443' }, { uid: 'CARD-2', type: 'Central' })),
    chargingState: optional(fc.constantFrom('EVConnected', 'Charging', 'Idle')),
    stoppedReason: fc.constantFrom(null, 'Remote'),
  })
  .map(({ at, isTimed, ...said }) => {
    const placedAt = Temporal.Instant.fromEpochMilliseconds(at)
    const told = { ...blankEvent, ...said, placedAt, at: isTimed ? placedAt : null } as PlacedEvent
    return (evidence) => withEvent(evidence, told)
  })

const flag: fc.Arbitrary<Message> = fc
  .constantFrom('superseded', 'adopted')
  .map((name) => (evidence) => withFlag(evidence, name))

const message = fc.oneof(start, stop, reading, event, flag)
const messages = fc.array(message, { maxLength: 12 })

test('two messages of a session can be taken in in either order', () => {
  fc.assert(
    fc.property(messages, message, message, (before, a, b) => {
      assert.deepEqual(fold([...before, a, b]), fold([...before, b, a]))
    }),
  )
})

test('a repeated message changes nothing, not even the object', () => {
  fc.assert(
    fc.property(messages, message, messages, (before, repeated, between) => {
      const evidence = fold([...before, repeated, ...between])
      assert.equal(repeated(evidence), evidence)
    }),
  )
})

test('evidence gathered apart joins like evidence gathered together', () => {
  fc.assert(
    fc.property(messages, messages, messages, (a, b, c) => {
      const together = fold([...a, ...b, ...c])
      assert.deepEqual(joinEvidence(joinEvidence(fold(a), fold(b)), fold(c)), together)
      assert.deepEqual(joinEvidence(fold(a), joinEvidence(fold(b), fold(c))), together)
      assert.deepEqual(joinEvidence(fold(b), fold(a)), joinEvidence(fold(a), fold(b)))
    }),
  )
})

test('evidence survives being stored as JSON between any two messages', () => {
  fc.assert(
    fc.property(messages, messages, (before, after) => {
      const stored: SessionEvidence = JSON.parse(JSON.stringify(fold(before)))
      assert.deepEqual(
        after.reduce((evidence, take) => take(evidence), stored),
        fold([...before, ...after]),
      )
    }),
  )
})

test('events read back from storage add nothing to the evidence that has them', () => {
  const placedAt = Temporal.Instant.from('2026-03-01T08:00:00Z')
  const told: PlacedEvent = { ...blankEvent, chargingState: 'Charging', at: placedAt, placedAt }
  const evidence = withEvent(emptyEvidence(), told)
  assert.equal(withStoredEvents(evidence, [{ ...told, at: placedAt }]), evidence)
})

/** Any order, anything repeated: what a charger's queue can do to a session. */
function delivered(sent: readonly Message[]): fc.Arbitrary<Message[]> {
  const again = fc.array(fc.constantFrom(...sent), { maxLength: sent.length })
  return again.chain((repeats) =>
    fc.shuffledSubarray([...sent, ...repeats], { minLength: sent.length + repeats.length }),
  )
}

const session16: Message[] = [
  (evidence) => withStart(evidence, { ...startAt(0), meterWh: '1000' }),
  read(0, { context: 'Transaction.Begin', energyWh: new Decimal(1000), socPercent: 0 }),
  read(10, { energyWh: new Decimal(3000), socPercent: 41, powerW: 11_000 }),
  read(20, { energyWh: new Decimal(5000), socPercent: 52, powerW: 11_000 }),
  read(30, { context: 'Transaction.End', energyWh: new Decimal(7000), socPercent: 60 }),
  (evidence) => withStop(evidence, { ...stopAt(30), meterWh: '7000', reason: null }),
]

const session2: Message[] = [
  tell(0, 'Started', { trigger: 'CablePluggedIn', chargingState: 'EVConnected', evse: 1, connector: 1 }),
  tell(1, 'Updated', { trigger: 'Authorized', chargingState: 'Charging', token: { uid: 'CARD-1', type: 'ISO14443' } }),
  tell(2, 'Updated', { trigger: 'MeterValuePeriodic' }),
  read(0, { context: 'Transaction.Begin', energyWh: new Decimal(1000), socPercent: 20 }),
  read(10, { energyWh: new Decimal(3000), socPercent: 41 }),
  read(30, { context: 'Transaction.End', energyWh: new Decimal(7000), socPercent: 60 }),
  tell(3, 'Ended', { trigger: 'EVDeparted', chargingState: 'Idle', stoppedReason: 'EVDisconnected' }),
]

for (const [family, sent] of [
  ['1.6', session16],
  ['2.x', session2],
] as const) {
  test(`any interleaving of repeats and delays of an OCPP ${family} session gives the same record`, () => {
    const expected = recordOf(fold(sent))
    assert.equal(expected.energyWh.toNumber(), 6000)
    assert.equal(expected.complete, true)
    fc.assert(
      fc.property(delivered(sent), (arrived) => {
        assert.deepEqual(recordOf(fold(arrived)), expected)
      }),
    )
  })
}

test('seqNo 0, 1, 1 again, 3 Ended, 2: complete only after 2 (Q-121)', () => {
  const arrived = [
    tell(0, 'Started', {}),
    tell(1, 'Updated', {}),
    tell(1, 'Updated', {}),
    tell(3, 'Ended', {}),
    tell(2, 'Updated', {}),
  ]
  assert.equal(isGapFree(fold(arrived.slice(0, 4))), false)
  assert.equal(hasSeqNo(fold(arrived.slice(0, 4)), 2), false)
  assert.equal(isGapFree(fold(arrived)), true)
})

test('numbers may go on from the session before on the same EVSE (X-14)', () => {
  assert.equal(isGapFree(fold([tell(41, 'Started', {}), tell(42, 'Updated', {}), tell(43, 'Ended', {})])), true)
})

test('a 2.x session that begins with the current does not tell when the cable was plugged in', () => {
  const charge = [tell(1, 'Started', { chargingState: 'Charging' }), tell(3, 'Ended', { chargingState: 'EVConnected' })]
  const pluggedAt = (messages: Message[]) => recordOf(fold(messages)).pluggedAt?.epochMilliseconds ?? null
  assert.equal(pluggedAt(charge), null)
  assert.equal(pluggedAt([...charge, tell(2, 'Updated', { chargingState: 'EVConnected' })]), null)
  assert.equal(pluggedAt([...charge, tell(0, 'Updated', { trigger: 'CablePluggedIn' })]), minute(0))
  assert.equal(pluggedAt([tell(1, 'Started', {}), tell(3, 'Ended', { chargingState: 'EVConnected' })]), null)
})

test('a vehicle that comes back into the same 2.x session has not left it', () => {
  const away = [
    tell(0, 'Started', { chargingState: 'Charging' }),
    tell(1, 'Updated', { trigger: 'EVCommunicationLost' }),
  ]
  const unpluggedAt = (messages: Message[]) => recordOf(fold(messages)).unpluggedAt?.epochMilliseconds ?? null
  assert.equal(unpluggedAt(away), minute(10))
  const back = [...away, tell(2, 'Updated', { chargingState: 'Charging' })]
  assert.equal(unpluggedAt(back), null)
  assert.equal(unpluggedAt([...back, tell(3, 'Ended', { trigger: 'EVDeparted', chargingState: 'Idle' })]), minute(30))
})

test('an event that came alone opens a session whose start is incomplete (Q-123)', () => {
  const record = recordOf(fold([tell(5, 'Ended', {})]))
  assert.equal(record.complete, false)
  assert.ok(record.flags.includes('start-incomplete'))
})

function minute(minutes: number): number {
  return Date.UTC(2026, 2, 1, 8, minutes)
}

function startAt(minutes: number) {
  return { at: minute(minutes), estimated: false, meterWh: null, reservationId: null, live: true }
}

function stopAt(minutes: number) {
  return { at: minute(minutes), estimated: false, meterWh: null, reason: null, tokenUid: null }
}

function read(minutes: number, said: Partial<PlacedReading>): Message {
  const at = Temporal.Instant.fromEpochMilliseconds(minute(minutes))
  return (evidence) => withReadings(evidence, [{ ...blankReading, at, ...said }])
}

function tell(seqNo: number, type: PlacedEvent['type'], said: Partial<PlacedEvent>): Message {
  const placedAt = Temporal.Instant.fromEpochMilliseconds(minute(seqNo * 10))
  return (evidence) => withEvent(evidence, { ...blankEvent, type, seqNo, placedAt, at: placedAt, ...said })
}

const blankReading: PlacedReading = {
  at: Temporal.Instant.fromEpochMilliseconds(0),
  sessionId: 1,
  evse: 1,
  connector: 1,
  reportedAt: null,
  context: 'Sample.Periodic',
  energyWh: null,
  intervalWh: null,
  powerW: null,
  currentA: [null, null, null],
  voltageV: [null, null, null],
  socPercent: null,
  rest: [],
  signed: [],
  flags: [],
}

const blankEvent: PlacedEvent = {
  wireId: 'T1',
  type: 'Updated',
  seqNo: 0,
  trigger: 'MeterValuePeriodic',
  at: null,
  placedAt: Temporal.Instant.fromEpochMilliseconds(0),
  offline: false,
  evse: null,
  connector: null,
  token: null,
  chargingState: null,
  stoppedReason: null,
  reservationId: null,
  remoteStartId: null,
  contentHash: Buffer.alloc(32),
}
