import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../../../../api/console/wire/chargers.ts'
import {
  addPage,
  emptyTail,
  isProblem,
  type MessageFilter,
  matches,
  receive,
  resume,
  type Tail,
} from './message-tail.ts'

const any: MessageFilter = { q: '', action: '', direction: '', problems: false }

function message(number: number, parts: Partial<Message> = {}): Message {
  return {
    key: `k${number}`,
    at: new Date(Date.UTC(2027, 0, 1) + number * 1_000).toISOString(),
    direction: 'in',
    action: 'Heartbeat',
    messageId: `${number}`,
    call: `[2,"${number}","Heartbeat",{}]`,
    reply: `[3,"${number}",{"currentTime":"now"}]`,
    result: 'ok',
    repairs: null,
    latencyMs: 1,
    ...parts,
  }
}

const keys = (messages: readonly Message[]) => messages.map(({ key }) => key)
const take = (tail: Tail, numbers: readonly number[], held: boolean, filter = any) =>
  receive(tail, { messages: numbers.map((number) => message(number)), missed: 0, held, filter })

test('the search finds words of the call and of the reply, whatever their case', () => {
  const one = message(1, { call: '[2,"1","StartTransaction",{"idTag":"04A2"}]', reply: '[3,"1",{"transactionId":99}]' })
  assert.equal(matches(one, { ...any, q: '04a2' }), true)
  assert.equal(matches(one, { ...any, q: 'TRANSACTIONID' }), true)
  assert.equal(matches(one, { ...any, q: '04a3' }), false)
  assert.equal(matches(message(2, { reply: null }), { ...any, q: 'currentTime' }), false)
})

test('filters by message, direction and problems all have to hold', () => {
  const failed = message(1, { result: 'timeout', direction: 'out', action: 'Reset' })
  assert.equal(matches(failed, { q: 'heartbeat', action: 'Reset', direction: 'out', problems: true }), true)
  assert.equal(matches(failed, { ...any, direction: 'in' }), false)
  assert.equal(matches(failed, { ...any, action: 'Heartbeat' }), false)
  assert.equal(isProblem(message(2, { repairs: 'enum-case status' })), true)
  assert.equal(matches(message(3), { ...any, problems: true }), false)
})

test('what comes live stands on top, newest first, and once, also when it is delivered twice', () => {
  const page = addPage(emptyTail, { items: [message(2), message(1)], next: 'k1' })
  const tail = take(take(page, [3, 4], false), [4, 3, 5], false)
  assert.deepEqual(keys(tail.shown), ['k5', 'k4', 'k3', 'k2', 'k1'])
  assert.equal(tail.next, 'k1')
})

test('a page that arrives after live messages goes below them without doubling any', () => {
  const tail = addPage(take(emptyTail, [3], false), { items: [message(3), message(2)], next: null })
  assert.deepEqual(keys(tail.shown), ['k3', 'k2'])
  assert.equal(tail.next, null)
})

test('while the list is held it stands still and counts what is new; going on shows it', () => {
  const page = addPage(emptyTail, { items: [message(1)], next: null })
  const held = take(take(page, [2, 3], true), [3, 4], true)
  assert.deepEqual(keys(held.shown), ['k1'])
  assert.equal(held.waiting.length, 3)
  assert.deepEqual(keys(resume(held).shown), ['k4', 'k3', 'k2', 'k1'])
  assert.equal(resume(held).waiting.length, 0)
})

test('what does not match is neither shown nor counted as new', () => {
  const tail = take(emptyTail, [1, 2], true, { ...any, action: 'Reset' })
  assert.equal(tail, emptyTail)
})

test('a list that is held for long keeps the newest and says how many it let go', () => {
  const many = Array.from({ length: 700 }, (_, number) => number)
  const tail = take(emptyTail, many, true)
  assert.equal(tail.waiting.length + tail.missed, 700)
  assert.equal(tail.waiting[0]?.key, 'k699')
  const left = receive(tail, { messages: [], missed: 9, held: true, filter: any })
  assert.equal(left.missed, tail.missed + 9)
})

test('a list that runs for long stays light, and can still go on to older messages', () => {
  const many = Array.from({ length: 1_200 }, (_, number) => number)
  const tail = take(emptyTail, many, false)
  assert.ok(tail.shown.length < 1_000)
  assert.equal(tail.cut, true)
  const oldest = Number(tail.shown.at(-1)?.messageId)
  const more = addPage(tail, { items: [message(oldest), message(oldest - 1)], next: 'older' })
  assert.equal(more.shown.at(-1)?.key, `k${oldest - 1}`)
  assert.deepEqual([more.cut, more.next], [false, 'older'])
})
