import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundMessage } from '../../../../api/console/wire/messages.ts'
import { addPage, emptyList, mostKept, receive, showWaiting } from './found-list.ts'

const message = (n: number, chargerId = 1): FoundMessage => ({
  key: `${n}-aa`,
  at: new Date(n * 1_000).toISOString(),
  direction: 'in',
  action: 'Heartbeat',
  messageId: String(n),
  call: '[]',
  reply: null,
  result: 'ok',
  repairs: null,
  latencyMs: 1,
  charger: { id: chargerId, identity: `CP-${chargerId}`, name: null },
})
const ids = (messages: readonly FoundMessage[]) =>
  messages.map(({ messageId, charger }) => `${charger.id}/${messageId}`)
const page = { items: [message(3), message(2), message(2, 2)], next: 'more', searchedTo: message(2).at }

test('what comes live and what is read is in the list once, the newest first', () => {
  const live = receive(emptyList, { messages: [message(3), message(4)], missed: 0 }, false)
  const list = addPage(live, page)
  assert.deepEqual(ids(list.shown), ['1/4', '1/3', '1/2', '2/2'])
  assert.equal(list.next, 'more')
  assert.equal(receive(list, { messages: [message(3)], missed: 0 }, false), list)
})

test('while the list is held, new messages wait beside it', () => {
  const held = receive(addPage(emptyList, page), { messages: [message(5)], missed: 2 }, true)
  assert.deepEqual([ids(held.shown).length, ids(held.waiting), held.missed], [3, ['1/5'], 2])
  assert.deepEqual(ids(showWaiting(held).shown)[0], '1/5')
})

test('a list that grows live stays bounded, held or not, and tells what is not shown', () => {
  const many = Array.from({ length: mostKept + 10 }, (_, n) => message(n + 1))
  const shown = receive(emptyList, { messages: many, missed: 0 }, false)
  assert.deepEqual([shown.shown.length, shown.cut, shown.shown[0]?.messageId], [mostKept, true, String(mostKept + 10)])
  const held = receive(emptyList, { messages: many, missed: 0 }, true)
  assert.deepEqual([held.waiting.length, held.missed], [mostKept, 10])
})
