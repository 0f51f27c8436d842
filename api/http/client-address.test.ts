import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressBehind, plainAddress } from './client-address.ts'
import { networks } from './networks.ts'

const cases: [title: string, hops: number, proxies: string[], peer: string, header: string, expected: string][] = [
  ['nobody is believed by default', 0, [], '192.0.2.1', '198.51.100.7', '192.0.2.1'],
  ['one proxy tells who called it', 1, [], '10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['what the caller wrote before it proves nothing', 1, [], '10.0.0.1', '203.0.113.9, 198.51.100.7', '198.51.100.7'],
  ['two proxies', 2, [], '10.0.0.1', '203.0.113.9, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
  ['a request past fewer proxies', 2, [], '10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['no header', 1, [], '192.0.2.1', '', '192.0.2.1'],
  ['an entry that is no address', 1, [], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['an entry with a port', 1, [], '10.0.0.1', '198.51.100.7:4711', '198.51.100.7'],
  ['an IPv6 entry with a port', 1, [], '10.0.0.1', '[2001:db8::7]:4711', '2001:db8::7'],
  ['known proxies', 0, ['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
  ['a caller that is no known proxy', 0, ['10.0.0.0/8'], '192.0.2.1', '198.51.100.7', '192.0.2.1'],
]

for (const [title, trustProxyHops, proxies, peer, header, expected] of cases) {
  test(`the address of a caller: ${title}`, () => {
    assert.equal(addressBehind(peer, header, { trustProxyHops, isProxy: networks(proxies) }), expected)
  })
}

test('an IPv4 address stays one when the socket speaks IPv6', () => {
  assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(plainAddress('fe80::1%eth0'), 'fe80::1')
  assert.equal(plainAddress('2001:db8::1'), '2001:db8::1')
})

test('networks are written as CIDR or as single addresses of either family', () => {
  const isIn = networks(['10.0.0.0/8', '192.0.2.5', '2001:db8::/32'])
  for (const address of ['10.1.2.3', '192.0.2.5', '2001:db8:1::1']) assert.equal(isIn(address), true, address)
  for (const address of ['11.0.0.1', '192.0.2.6', '2001:db9::1', '', 'x']) assert.equal(isIn(address), false, address)
})
