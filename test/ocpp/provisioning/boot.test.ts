import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boots, command, settingsCharger } from '#test/support/provisioning-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const accept = { TriggerMessage: () => ({ status: 'Accepted' }) }

for (const protocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
  test(`a ${protocol} charger that is pending`, async (t) => {
    const system = await startSystem(t)
    await system.addCharger('CP-1', { provisioning: 'automatic' })
    await read(system, `update charger set registration = 'pending', boot_interval_seconds = 77`)
    const answers = {
      ...accept,
      GetBaseReport: () => ({ status: 'Accepted' }),
      GetConfiguration: () => ({ configurationKey: [] }),
    }
    const charger = await settingsCharger(system, 'CP-1', { protocol, answers, boot: null })
    const is16 = protocol === 'ocpp1.6'

    await t.test('B02.FR.01, B-06: is told so, with the interval that is set for it', async () => {
      const answer = await charger.call('BootNotification', boots[protocol]!)
      assert.deepEqual([answer.status, answer.interval], ['Pending', 77])
    })

    await t.test('B02.FR.02, B02.FR.09: may send what it was asked for, and nothing else', async () => {
      await assert.rejects(charger.call('Heartbeat', {}), { rpcErrorCode: 'SecurityError' })
      const inventory = await command(system, 'CP-1', { kind: 'read-device-model', inventory: 'full' })
      assert.equal(inventory.state, 'accepted')
      if (!is16) {
        const { requestId } = charger.of('GetBaseReport')[0]
        const report = { requestId, generatedAt: new Date().toISOString(), seqNo: 0 }
        assert.deepEqual(await charger.call('NotifyReport', report), {})
      }
      await command(system, 'CP-1', { kind: 'trigger', message: 'Heartbeat', connector: null })
      assert.ok((await charger.call('Heartbeat', {})).currentTime)
    })

    await t.test('B02.FR.05: is not asked to charge', async () => {
      const start = await command(system, 'CP-1', { kind: 'start', evse: 1, tokenUid: 'CARD-1' })
      assert.deepEqual([start.state, start.error.code], ['refused', 'SecurityError'])
    })

    await t.test('B02: is asked to boot once somebody has accepted it, and hears that it is', async () => {
      const booted = charger.of('TriggerMessage').length
      const { changeProvisioning } = await import('#core/chargers/provision-charger.ts')
      const ctx = system.server.storage.contextFor({
        tenant: 1,
        actor: { kind: 'client', name: 'a' },
        door: 'platform',
      })
      const { transaction, chargerLink } = ctx
      const [{ id }] = (await read(system, 'select id::int from charger')) as [{ id: number }]
      const used = { transaction, chargerLink, hashSecret: () => Buffer.alloc(32) }
      await changeProvisioning(used as never, id, { registration: 'accepted' })
      const [asked] = await eventually(
        async () => charger.of('TriggerMessage').slice(booted),
        ({ length }) => length === 1,
      )
      assert.equal(asked.requestedMessage, 'BootNotification')
      assert.equal((await charger.call('BootNotification', boots[protocol]!)).status, 'Accepted')
      assert.ok((await charger.call('Heartbeat', {})).currentTime)
    })
    assert.deepEqual(charger.violations, [])
  })

  test(`B03.FR.03, B03.FR.07: a ${protocol} charger that is rejected is sent nothing and may only boot again`, async (t) => {
    const system = await startSystem(t)
    await system.addCharger('CP-1', { provisioning: 'automatic' })
    await read(system, `update charger set registration = 'rejected'`)
    const charger = await settingsCharger(system, 'CP-1', { protocol, answers: accept, boot: null })
    assert.equal((await charger.call('BootNotification', boots[protocol]!)).status, 'Rejected')
    await assert.rejects(charger.call('Heartbeat', {}), { rpcErrorCode: 'SecurityError' })
    const read16 = await command(system, 'CP-1', { kind: 'read-settings', names: null })
    assert.deepEqual([read16.state, read16.error.code], ['refused', 'SecurityError'])
    assert.equal((await charger.call('BootNotification', boots[protocol]!)).status, 'Rejected')
    assert.deepEqual(charger.asked, [])
  })
}
