import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargerRow } from '../../../api/console/wire/chargers.ts'
import { chargerRow } from '../fixtures/charger-row.ts'
import { boardStore } from './board-store.ts'

const clock = { now: '2027-01-31T12:00:00.000Z', rate: 1 }
const snapshot = (chargers: ChargerRow[]) => ({ clock, cursor: 'a-1', chargers })

test('a change replaces, adds and removes rows, and leaves the others the same objects', () => {
  const board = boardStore()
  const [first, second] = [chargerRow(1), chargerRow(2)]
  board.setSnapshot(snapshot([first, second]))
  board.change({ chargers: [chargerRow(2, { powerW: 7_000 }), chargerRow(3)], removed: [] })
  assert.equal(board.row(1), first)
  assert.equal(board.row(2)?.powerW, 7_000)
  assert.deepEqual(
    board.rows().map((row) => row.id),
    [1, 2, 3],
  )
  board.change({ chargers: [], removed: [1] })

  assert.deepEqual(
    board.rows().map((row) => row.id),
    [2, 3],
  )
})

test('what the stream said while the snapshot was on its way is put on top of it', () => {
  const board = boardStore()
  board.beginSnapshot()
  board.change({ chargers: [chargerRow(1, { powerW: 11_000 })], removed: [2] })
  assert.equal(board.ready(), false)
  board.setSnapshot(snapshot([chargerRow(1), chargerRow(2)]))

  assert.equal(board.row(1)?.powerW, 11_000)
  assert.equal(board.row(2), undefined)
})

test('a snapshot that brings nothing new wakes nobody but the listeners of the whole', () => {
  const board = boardStore()
  board.setSnapshot(snapshot([chargerRow(1), chargerRow(2)]))
  const woken: number[] = []
  board.subscribeRow(1, () => woken.push(1))
  board.subscribeRow(2, () => woken.push(2))
  const before = board.row(1)
  board.beginSnapshot()
  board.setSnapshot(snapshot([chargerRow(1), chargerRow(2, { state: 'faulted' })]))

  assert.deepEqual(woken, [2])
  assert.equal(board.row(1), before)
})

test('only the listeners of a charger that changed are woken, until they end it', () => {
  const board = boardStore()
  board.setSnapshot(snapshot([chargerRow(1), chargerRow(2)]))
  const woken: number[] = []
  const end = board.subscribeRow(1, () => woken.push(1))
  board.subscribeRow(2, () => woken.push(2))
  board.change({ chargers: [chargerRow(1, { powerW: 1 }), chargerRow(2)], removed: [] })
  end()
  board.change({ chargers: [chargerRow(1, { powerW: 2 })], removed: [] })

  assert.deepEqual(woken, [1])
})

test('the order of identities is only asked for again when chargers came, went or were renamed', () => {
  const board = boardStore()
  board.setSnapshot(snapshot([chargerRow(1)]))
  const before = board.membership()
  board.change({ chargers: [chargerRow(1, { powerW: 3 })], removed: [] })
  assert.equal(board.membership(), before)
  board.change({ chargers: [chargerRow(2)], removed: [] })

  assert.notEqual(board.membership(), before)
})
