import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateOf } from './charger-state.ts'
import type { LiveConnector, LiveSession, LiveStatus } from './live-charger.ts'

const at = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
const said = (status: string, minute = 1): LiveStatus => ({ status, errorCode: null, since: at(minute) })
const connectors = (...words: (string | null)[]): LiveConnector[] =>
  words.map((word, n) => ({
    evse: n + 1,
    connector: 1,
    number: n + 1,
    status: word === null ? null : said(word, n + 1),
  }))
const session = (evse: number, chargingState: string | null, state = 'active') =>
  ({ id: evse, evse, state, chargingState }) as LiveSession

const connected = { connected: true, linkChangedAt: at(0), whole: null, sessions: [] as LiveSession[] }

const cases: [
  name: string,
  charger: Partial<Parameters<typeof stateOf>[0]>,
  state: string,
  sinceMinute: number | null,
][] = [
  ['was never connected', { connected: false, linkChangedAt: null }, 'never', null],
  ['has left', { connected: false, connectors: connectors('Charging') }, 'offline', 0],
  ['has said nothing', { connectors: connectors(null, null) }, 'available', null],
  ['has no connectors', { connectors: [] }, 'available', null],
  ['is free', { connectors: connectors('Available', 'Available') }, 'available', 1],
  ['charges at one of two', { connectors: connectors('Available', 'Charging') }, 'charging', 2],
  ['is faulted at one of two', { connectors: connectors('Charging', 'Faulted') }, 'faulted', 2],
  ['is faulted as a whole', { connectors: connectors('Charging'), whole: said('Faulted', 5) }, 'faulted', 5],
  ['is out of service', { connectors: connectors('Available'), whole: said('Unavailable', 5) }, 'unavailable', 5],
  [
    'charges although it goes out of service',
    { connectors: connectors('Charging'), whole: said('Unavailable') },
    'charging',
    1,
  ],
  ['is well as a whole', { connectors: connectors('Preparing'), whole: said('Available', 5) }, 'occupied', 1],
  ['waits for the vehicle', { connectors: connectors('SuspendedEV', 'Finishing') }, 'occupied', 1],
  ['is reserved', { connectors: connectors('Available', 'Reserved') }, 'reserved', 2],
  ['says a word that nobody knows', { connectors: connectors('Sleeping') }, 'available', 1],
  ['charges by 2.x', { connectors: connectors('Occupied'), sessions: [session(1, 'Charging')] }, 'charging', 1],
  ['pauses by 2.x', { connectors: connectors('Occupied'), sessions: [session(1, 'SuspendedEV')] }, 'occupied', 1],
  [
    'runs a session on a free connector',
    { connectors: connectors('Available'), sessions: [session(1, null)] },
    'occupied',
    1,
  ],
  [
    'waits for a start',
    { connectors: connectors('Available'), sessions: [session(1, null, 'unknown')] },
    'available',
    1,
  ],
]

for (const [name, charger, state, minute] of cases) {
  test(`a charger that ${name} is ${state}`, () => {
    const found = stateOf({ ...connected, connectors: [], ...charger })
    assert.deepEqual(
      [found.state, found.since?.epochMilliseconds ?? null],
      [state, minute === null ? null : minute * 60_000],
    )
  })
}
