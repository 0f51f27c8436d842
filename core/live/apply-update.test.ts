import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decimal } from 'decimal.js'
import type { PlacedReading } from '../context.ts'
import { emptyEvidence, withStart } from '../sessions/evidence.ts'
import { recordOf } from '../sessions/record.ts'
import type { Session, SessionState } from '../sessions/session.ts'
import { applyUpdate, reread } from './apply-update.ts'
import { type LiveCharger, powerOf } from './live-charger.ts'
import type { ChargerUpdate } from './live-feed.ts'

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
const connector = (number: number) => ({ evse: number, connector: 1, number, status: null })
const blank: LiveCharger = {
  id: 1,
  identity: 'CP-1',
  name: null,
  blocked: false,
  connected: true,
  linkChangedAt: at(0),
  version: '1.6',
  vendor: null,
  model: null,
  firmware: null,
  heardAt: null,
  whole: null,
  connectors: [connector(1), connector(2)],
  meters: [],
  sessions: [],
}
const nothing: ChargerUpdate = {
  chargerId: 1,
  link: null,
  boot: null,
  states: [],
  readings: [],
  sessions: [],
  messages: [],
}
const updated = (charger: LiveCharger, ...updates: Partial<ChargerUpdate>[]) =>
  updates.reduce((one, update) => applyUpdate(one, { ...nothing, ...update }, at(9)).charger, charger)
const status = (word: string, minute: number) => ({
  states: [{ evse: 1, connector: 1, status: word, errorCode: null, changedAt: at(minute) }] as never,
})
const reading = (minute: number, values: object, sessionId: number | null = 7, evse = 1) => ({
  readings: [
    { evse, sessionId, at: at(minute), powerW: null, energyWh: null, socPercent: null, ...values },
  ] as never as PlacedReading[],
})
const stored = (state: SessionState, meterWh: string | null = '1000') => {
  const start = { at: 60_000, estimated: false, meterWh, reservationId: null, live: true }
  const evidence = withStart(emptyEvidence(), start)
  const session = { id: 7, evse: 1, connector: 1, state, token: null, evidence, record: recordOf(evidence) } as Session
  return { sessions: [{ session, connectorNumber: 1 }] }
}
const wh = (value: number) => ({ energyWh: new Decimal(value) })

test('a status that is said again holds since it was said first', () => {
  const charger = updated(blank, status('Charging', 1), status('Charging', 5))
  assert.equal(charger.connectors[0]!.status!.since.epochMilliseconds, 60_000)
  assert.equal(updated(charger, status('Available', 6)).connectors[0]!.status!.since.epochMilliseconds, 360_000)
})

test('energy is what the meter shows beyond the start', () => {
  const charger = updated(blank, stored('active'), reading(2, { ...wh(1250), powerW: 11_000, socPercent: 40 }))
  const [session] = charger.sessions
  assert.deepEqual([session!.energyWh, session!.powerW, session!.socPercent], [250, 11_000, 40])
  assert.equal(powerOf(charger), 11_000)
})

test('without a start the first register counts as one', () => {
  const charger = updated(blank, stored('active', null), reading(2, wh(500)), reading(3, wh(650)))
  assert.equal(charger.sessions[0]!.energyWh, 150)
})

test('an older reading, one of another session and one of the main meter change nothing', () => {
  const charger = updated(blank, stored('active'), reading(5, { powerW: 11_000 }))
  for (const other of [reading(4, { powerW: 1 }), reading(6, { powerW: 1 }, 8), reading(6, { powerW: 1 }, null, 0)]) {
    assert.equal(powerOf(updated(charger, other)), 11_000)
  }
})

test('a session that has ended draws nothing', () => {
  const charger = updated(blank, stored('active'), reading(2, { powerW: 11_000 }))
  const { charger: idle, sessions } = applyUpdate(charger, { ...nothing, ...stored('finished') }, at(9))
  assert.deepEqual([powerOf(idle), idle.sessions.length, sessions.map((one) => one.state)], [0, 0, ['finished']])
})

test('of a charger that has left nobody knows what it draws', () => {
  const charger = updated(blank, stored('active'), reading(2, { powerW: 11_000 }))
  const gone = updated(charger, { link: { connected: false, at: at(3), version: '1.6' } })
  assert.deepEqual([powerOf(gone), gone.sessions[0]!.powerW, gone.linkChangedAt!.epochMilliseconds], [0, null, 180_000])
})

test('reading a charger again keeps what only memory knows', () => {
  const known = updated(blank, status('Charging', 1), stored('active'), reading(2, wh(1250)))
  const fromDatabase = {
    ...known,
    name: 'Gate',
    heardAt: at(3),
    connectors: [{ ...connector(1), status: { status: 'Charging', errorCode: null, since: at(5) } }, connector(2)],
    sessions: [{ ...known.sessions[0]!, energyWh: 0 }],
  }
  const again = reread(known, fromDatabase)
  assert.equal(again.name, 'Gate')
  assert.equal(again.heardAt!.epochMilliseconds, at(9).epochMilliseconds)
  assert.equal(again.connectors[0]!.status!.since.epochMilliseconds, 60_000)
  assert.equal(again.sessions[0]!.energyWh, 250)
  assert.deepEqual(reread(known, { ...fromDatabase, sessions: [], meters: [] }).meters, [])
})
