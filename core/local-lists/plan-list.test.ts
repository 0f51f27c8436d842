import assert from 'node:assert/strict'
import test from 'node:test'
import type { ListEntry } from './local-list.ts'
import { desiredList, installedAfter, linesToSend, markOf } from './plan-list.ts'

const card = (uid: string, more: Partial<ListEntry> = {}): ListEntry => {
  return { uid, decision: 'accepted', groupId: null, expiresAt: null, ...more }
}
const room = { entries: 3, uidLength: 20 }
const uids = (lines: { uid: string }[]) => lines.map(({ uid }) => uid)

test('a list has each card once, whatever its case (D01.FR.06)', () => {
  assert.deepEqual(uids(desiredList([card('A'), card('a'), card('B')], room)), ['A', 'B'])
})

test('a list has no more cards than the charger keeps, and none that it has no room for (A-22)', () => {
  const cards = [card('x'.repeat(21)), card('A'), card('B'), card('C'), card('D')]
  assert.deepEqual(uids(desiredList(cards, room)), ['A', 'B', 'C'])
})

test('a group that is too long for the charger is left out', () => {
  const [entry] = desiredList([card('A', { groupId: 'g'.repeat(21) })], room)
  assert.equal(entry!.groupId, null)
})

const installed = { a: markOf(card('A')), b: markOf(card('B')), c: markOf(card('C')) }

test('differences are what is new, what is otherwise and what goes', () => {
  const desired = [card('A'), card('B', { decision: 'blocked' }), card('D')]
  const lines = linesToSend(desired, { installed }, 'differential')
  assert.deepEqual(
    lines.map(({ uid, entry }) => [uid, entry?.decision ?? null]),
    [
      ['C', null],
      ['B', 'blocked'],
      ['D', 'accepted'],
    ],
  )
  const after = installedAfter({ installed }, 'differential', lines)
  assert.deepEqual(linesToSend(desired, { installed: after }, 'differential'), [])
})

test('a whole list replaces whatever was there', () => {
  const lines = linesToSend([card('D')], { installed }, 'full')
  assert.deepEqual(installedAfter({ installed }, 'full', lines), { d: markOf(card('D')) })
})
