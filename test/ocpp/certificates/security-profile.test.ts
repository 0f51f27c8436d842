import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { raiseSecurityProfile } from '#core/chargers/raise-security-profile.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { bootedCharger, contextOf, errandOf } from '#test/support/certified-charger.ts'
import { read } from '#test/support/session-rows.ts'
import { type System, startSystem } from '#test/support/system.ts'
import { rootsOf, statusOf } from '#test/support/tls.ts'

const env = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }

async function raise(system: System, profile: number, url: string | null = null) {
  const ctx = contextOf(system)
  return raiseSecurityProfile(ctx, (await ctx.chargers.find('CP-1'))!, { profile, url })
}

type Charger = Awaited<ReturnType<typeof bootedCharger>>

async function installRoot(system: System, charger: Charger) {
  charger.answers('InstallCertificate', () => ({ status: 'Accepted' }))
  const pem = `${(await rootsOf(system)).split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`
  const ended = await sendCommand(contextOf(system), 'CP-1', {
    kind: 'install-certificate',
    use: 'CSMSRootCertificate',
    pem,
  })
  assert.equal(ended.state, 'accepted')
}

const profileOf = async (system: System) =>
  (await read(system, 'select security_profile as profile, next_security_profile as next from charger'))[0]!

describe('security profiles change', { concurrency: 3 }, () => {
  test('A05.FR.02, A05.FR.03: a charger without what it needs to come back is not moved, and never down', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    await assert.rejects(raise(system, 2), /no root/)
    await assert.rejects(raise(system, 1), /profile 1 already/)
    await installRoot(system, charger)
    await assert.rejects(raise(system, 3), /no certificate of its own/)
    assert.deepEqual(await profileOf(system), { profile: 1, next: null })
  })

  test('S-07: a charger of 1.6 is moved to profile 2, and with its first success the lower one is over', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    await installRoot(system, charger)
    charger.answers('ChangeConfiguration', () => ({ status: 'Accepted' }))
    await raise(system, 2)
    assert.deepEqual(await charger.wasAsked('ChangeConfiguration'), { key: 'SecurityProfile', value: '2' })
    await errandOf(system, 'security-profile', (errand) => errand?.progress === 'waiting')
    charger.heardNoNonsense()
    await charger.close()
    assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 101, 'until it has come by the new one')
    assert.equal(await statusOf(system, 'CP-1'), 101)
    assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 403)
    await errandOf(system, 'security-profile', (errand) => errand?.state === 'done')
    assert.deepEqual(await profileOf(system), { profile: 2, next: null })
  })

  test('S-07: a charger that refuses the new profile stays where it is', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env })
    const charger = await bootedCharger(system, '1.6')
    await installRoot(system, charger)
    charger.answers('ChangeConfiguration', () => ({ status: 'Rejected' }))
    await raise(system, 2)
    const failed = await errandOf(system, 'security-profile', (errand) => errand?.state === 'failed')
    assert.match(failed!.result.reason, /Rejected/)
    assert.deepEqual(await profileOf(system), { profile: 1, next: null })
  })

  for (const version of ['2.0.1', '2.1'] as const) {
    test(`B09, B10: a charger of ${version} gets the address in a free slot, then first place, then a restart`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], env })
      const charger = await bootedCharger(system, version)
      await installRoot(system, charger)
      charger.answers('SetNetworkProfile', () => ({ status: 'Accepted' }))
      charger.answers('SetVariables', ({ setVariableData: [{ component, variable }] }) => ({
        setVariableResult: [{ attributeStatus: 'Accepted', component, variable }],
      }))
      charger.answers('Reset', () => ({ status: 'Scheduled' }))
      charger.answers('GetVariables', ({ getVariableData: [{ component, variable }] }) => ({
        getVariableResult: [{ attributeStatus: 'Accepted', attributeValue: '1', component, variable }],
      }))
      const place = { componentInstance: null, evse: null, connector: null, variableInstance: null }
      const names = [{ component: 'OCPPCommCtrlr', variable: 'NetworkConfigurationPriority', ...place }]
      await sendCommand(contextOf(system), 'CP-1', { kind: 'read-settings', names })
      await assert.rejects(raise(system, 2), /has to be told the address/)
      await assert.rejects(raise(system, 2, 'ws://ocpp.example.com/ocpp'), /begin with wss/)
      await raise(system, 2, 'wss://ocpp.example.com/ocpp')

      const { configurationSlot, connectionData } = await charger.wasAsked('SetNetworkProfile')
      assert.equal(configurationSlot, 2)
      assert.deepEqual([connectionData.ocppCsmsUrl, connectionData.securityProfile], ['wss://ocpp.example.com/ocpp', 2])
      assert.equal((await charger.wasAsked('SetVariables')).setVariableData[0].attributeValue, '2,1')
      assert.equal((await charger.wasAsked('Reset')).type, 'OnIdle')
      await errandOf(system, 'security-profile', (errand) => errand?.progress === 'waiting')
      charger.heardNoNonsense()

      // It does not come: everything is taken back, and the old address is first again.
      await read(system, `update charger set next_security_profile_until = server_time() - interval '1 second'`)
      const over = await errandOf(system, 'security-profile', (errand) => errand?.state === 'expired')
      assert.match(over!.result.reason, /did not come/)
      assert.equal((await charger.wasAsked('SetVariables', 2)).setVariableData[0].attributeValue, '1')
      assert.deepEqual(await profileOf(system), { profile: 1, next: null })
    })
  }
})
