import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRemoteReader } from './remote.ts'

function remote(peer: string, headers: Record<string, string>, trusted: string[]) {
  const { address, isEncrypted } = createRemoteReader(trusted)({ socket: { remoteAddress: peer }, headers } as never)
  return `${address} ${isEncrypted ? 'tls' : 'plain'}`
}

const forwarded = { 'x-forwarded-for': '9.9.9.9, 203.0.113.5, 10.0.0.2', 'x-forwarded-proto': 'https' }

test('a proxy is believed only when it is ours', () => {
  assert.equal(remote('10.0.0.1', forwarded, []), '10.0.0.1 plain')
  assert.equal(remote('10.0.0.1', forwarded, ['10.0.0.0/8']), '203.0.113.5 tls')
  assert.equal(remote('::ffff:10.0.0.1', forwarded, ['10.0.0.1']), '10.0.0.2 tls')
  assert.equal(remote('10.0.0.1', { 'x-forwarded-for': 'nonsense' }, ['10.0.0.1']), '10.0.0.1 plain')
  assert.equal(remote('2001:db8::1', {}, ['2001:db8::/32']), '2001:db8::1 plain')
})
