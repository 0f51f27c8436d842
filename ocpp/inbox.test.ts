import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Answer, InboundCall } from './handle-call.ts'
import { Inbox } from './inbox.ts'
import { ReplayCache } from './replay-cache.ts'

function build() {
  const handled: string[] = []
  const sent: string[] = []
  const open: ((answer: Answer) => void)[] = []
  const inbox = new Inbox({
    answer: (call) => {
      handled.push(call.text)
      return new Promise((resolve) => open.push(resolve))
    },
    overdueAnswer: (call) => `overdue ${call.text}`,
    send: (text) => sent.push(text),
    onRepeated() {},
    onWaiting() {},
    replays: new ReplayCache(),
    replayedActions: new Set(['StartTransaction']),
    handlerSeconds: 25,
    bootSeconds: 8,
  })
  const finish = async (text: string) => {
    open.shift()?.({ text, isKept: true })
    await turn()
  }
  return { inbox, handled, sent, finish }
}

function call(text: string, action = 'StatusNotification', receivedMs = 0): InboundCall {
  return { id: '1', action, payload: {}, text, repairs: [], receivedAt: Temporal.Now.instant(), receivedMs }
}

test('calls are handled one after another in the order they came', async () => {
  const { inbox, handled, sent, finish } = build()
  for (const text of ['a', 'b', 'c']) inbox.push(call(text))
  assert.deepEqual(handled, ['a'])
  await finish('A')
  assert.deepEqual(handled, ['a', 'b'])
  await finish('B')
  await finish('C')
  assert.deepEqual(sent, ['A', 'B', 'C'])
  assert.ok(inbox.isIdle)
})

test('a frame that comes again while it is in process is handled once and answered twice (Q-023)', async () => {
  const { inbox, handled, sent, finish } = build()
  for (const text of ['a', 'b', 'a', 'b', 'a']) inbox.push(call(text))
  await finish('A')
  await finish('B')
  assert.deepEqual(handled, ['a', 'b'])
  assert.deepEqual(sent, ['A', 'B', 'A', 'B', 'A'])
})

test('a repeated transaction message gets its answer again, any other message is handled anew', async () => {
  const { inbox, handled, sent, finish } = build()
  for (const action of ['StartTransaction', 'StartTransaction', 'Heartbeat', 'Heartbeat']) {
    inbox.push(call(action, action))
    await finish(`answer ${handled.length}`)
  }
  assert.deepEqual(handled, ['StartTransaction', 'Heartbeat', 'Heartbeat'])
  assert.deepEqual(sent, ['answer 1', 'answer 1', 'answer 2', 'answer 3'])
})

test('a late answer is replaced, and the next call still waits for it', async () => {
  const { inbox, handled, sent, finish } = build()
  inbox.push(call('boot', 'BootNotification'))
  inbox.push(call('status'))
  inbox.tick(7_999)
  assert.deepEqual(sent, [])
  inbox.tick(8_000)
  inbox.tick(9_000)
  assert.deepEqual(sent, ['overdue boot'])
  assert.deepEqual(handled, ['boot'])
  await finish('BOOT')
  assert.deepEqual(sent, ['overdue boot'])
  assert.deepEqual(handled, ['boot', 'status'])
  inbox.tick(24_999)
  inbox.tick(25_000)
  assert.deepEqual(sent, ['overdue boot', 'overdue status'])
})

test('what waits can be forgotten', async () => {
  const { inbox, handled, finish } = build()
  for (const text of ['a', 'b']) inbox.push(call(text))
  inbox.clear()
  const idle = inbox.idle()
  await finish('A')
  await idle
  assert.deepEqual(handled, ['a'])
})
