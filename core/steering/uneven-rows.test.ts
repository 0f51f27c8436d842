import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from './account.ts'
import { grantConfirmed, grantSent } from './account-steps.ts'
import { calmAtFirst } from './calm-state.ts'
import { decideRound } from './decide-round.ts'
import { exampleAccount, exampleDemand, exampleRound, exampleRow } from './example-round.ts'
import { exceededRows } from './guard.ts'
import type { RoundPlace } from './round.ts'
import { withUnbalance } from './uneven-rows.ts'

const pairs = ['c1/L1-L2', 'c1/L2-L1'] as const
const rows = pairs.map((id) => {
  return exampleRow(id, 20, { circuitId: 'c1', kind: 'unbalance', reason: 'unbalance_limit' })
})
const granted = (number: number, value: number, drawn: number) => {
  const sent = grantSent(exampleAccount(number), { grantId: 1, value, untilMs: 10_000_000 }, 0)
  return { ...grantConfirmed(sent, 1, 0), measured: { value: drawn, atMs: 200_000 } }
}
/** Which way it pulls the two rows; `anywhere` may be on either phase. */
const on = (account: Account, line: 'L1' | 'L2' | 'anywhere'): RoundPlace => {
  const [one, other] = line === 'anywhere' ? [1, 1] : line === 'L1' ? [1, -1] : [-1, 1]
  const coeff = [
    { row: pairs[0], re: one },
    { row: pairs[1], re: other },
  ]
  const demand = exampleDemand(account.chargerId)
  return { account, coeff, worstCoeff: coeff, wattsPerUnit: 230, demand, idle: null, calm: calmAtFirst }
}
const at = (nowMs: number, places: RoundPlace[], more: Partial<Parameters<typeof withUnbalance>[0]> = {}) => {
  const even = withUnbalance({
    ...{ rows, places, measured: new Map(), metered: new Set(), since: new Map(), nowMs },
    ...more,
  })
  const exceeded = exceededRows({ rows: even.rows, places, measured: more.measured ?? new Map(), nowMs })
  return { ...even, exceeded: exceeded.map(({ row }) => row) }
}

test('a vehicle that stops may leave two phases too far apart for a minute, then the guard lowers', () => {
  const both = [on(granted(1, 32, 32), 'L1'), on(granted(2, 32, 32), 'L2')]
  assert.deepEqual([...at(200_000, both).since.keys()], [], 'they are even')
  const stopped = [both[0]!, on(granted(2, 32, 0), 'L2')]
  const first = at(200_000, stopped)
  assert.deepEqual([[...first.since.keys()], first.exceeded], [[pairs[0]], []])
  const later = at(259_000, stopped, { since: first.since })
  assert.deepEqual(later.exceeded, [])
  const over = at(260_000, stopped, { since: later.since })
  assert.deepEqual(over.exceeded, [pairs[0]])
  const round = { atMs: 260_000, rows: over.rows, places: stopped, cause: 'guard', lowersOnly: true } as const
  const [send] = decideRound(exampleRound(round)).sends
  assert.deepEqual([send!.key, send!.value, send!.kind], ['1/1', 20, 'lower'])
})

test('within that minute nothing is raised that would lie still farther apart', () => {
  const places = [on(granted(1, 26, 26), 'L1'), on(granted(2, 32, 0), 'L2')]
  const { rows: now } = at(200_000, places)
  assert.deepEqual(decideRound(exampleRound({ atMs: 200_000, rows: now, places })).sends, [])
})

test('a raise does not count on what a vehicle on the other phase may draw and does not', () => {
  const places = [on(granted(1, 16, 16), 'L1'), on(granted(2, 32, 2), 'L2')]
  const { rows: now } = at(200_000, places)
  const raised = decideRound(exampleRound({ atMs: 200_000, rows: now, places })).sends.filter(
    ({ key }) => key === '1/1',
  )
  assert.deepEqual(
    raised.map(({ value }) => value),
    [22],
  )
})

test('what the meter shows for more than a minute is lowered, whatever the grants come to', () => {
  const places = [on(granted(1, 16, 16), 'L1')]
  const measured = new Map([[pairs[0], 26]])
  const first = at(200_000, places, { measured })
  assert.deepEqual(first.exceeded, [])
  const over = at(260_000, places, { measured, since: first.since })
  assert.deepEqual(over.exceeded, [pairs[0]])
  const [send] = decideRound(exampleRound({ atMs: 260_000, rows: over.rows, places })).sends
  assert.deepEqual([send!.key, send!.value], ['1/1', 10])
})

test('a vehicle on a phase that nobody knows is not counted twice where the meter shows it', () => {
  const places = [on(granted(1, 16, 16), 'anywhere')]
  const shown = rows.map((row) => ({ ...row, base: row.id === pairs[0] ? 16 : -16 }))
  assert.deepEqual([...at(200_000, places, { rows: shown, metered: new Set(['c1']) }).since.keys()], [])
  assert.deepEqual([...at(200_000, places, { rows: shown }).since.keys()], [pairs[0]])
})
