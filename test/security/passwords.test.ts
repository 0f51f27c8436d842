import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginPasswordChange } from '#core/chargers/begin-password-change.ts'
import type { PasswordOutcome } from '#core/chargers/charger.ts'
import { settlePasswordChange } from '#core/chargers/settle-password-change.ts'
import { createSecrets } from '#server/secrets.ts'
import { read } from '../support/session-rows.ts'
import { type System, startSystem } from '../support/system.ts'
import { come, statusOf } from '../support/tls.ts'

const env = { VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }

/** What a command that changes a password does of the core, before and after it has talked to the charger. */
async function changing(system: System, identity: string) {
  const [{ tenant_id }] = (await read(system, 'select tenant_id::int from charger where identity = $1', [
    identity,
  ])) as [any]
  const actor = { kind: 'system', name: 'password change' } as const
  const ctx = system.server.storage.contextFor({ tenant: tenant_id, actor, door: 'job' })
  const charger = (await ctx.chargers.find(identity))!
  const { hash } = createSecrets(Buffer.alloc(32, 7))
  return {
    begin: () => beginPasswordChange({ transaction: ctx.transaction, hashSecret: hash }, charger.id),
    settle: (outcome: PasswordOutcome) => settlePasswordChange(ctx, charger, outcome),
  }
}

const by = (password: string) => ({ isPlain: true, password })

test('S-04: after "Accepted" the new password is the only one, and the connection stays', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const old = system.passwords.get('CP-1')!
  const { begin, settle } = await changing(system, 'CP-1')
  const connected = await come(system, 'CP-1', by(old))
  const next = (await begin())!
  assert.match(next, /^[A-Za-z0-9]{20}$/)
  assert.equal(await settle('accepted'), true)
  connected.socket.send('[2,"1","Heartbeat",{}]')
  const answer = await new Promise((resolve) => connected.socket.once('message', (data) => resolve(String(data))))
  assert.match(String(answer), /currentTime/)

  assert.equal(await statusOf(system, 'CP-1', by(old)), 401)
  assert.equal(await statusOf(system, 'CP-1', by(next)), 101)
  assert.equal(await settle('accepted'), false, 'there is nothing left to settle')
})

test('S-04: after a refusal the old password stays and the new one was never good', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const { begin, settle } = await changing(system, 'CP-1')
  const next = (await begin())!
  await settle('refused')
  assert.equal(await statusOf(system, 'CP-1', by(next)), 401)
  assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 101)
})

for (const used of ['old', 'new'] as const) {
  test(`S-04, Q-039: when the answer is lost both passwords are good until the ${used} one is used`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const passwords = { old: system.passwords.get('CP-1')!, new: '' }
    const { begin, settle } = await changing(system, 'CP-1')
    passwords.new = (await begin())!
    await settle('uncertain')
    assert.equal(await statusOf(system, 'CP-1', by('neither-of-the-two')), 401)
    assert.equal(await statusOf(system, 'CP-1', by(passwords[used])), 101)
    assert.equal(await statusOf(system, 'CP-1', by(passwords[used === 'old' ? 'new' : 'old'])), 401)
    assert.equal(await statusOf(system, 'CP-1', by(passwords[used])), 101)
    const trail = await read(system, `select body from audit_entry where action = 'charger.password_proved'`)
    assert.deepEqual(
      trail.map(({ body }) => body.kept),
      [used === 'old' ? 'current' : 'pending'],
    )
  })
}

test('S-04: a charger that reconnects before it was told of the new password does not void it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const old = system.passwords.get('CP-1')!
  const { begin, settle } = await changing(system, 'CP-1')
  const next = (await begin())!
  assert.equal(await statusOf(system, 'CP-1', by(old)), 101)
  await settle('accepted')
  assert.equal(await statusOf(system, 'CP-1', by(next)), 101)
  assert.equal(await statusOf(system, 'CP-1', by(old)), 401)
})

test('S-04: no third password is made while it is not known which of two the charger has', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const { begin, settle } = await changing(system, 'CP-1')
  const next = (await begin())!
  assert.equal(await begin(), null)
  await settle('uncertain')
  assert.equal(await begin(), null)
  assert.equal(await statusOf(system, 'CP-1', by(next)), 101)
  assert.notEqual(await begin(), null)
})

test('S-03: a pending password is taken in every form of 1.6, and becomes the current one', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const { begin, settle } = await changing(system, 'CP-1')
  const next = (await begin())!
  await settle('uncertain')
  assert.equal(await statusOf(system, 'CP-1', by(Buffer.from(next).toString('hex'))), 101)
  assert.equal(await statusOf(system, 'CP-1', by(next)), 101)
})

test('S5: a password that says little more than the identity, or that everybody knows, is refused', async (t) => {
  const system = await startSystem(t)
  const refused = ['DEPOT-NORTH-7', 'depot-north-7', 'DEPOT-NORTH-7!', 'depot-north-71', 'password', 'changeme123']
  for (const password of [...refused, '12345678', 'aaaaaaaa', 'short']) {
    const asked = system.admin('charger.add', { identity: 'DEPOT-NORTH-7', password })
    await assert.rejects(asked, /password/i, password)
  }
  await system.addCharger('DEPOT-NORTH-7', { password: 'four words on a gate' })
})
