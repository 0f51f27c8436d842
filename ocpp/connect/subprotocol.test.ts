import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OcppVersion } from '../rpc/version.ts'
import { agreeOnVersion } from './subprotocol.ts'

const enabled: OcppVersion[] = ['1.6', '2.0.1']

function agreed(header: string | undefined, options: { allowed?: OcppVersion[]; assumed?: OcppVersion } = {}) {
  const agreement = agreeOnVersion(header, {
    enabled,
    allowed: options.allowed ?? null,
    assumed: options.assumed ?? null,
  })
  return agreement && [agreement.version, agreement.spelling]
}

test('the highest common version is chosen and its spelling echoed', () => {
  assert.deepEqual(agreed('ocpp1.6'), ['1.6', 'ocpp1.6'])
  assert.deepEqual(agreed('ocpp1.6, ocpp2.0.1'), ['2.0.1', 'ocpp2.0.1'])
  assert.deepEqual(agreed('OCPP1.6'), ['1.6', 'OCPP1.6'])
  assert.deepEqual(agreed(' ocpp2.1 ,ocpp1.6 '), ['1.6', 'ocpp1.6'])
})

test('a charger that is set up for some versions speaks one of those or none', () => {
  assert.deepEqual(agreed('ocpp1.6,ocpp2.0.1', { allowed: ['1.6'] }), ['1.6', 'ocpp1.6'])
  assert.equal(agreed('ocpp2.0.1', { allowed: ['1.6'] }), null)
})

test('there may be no common version', () => {
  for (const header of ['ocpp1.5', 'ocpp2.1', 'ocpp2.0', 'ocpp1.6x', '1.6', ',', undefined, '']) {
    assert.equal(agreed(header), null, String(header))
  }
})

test('a charger that names none may be taken for one of an assumed version', () => {
  assert.deepEqual(agreed(undefined, { assumed: '1.6' }), ['1.6', null])
  assert.equal(agreed('ocpp1.5', { assumed: '1.6' }), null)
  assert.equal(agreed(undefined, { assumed: '1.6', allowed: ['2.0.1'] }), null)
})
