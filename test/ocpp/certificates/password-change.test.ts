import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { askPasswordChange } from '#core/chargers/ask-password-change.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { bootedCharger, contextOf } from '#test/support/certified-charger.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'
import { statusOf } from '#test/support/tls.ts'

const env = { VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }
const by = (password: string) => ({ isPlain: true, password })

async function changePassword(system: System) {
  const ctx = contextOf(system)
  return askPasswordChange(ctx, (await ctx.chargers.find('CP-1'))!)
}

const pending = async (system: System) =>
  (
    await read(
      system,
      `select pending_password_hash is not null as is_pending, pending_password_uncertain as is_uncertain,
              pending_password_sealed is not null as is_sealed from charger`,
    )
  )[0]!

/** Everything that the database keeps as text. */
async function everythingKept(system: System): Promise<string> {
  const tables = ['command', 'message_log', 'audit_entry', 'fact', 'errand', 'device_variable']
  const rows = await Promise.all(tables.map((table) => read(system, `select * from ${table}`)))
  return JSON.stringify(rows)
}

describe('passwords change', { concurrency: 3 }, () => {
  for (const version of ['1.6', '2.0.1', '2.1'] as const) {
    test(`S-04, A01.FR.03: a charger of ${version} takes its new password, and nobody else ever sees it`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], env })
      const charger = await bootedCharger(system, version)
      let told = ''
      charger.answers('ChangeConfiguration', ({ key, value }) => {
        assert.equal(key, 'AuthorizationKey')
        told = Buffer.from(value, 'hex').toString()
        return { status: 'Accepted' }
      })
      charger.answers('SetVariables', ({ setVariableData: [{ attributeValue, component, variable }] }) => {
        told = attributeValue
        return { setVariableResult: [{ attributeStatus: 'Accepted', component, variable }] }
      })
      await changePassword(system)
      await eventually(
        () => pending(system),
        ({ is_pending }) => told !== '' && !is_pending,
        15_000,
      )
      assert.match(told, /^[A-Za-z0-9]{20}$/)
      const kept = await everythingKept(system)
      for (const form of [told, Buffer.from(told).toString('hex')])
        assert.ok(!kept.includes(form), 'it is written somewhere')
      assert.match(kept, /change-password/)
      charger.heardNoNonsense()
      await charger.close()
      assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 401)
      assert.equal(await statusOf(system, 'CP-1', by(told)), 101)
    })
  }

  test('A01.FR.04: a charger that refuses its new password goes on with the old one', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    charger.answers('ChangeConfiguration', () => ({ status: 'NotSupported' }))
    await changePassword(system)
    await charger.wasAsked('ChangeConfiguration')
    await eventually(
      () => pending(system),
      ({ is_pending }) => !is_pending,
    )
    await charger.close()
    assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 101)
  })

  test('S-04: a charger that has to restart first may come with either password', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '2.0.1')
    let told = ''
    charger.answers('SetVariables', ({ setVariableData: [{ attributeValue, component, variable }] }) => {
      told = attributeValue
      return { setVariableResult: [{ attributeStatus: 'RebootRequired', component, variable }] }
    })
    await changePassword(system)
    await eventually(
      () => pending(system),
      ({ is_uncertain }) => is_uncertain,
      10_000,
    )
    await assert.rejects(changePassword(system), /under way/)
    await charger.close()
    assert.equal(await statusOf(system, 'CP-1', by(told)), 101)
    assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 401)
  })

  test('Q-039: a charger that is cut off before it answers may come with either password', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    let told = ''
    charger.answers('ChangeConfiguration', ({ value }) => {
      told = Buffer.from(value, 'hex').toString()
      void charger.close()
      return new Promise(() => undefined)
    })
    await changePassword(system)
    await eventually(
      () => pending(system),
      ({ is_uncertain, is_sealed }) => is_uncertain && !is_sealed,
      20_000,
    )
    assert.equal(await statusOf(system, 'CP-1', by('neither of the two')), 401)
    assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 101)
    assert.equal(await statusOf(system, 'CP-1', by(told)), 401)
  })

  test('S-04: a change that never got to the charger is none', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const command = await changePassword(system)
    await read(
      system,
      `update command set state = 'expired', ended_at = server_time() - interval '1 minute' where id = $1`,
      [command.id],
    )
    await eventually(
      () => pending(system),
      ({ is_pending }) => !is_pending,
      15_000,
    )
    assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 101)
  })

  test('S-04: a password that somebody sends word for word is good beside the old one, so that nobody is locked out', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    charger.answers('ChangeConfiguration', () => ({ status: 'Accepted' }))
    const value = Buffer.from('sixteen-or-more!').toString('hex')
    const payload = { key: 'AuthorizationKey', value }
    await sendCommand(contextOf(system), 'CP-1', { kind: 'custom', action: 'ChangeConfiguration', payload })
    assert.ok(!(await everythingKept(system)).includes(value))
    await charger.close()
    assert.equal(await statusOf(system, 'CP-1', by('sixteen-or-more!')), 101)
    assert.equal(await statusOf(system, 'CP-1', by(system.passwords.get('CP-1')!)), 401)
  })
})
