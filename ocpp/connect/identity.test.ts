import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddress } from './identity.ts'

const charger = (identity: string, tenantSlug: string | null = null) => ({ identity, tenantSlug })

const cases: [string, ReturnType<typeof readAddress>][] = [
  ['/ocpp/CP1', charger('CP1')],
  ['/ocpp/north/CP1', charger('CP1', 'north')],
  ['//ocpp//CP1/', charger('CP1')],
  ['/ocpp/CP1?version=2', charger('CP1')],
  ['ws://csms.example/ocpp/CP1', charger('CP1')],
  ['http://csms.example:8080/ocpp/north/CP1#x', charger('CP1', 'north')],
  ['/ocpp/RDAM%7C123', charger('RDAM|123')],
  ['/ocpp/AA:BB:CC:DD:EE:FF', charger('AA:BB:CC:DD:EE:FF')],
  ['/ocpp/DE*ABC*E.1-2_3=4+5@6', charger('DE*ABC*E.1-2_3=4+5@6')],
  [`/ocpp/${'x'.repeat(48)}`, charger('x'.repeat(48))],
  [`/ocpp/${'x'.repeat(49)}`, 'malformed-identity'],
  [`/ocpp/${'x'.repeat(5000)}`, 'malformed-identity'],
  ['/ocpp/', 'malformed-identity'],
  ['/ocpp/..', 'malformed-identity'],
  ['/ocpp/%2e%2e', 'malformed-identity'],
  ['/ocpp/a%2e%2e%2fb', 'malformed-identity'],
  ['/ocpp/CP1%00', 'malformed-identity'],
  ['/ocpp/CP1%0d%0a', 'malformed-identity'],
  ['/ocpp/%2543P1', 'malformed-identity'],
  ['/ocpp/CP%', 'malformed-identity'],
  ['/ocpp/CP%FF', 'malformed-identity'],
  ['/ocpp/%D0%A1P1', 'malformed-identity'], // a Cyrillic С
  ['/ocpp/CP 1', 'malformed-identity'],
  ['/ocpp/CP%2F1', 'malformed-identity'],
  ['/ocpp/North/CP1', 'unknown-path'],
  ['/ocpp/%6eorth/CP1', 'unknown-path'],
  ['/ocpp/a/b/CP1', 'unknown-path'],
  ['/CP1', 'unknown-path'],
  ['/', 'unknown-path'],
  ['', 'unknown-path'],
]

test('a request path names a charger, or is refused', () => {
  for (const [url, expected] of cases) assert.deepEqual(readAddress(url), expected, url)
})
