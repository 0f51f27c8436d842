import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyMeter, faultsOf, meterOf } from './meter-form.ts'

test('a meter that is pushed to us needs nothing but its interval', () => {
  assert.deepEqual(faultsOf(emptyMeter), {})
  assert.deepEqual(meterOf(emptyMeter), { measures: 'total', intervalSeconds: 5, source: { kind: 'push' } })
  assert.deepEqual(faultsOf({ ...emptyMeter, interval: '0' }), { interval: 'whole' })
})

test('a Modbus meter is its registers with type and scale; what has no address is not read', () => {
  const form = {
    ...emptyMeter,
    kind: 'modbus' as const,
    host: ' 10.0.0.7 ',
    l1: '12',
    power: '40',
    currentScale: '0,1',
  }
  assert.deepEqual(faultsOf(form), {})
  const { source } = meterOf(form)
  assert.deepEqual(source.kind === 'modbus' && [source.host, source.registers.l1, source.registers.l2], [
    '10.0.0.7',
    { address: 12, type: 'float32', scale: 0.1 },
    null,
  ])
})

test('a broker needs its address, its topic and at least one value in the message', () => {
  const form = { ...emptyMeter, kind: 'mqtt' as const, password: 'secret' }
  assert.deepEqual(faultsOf(form), { url: 'needed', topic: 'needed', l1: 'needed' })
  assert.equal(meterOf(form).password, 'secret')
  assert.equal('password' in meterOf({ ...form, kind: 'push' }), false)
})
