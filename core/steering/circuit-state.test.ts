import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitSource } from '../circuits/limit.ts'
import type { Account } from './account.ts'
import { grantConfirmed, grantSent, linkLost } from './account-steps.ts'
import { circuitState } from './circuit-state.ts'
import { exampleAccount, examplePlace, exampleRound, exampleRow } from './example-round.ts'
import type { SiteView } from './site-view.ts'

const at = Temporal.Instant.from('2026-11-20T12:00:00Z')
const untilMs = 900_000
const granted = grantConfirmed(grantSent(exampleAccount(1), { grantId: 1, value: 32, untilMs }, 0), 1, 0)
const lowered = grantSent(granted, { grantId: 2, value: 10, untilMs }, 1_000)
const confirmed = grantConfirmed(lowered, 2, 2_000)

const limitA: LimitSource = {
  ...{ id: 7, circuitId: 1, kind: 'external', name: 'building', unit: 'A', author: 'client:fleet', reason: null },
  ...{ intervals: [{ from: at, to: null, value: 16 }], writtenAt: at, lease: null },
}
const to16A = [limitA]

const cases: [what: string, account: Account, sources: LimitSource[], state: string][] = [
  ['what it may follow is within the limit', granted, [], 'ok'],
  ['a limit was lowered and nobody has looked yet', granted, to16A, 'reducing'],
  ['it was told less and has not answered', lowered, to16A, 'reducing'],
  ['it has said yes', confirmed, to16A, 'ok'],
  ['it has said yes, and its link is lost', linkLost(confirmed, 3_000), to16A, 'ok'],
  ['somebody limits another circuit', granted, [{ ...limitA, circuitId: 2 }], 'ok'],
]

for (const [what, account, sources, state] of cases) {
  test(`a circuit is ${state} when ${what}`, () => assert.equal(stateOf(account, sources), state))
}

test('a circuit is reducing while nothing is known of what a new kind of limit finds on it', () => {
  const inWatts = [{ ...limitA, unit: 'W' as const }]
  assert.equal(stateOf(confirmed, inWatts), 'reducing')
})

test('load that is not ours to lower is not waited for', () => {
  const free = exampleAccount(1, { place: 'free', sessionId: null })
  assert.equal(stateOf(free, to16A, 20), 'ok')
  assert.equal(stateOf(confirmed, to16A, 20), 'reducing')
})

test('nobody enforces what is not live, and of an engine that has not decided yet nothing is known', () => {
  const asked = { circuitId: 1, sources: [], at }
  assert.equal(circuitState({ ...asked, site: { isLive: false }, view: null }), 'not-live')
  assert.equal(circuitState({ ...asked, site: { isLive: true }, view: null }), 'unknown')
})

function stateOf(account: Account, sources: LimitSource[], base = 0): string {
  const rows = [exampleRow('c1/L1', 40, { circuitId: 'c1', base })]
  const place = examplePlace(account, ['c1/L1'], null)
  const input = exampleRound({ rows, places: [place], atMs: 5_000 })
  const view = { places: [{ account }], lastRound: { id: 1, at, input } } as unknown as SiteView
  return circuitState({ site: { isLive: true }, circuitId: 1, sources, at, view })
}
