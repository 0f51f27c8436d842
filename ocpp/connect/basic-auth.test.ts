import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { isRightPassword, readBasicAuth } from './basic-auth.ts'

const hash = (secret: Buffer) => createHmac('sha256', 'test key').update(secret).digest()

function header(user: string, password: string | Buffer): string {
  return `Basic ${Buffer.concat([Buffer.from(`${user}:`), Buffer.from(password)]).toString('base64')}`
}

function verdict(sent: string, stored: string | Buffer | null, { identity = 'CP1', isHexTried = true } = {}): boolean {
  const credentials = readBasicAuth(sent)
  const passwordHash = stored === null ? null : hash(Buffer.from(stored))
  return credentials !== null && isRightPassword(credentials, { identity, passwordHash, isHexTried }, hash)
}

const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

test('the right password is right in every form that chargers send', () => {
  assert.ok(verdict(header('CP1', 'secret'), 'secret'))
  assert.ok(verdict(header('CP1', 'se:cr:et'), 'se:cr:et'))
  assert.ok(verdict(header('CP1', allBytes), allBytes), 'any bytes (Q-036)')
  assert.ok(verdict(header('CP1', allBytes.toString('hex')), allBytes), 'hex of the stored bytes')
  assert.ok(verdict(header('CP1', allBytes), allBytes.toString('hex')), 'bytes of the stored hex')
  assert.ok(verdict(header('CP1', allBytes), allBytes.toString('hex').toUpperCase()))
  assert.ok(verdict(header('CP1', 'abcdef'), 'ABCDEF'), 'hex in another case')
  assert.ok(verdict(header('RDAM|123', 'secret'), 'secret', { identity: 'RDAM|123' }))
  assert.ok(verdict(header('AA:BB', 'secret'), 'secret', { identity: 'AA:BB' }))
})

test('the scheme may be written in any case and without padding', () => {
  const base64 = Buffer.from('CP1:secret').toString('base64')
  assert.ok(verdict(`basic ${base64}`, 'secret'))
  assert.ok(verdict(`BASIC   ${base64.replace(/=+$/, '')}`, 'secret'))
})

test('everything else is wrong', () => {
  assert.equal(verdict(header('CP1', 'Secret'), 'secret'), false)
  assert.equal(verdict(header('CP2', 'secret'), 'secret'), false, 'user of another charger (S7)')
  assert.equal(verdict(header('', 'secret'), 'secret'), false)
  assert.equal(verdict(header('CP1', ''), ''), false, 'an empty password')
  assert.equal(verdict(header('CP1', 'secret'), null), false, 'a charger that we do not know')
  assert.equal(verdict(`Basic ${Buffer.from('CP1secret').toString('base64')}`, 'secret'), false)
  assert.equal(verdict(header('CP1', 'ab'), Buffer.from('ab', 'hex'), { isHexTried: false }), false, 'hex on 2.x')
})

test('a header that is not Basic gives no credentials', () => {
  for (const sent of [undefined, '', 'Basic', 'Basic ', 'Bearer abc', 'Basic a b', 'Basic {}']) {
    assert.equal(readBasicAuth(sent), null, String(sent))
  }
})
