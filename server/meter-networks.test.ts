import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meterReach } from './meter-networks.ts'

const reached = (allowed: string[], addresses: string[]) => addresses.filter(meterReach(allowed).mayConnect)
const inside = ['10.1.2.3', '192.168.1.9', '172.16.0.1', '169.254.169.254', 'fd00::1', 'fe80::1', '::ffff:10.1.2.3']
const itself = ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1']

test('without a word of the operator meters are outside only', () => {
  assert.deepEqual(reached([], [...inside, ...itself, 'meter.local', '']), [])
  assert.deepEqual(reached([], ['8.8.8.8', '2606:4700::1111']), ['8.8.8.8', '2606:4700::1111'])
})

test('a network that is named is reached, and no other', () => {
  assert.deepEqual(reached(['192.168.1.0/24'], [...inside, ...itself]), ['192.168.1.9'])
})

test('the server itself is reached only when it is named by itself', () => {
  assert.deepEqual(reached(['0.0.0.0/1', '::/0'], itself), [])
  assert.deepEqual(reached(['127.0.0.1'], itself), ['127.0.0.1', '::ffff:127.0.0.1'])
  assert.deepEqual(reached(['::1'], itself), ['::1'])
})
