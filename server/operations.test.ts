import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '#core/errors.ts'
import { runOperation } from './operation.ts'
import { createOperations } from './operations.ts'
import { readConfig } from './read-config.ts'

const start = { kind: 'start', evse: null, tokenUid: 'A' }

const refused: [string, object, RegExp][] = [
  ['tenant.add', {}, /^Missing argument: slug\.$/],
  ['tenant.add', { slug: 'Depot North' }, /^Argument slug must match pattern/],
  ['charger.add', { identity: 7 }, /^Argument identity must be string\.$/],
  ['charger.add', { identity: 'A', evses: 1.5 }, /^Argument evses must be integer\.$/],
  ['charger.add', { identity: 'A', colour: 'red' }, /^Unknown argument: colour\.$/],
  ['token.add', { uids: [] }, /^Argument uids must not have fewer than 1 items\.$/],
  ['client.add', { name: 'A', package: 'gold' }, /^Argument package must/],
  ['command.send', { charger: 'A', request: { kind: 'explode' } }, /^(Missing argument|Argument request)/],
  ['command.send', { charger: 'A', request: { ...start, evse: 0 } }, /^Argument request\.evse /],
  [
    'command.send',
    { charger: 'A', request: { kind: 'reset', mode: 'gently' } },
    /^(Missing argument|Argument request)/,
  ],
]

const reached: [string, object][] = [
  ['charger.add', { identity: 'A', tenant: 'depot', evses: 2 }],
  ['token.add', { uids: ['A', 'B'], vehicle: 'BUS-1' }],
  ['client.add', { name: 'A', package: 'premium' }],
  ['command.send', { charger: 'A', request: start, deadlineSeconds: 5 }],
  ['command.send', { charger: 'A', request: { kind: 'stop', sessionId: 1, evse: null } }],
  ['command.send', { charger: 'A', request: { kind: 'trigger', message: 'Heartbeat', connector: null } }],
]

describe('operations', () => {
  for (const [name, args, sentence] of refused) {
    test(`${name} does not take ${JSON.stringify(args)}`, async () => {
      const error = await errorOf(name, args)
      assert.equal(error.kind, 'usage')
      assert.match(error.message, sentence)
    })
  }

  for (const [name, args] of reached) {
    test(`${name} takes ${JSON.stringify(args)}`, async () => {
      assert.deepEqual(await errorOf(name, args), { kind: 'refused', code: 'tenant_not_found', message: 'No tenant.' })
    })
  }
})

async function errorOf(name: string, args: object) {
  const quiet = () => {}
  const operations = createOperations({
    contextFor: () => Promise.reject(new Problem('tenant_not_found', 'No tenant.')),
    addTenant: async (slug, tenantName) => ({ slug, name: tenantName }),
    tenants: async () => [],
    hashSecret: () => Buffer.alloc(32),
    hashPassword: async () => '',
    settings: readConfig({}),
    maintenance: {},
    csv: {},
    certificates: {},
    apiTokens: {},
  })
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const outcome = await runOperation(operations, { name, args, signal: new AbortController().signal, log })
  assert.ok('error' in outcome)
  return outcome.error
}
