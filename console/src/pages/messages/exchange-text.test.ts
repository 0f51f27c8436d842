import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../../../../api/console/wire/chargers.ts'
import { exchangeJson, exchangeText, transactionOf } from './exchange-text.ts'

const message: Message = {
  key: '1-aa',
  at: '2027-01-31T12:00:00.000Z',
  direction: 'in',
  action: 'StartTransaction',
  messageId: '7',
  call: '[2,"7","StartTransaction",{"connectorId":1}]',
  reply: '[3,"7",{"transactionId":42}]',
  result: 'ok',
  repairs: 'enum-case status, id-number',
  latencyMs: 12.5,
}

test('an exchange is copied as JSON, and as text that people read', () => {
  assert.deepEqual(JSON.parse(exchangeJson(message, 'CP-1')).call[3], { connectorId: 1 })
  assert.deepEqual(JSON.parse(exchangeJson({ ...message, reply: '[3,"cut…' }, 'CP-1')).reply, '[3,"cut…')
  assert.match(
    exchangeText(message, 'CP-1'),
    /^2027-01-31T12:00:00\.000Z {2}CP-1 -> server {2}StartTransaction {2}id 7\n/,
  )
  assert.match(exchangeText({ ...message, reply: null }, 'CP-1'), /reply:\n\(none\)$/)
})

test('the transaction of an exchange is found in its call or its reply', () => {
  assert.equal(transactionOf(message), '42')
  assert.equal(transactionOf({ call: '[2,"1","MeterValues",{"transactionId":7}]', reply: null }), '7')
  const event = '[2,"1","TransactionEvent",{"transactionInfo":{"transactionId":"a-b"}}]'
  assert.equal(transactionOf({ call: event, reply: '[3,"1",{}]' }), 'a-b')
  assert.equal(transactionOf({ call: '[2,"1","Heartbeat",{}]', reply: '[3,"1",{"currentTime":"x"}]' }), null)
  assert.equal(transactionOf({ call: 'no JSON', reply: null }), null)
})
