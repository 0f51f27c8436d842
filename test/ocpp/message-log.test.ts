import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validCalls } from '../support/ocpp-messages.ts'
import { connectWire } from '../support/ocpp-wire.ts'
import { quarantineOf, read } from '../support/session-rows.ts'
import { eventually, startSystem } from '../support/system.ts'

test('F-14: every exchange has one row with call, reply, result and latency, there before the reply when it acknowledges', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-0001'] })
  const charger = await connectWire(system, 'CP-1')
  const rowsOf = (id: string) => read(system, 'select * from message_log where message_id = $1', [id])

  await charger.call('BootNotification', validCalls['1.6'].BootNotification, 'boot')
  const start = { ...validCalls['1.6'].StartTransaction, idTag: 'CARD-0001' }
  const reply = await charger.call('StartTransaction', start, 'start')
  const [row, ...more] = await rowsOf('start')
  assert.deepEqual(more, [])
  assert.deepEqual([row!.direction, row!.action, row!.result, row!.repairs], ['in', 'StartTransaction', 'ok', null])
  assert.deepEqual(JSON.parse(row!.call), [2, 'start', 'StartTransaction', { ...start, idTag: 'CA…0001' }])
  assert.deepEqual(JSON.parse(row!.reply), reply)
  assert.ok(row!.latency_us > 0)
  assert.equal((await rowsOf('boot')).length, 1)

  // What was put right is said, and what was refused too.
  await charger.call('StatusNotification', { connectorId: '1', errorCode: 'Error', status: 'faulted' }, 'status')
  const [status] = await rowsOf('status')
  assert.equal(status!.result, 'ok')
  assert.ok(status!.repairs.split(', ').length >= 3, status!.repairs)
  await charger.call('Authorize', {}, 'refused')
  const [refused] = await eventually(
    () => rowsOf('refused'),
    ({ length }) => length > 0,
  )
  assert.equal(refused!.result, 'OccurenceConstraintViolation')
  assert.equal(JSON.parse(refused!.reply)[2], 'OccurenceConstraintViolation')

  // A transaction message that cannot be used is kept whole beside its row.
  const broken = JSON.stringify([2, 'broken', 'StopTransaction', { transactionId: {}, meterStop: 'none' }])
  charger.send(broken)
  const [stop] = await eventually(
    () => rowsOf('broken'),
    ({ length }) => length > 0,
  )
  assert.equal(stop!.result, 'quarantined')
  const [kept, ...others] = await quarantineOf(system, 'CP-1')
  assert.deepEqual(others, [])
  assert.deepEqual([kept!.action, kept!.frame], ['StopTransaction', broken])
  assert.ok(kept!.reason.length > 0)

  // What cannot even be read has a row as well.
  charger.send('[2,"cut","StopTransaction",{"transactionId":')
  const unread = () => read(system, `select call, reply, result from message_log where call like '%"cut"%'`)
  assert.deepEqual(await eventually(unread, ({ length }) => length > 0), [
    { call: '[2,"cut","StopTransaction",{"transactionId":', reply: null, result: 'GenericError' },
  ])
  charger.close()
})

test('F-06: one of our calls has one row, also when it had to be prepared', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-0001'] })
  const charger = await connectWire(system, 'CP-1')
  await charger.call('BootNotification', validCalls['1.6'].BootNotification)
  const [, , { transactionId }] = await charger.call('StartTransaction', {
    ...validCalls['1.6'].StartTransaction,
    idTag: 'CARD-0001',
  })
  const command = system.admin('command.send', {
    charger: 'CP-1',
    request: { kind: 'stop', sessionId: null, evse: 1 },
    deadlineSeconds: 20,
  })
  const call = await charger.nextCall()
  assert.deepEqual(call.slice(2), ['RemoteStopTransaction', { transactionId }])
  charger.answer(call, { status: 'Accepted' })
  assert.equal((await command).state, 'accepted')
  await charger.call('Heartbeat', {})
  const ask = () => read(system, `select * from message_log where direction = 'out'`)
  const [row, ...more] = await eventually(ask, ({ length }) => length > 0)
  assert.deepEqual(more, [])
  assert.deepEqual([row!.action, row!.message_id, row!.result], ['RemoteStopTransaction', call[1], 'ok'])
  assert.deepEqual(JSON.parse(row!.reply), [3, call[1], { status: 'Accepted' }])
  charger.close()
})

test('A-09: tokens, typed-in codes and passwords are not to be found in the message log', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connectWire(system, 'CP-1', { protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', validCalls['2.0.1'].BootNotification)
  const authorize = (idToken: string, type: string) => charger.call('Authorize', { idToken: { idToken, type } })
  await authorize('CANARY-CARD-01', 'ISO14443')
  await authorize('CANARY-PIN-02', 'KeyCode')
  await charger.call('Authorize', { idToken: 'CANARY-BAD-03' })
  await charger.call(
    'TransactionEvent',
    { idToken: { idToken: 'CANARY-EVENT-04', type: 'KeyCode' }, seqNo: 'x' },
    'event',
  )
  const data = { password: 'CANARY-WORD-05', url: 'ftp://user:CANARY-LOGIN-06@host/' }
  await charger.call('DataTransfer', { vendorId: 'Acme', data }, 'last')
  await eventually(
    () => read(system, `select from message_log where message_id = 'last'`),
    ({ length }) => length > 0,
  )
  const rows = await read(system, 'select call, reply from message_log')
  const text = JSON.stringify(rows)
  assert.equal(text.includes('CANARY'), false, text)
  assert.ok(text.includes('CA…D-01'))
  charger.close()
})
