import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validCalls } from '#test/support/ocpp-messages.ts'
import { connectWire } from '#test/support/ocpp-wire.ts'
import { assertRefused, chargePoints, openPlatform } from '#test/support/platform-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const password = 'a long enough password'

test('what the voltyard member says of a charge point counts at once', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)
  const made = await platform.addChargePoint('CP-1', { voltyard: { password, provisioning: 'off' } })
  const set = async (voltyard: object) => {
    const changed = await platform.patch(`${chargePoints}/${made.id}`, { voltyard })
    assert.equal(changed.status, 200, changed.text)
    return changed.body.data.voltyard
  }
  const connect = (protocol: string, given = password) => connectWire(system, 'CP-1', { protocol, password: given })
  const boot = validCalls['2.0.1'].BootNotification
  const status = validCalls['2.0.1'].StatusNotification

  await t.test('a pending 2.0.1 charger is refused, and let in again without connecting anew', async () => {
    const charger = await connect('ocpp2.0.1')
    assert.equal((await charger.call('BootNotification', boot))[2].status, 'Accepted')
    assert.equal((await charger.call('StatusNotification', status))[0], 3)

    await set({ bootPolicy: 'pending', bootIntervalS: 17 })
    const refused = await charger.call('StatusNotification', status)
    assert.deepEqual([refused[0], refused[2]], [4, 'SecurityError'])
    const [, , again] = await charger.call('BootNotification', boot)
    assert.deepEqual([again.status, again.interval], ['Pending', 17])

    await set({ bootPolicy: 'rejected' })
    assert.equal((await charger.call('BootNotification', boot))[2].status, 'Rejected')

    const now = await set({ bootPolicy: 'accepted' })
    assert.deepEqual([now.bootPolicy, now.bootIntervalS], ['accepted', 17])
    assert.equal((await charger.call('StatusNotification', status))[0], 3)
    assert.deepEqual(
      charger.frames.filter(([kind]) => kind === 2),
      [],
      'nothing was sent to the charger',
    )
    charger.close()
  })

  await t.test('a charger may speak the versions that were set and no other', async () => {
    assert.deepEqual((await set({ protocols: ['1.6', 'ocpp2.0.1'] })).protocols, ['ocpp1.6', 'ocpp2.0.1'])
    const charger = await connect('ocpp2.0.1')
    await charger.call('BootNotification', boot)
    await set({ protocols: ['ocpp2.0.1', '2.1'] })
    assert.equal((await charger.call('Heartbeat', {}))[0], 3)
    await set({ protocols: ['1.6'] })
    assert.equal((await charger.closed).code, 1008)
    ;(await connect('ocpp1.6')).close()
    await set({ protocols: null })
  })

  await t.test('another password closes the connection, and the old one is void', async () => {
    const charger = await connect('ocpp1.6')
    await set({ password })
    assert.equal((await charger.call('Heartbeat', {}))[0], 3)
    await set({ password: 'quite another password' })
    await charger.closed
    await assert.rejects(connect('ocpp1.6'), /refused with 401/)
    ;(await connect('ocpp1.6', 'quite another password')).close()
  })

  await t.test('security profile 0 has no password, and going back needs one', async () => {
    assert.equal((await set({ securityProfile: 0 })).securityProfile, 0)
    ;(await connectWire(system, 'CP-1', { protocol: 'ocpp1.6', headers: {} })).close()
    const back = await platform.patch(`${chargePoints}/${made.id}`, { voltyard: { securityProfile: 1 } })
    assertRefused(back, 422, 'voltyard.password')
    await set({ securityProfile: 1, password })
    await eventually(
      async () => (await platform.get(`${chargePoints}/${made.id}`)).body.data.networkStatus,
      (now) => now === 'temporarily_unavailable',
    )
  })

  await t.test('what is not allowed is refused by its name, and changes nothing', async () => {
    const before = (await platform.get(`${chargePoints}/${made.id}`)).text
    const wrong: [object, string][] = [
      [{ bootPolicy: 'maybe' }, 'voltyard.bootPolicy'],
      [{ bootIntervalS: 0 }, 'voltyard.bootIntervalS'],
      [{ bootIntervalS: 1.5 }, 'voltyard.bootIntervalS'],
      [{ provisioning: 'sometimes' }, 'voltyard.provisioning'],
      [{ securityProfile: 4 }, 'voltyard.securityProfile'],
      [{ password: 'fifteen signs15' }, 'voltyard.password'],
      [{ password: 'x'.repeat(32) + 'y'.repeat(33) }, 'voltyard.password'],
      [{ password, securityProfile: 0 }, 'voltyard.password'],
      [{ protocols: ['ocpp1.5'] }, 'voltyard.protocols.0'],
      [{ protocols: [] }, 'voltyard.protocols'],
    ]
    for (const [voltyard, field] of wrong) {
      assertRefused(await platform.patch(`${chargePoints}/${made.id}`, { voltyard }), 422, field)
    }
    assert.equal((await platform.get(`${chargePoints}/${made.id}`)).text, before)
  })

  await t.test('a password that is the identity is refused', async () => {
    const identity = 'CHARGE-POINT-0001'
    const body = { name: 'x', type: 'private', status: 'enabled', network: { id: identity } }
    const refused = await platform.post(chargePoints, { ...body, voltyard: { password: identity } })
    assertRefused(refused, 422, 'voltyard.password')
  })

  await t.test('without a password nobody gets in until one was set', async () => {
    const other = await platform.addChargePoint('CP-2')
    await assert.rejects(connectWire(system, 'CP-2', { protocol: 'ocpp1.6' }), /refused with 401/)
    await platform.patch(`${chargePoints}/${other.id}`, { network: { password } })
    ;(await connectWire(system, 'CP-2', { protocol: 'ocpp1.6', password })).close()
  })
})
