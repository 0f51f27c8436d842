import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SigningRequest } from './certificate-authority.ts'
import { certifiedName, signingFault } from './signing-policy.ts'

const good: SigningRequest = {
  csr: '',
  commonNames: ['SN-1'],
  organizations: ['Acme'],
  key: { type: 'ecdsa', curve: 'P-256' },
  digest: 'SHA-256',
  keyHash: Buffer.alloc(32),
}
const subject = { identity: 'CP-1', serial: 'SN-1', operatorName: 'Acme' }

test('S-06: a charger gets a certificate in its own name and that of its operator, for a strong key', () => {
  const cases: [Partial<SigningRequest>, RegExp | null][] = [
    [{}, null],
    [{ commonNames: ['CP-1'] }, null],
    [{ commonNames: ['cp-1'] }, null],
    [{ organizations: [] }, null],
    [{ key: { type: 'rsa', bits: 2048 } }, null],
    [{ commonNames: [] }, /one common name/],
    [{ commonNames: ['CP-1', 'CP-2'] }, /one common name/],
    [{ commonNames: ['CP-2'] }, /neither/],
    [{ commonNames: ['sn-1'] }, /neither/],
    [{ organizations: ['Other'] }, /operator/],
    [{ organizations: ['Acme', 'Other'] }, /more than one/],
    [{ key: { type: 'rsa', bits: 1024 } }, /2048/],
    [{ key: { type: 'ecdsa', curve: 'K-256' } }, /curve/],
    [{ key: { type: 'other' } }, /ECDSA and RSA/],
    [{ digest: 'SHA-1' }, /SHA-1/],
  ]
  for (const [change, fault] of cases) {
    const found = signingFault({ ...good, ...change }, subject, { checksOrganization: true })
    if (fault === null) assert.equal(found, null, JSON.stringify(change))
    else assert.match(found ?? '', fault, JSON.stringify(change))
  }
})

test('an operator may leave the organization unchecked', () => {
  const other = { ...good, organizations: ['Other'] }
  assert.equal(signingFault(other, subject, { checksOrganization: false }), null)
})

test('an authority that writes the subject takes a request of any name, and calls the charger by its own', () => {
  const policy = { checksOrganization: true, writesSubject: true }
  for (const commonNames of [['SN-1'], ['cp-1'], ['Model 7']]) {
    assert.equal(signingFault({ ...good, commonNames, organizations: ['Maker'] }, subject, policy), null)
  }
  const called = [['SN-1'], ['CP-1'], ['Model 7']].map((commonNames) => certifiedName({ commonNames }, subject, {}))
  assert.deepEqual(called, ['SN-1', 'CP-1', 'CP-1'])
})

test('a charger without a serial number is not called by none', () => {
  const request = { ...good, commonNames: [''] }
  assert.match(signingFault(request, { ...subject, serial: '' }, { checksOrganization: true }) ?? '', /empty/)
  assert.match(signingFault(good, { ...subject, serial: null }, { checksOrganization: true }) ?? '', /neither/)
})
