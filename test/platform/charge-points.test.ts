import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, chargePoints, openPlatform } from '#test/support/platform-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('a charge point is created, read, changed and removed', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)

  const added = await platform.addChargePoint('CP-1', {
    type: 'public',
    externalId: 'ext-1',
    locationId: '7',
    capabilities: ['meter_values'],
    usesRenewableEnergy: 'true',
    pin: '',
    network: { id: 'CP-1', protocol: 'ocpp 1.6', password: 'a long enough password' },
  })
  assert.deepEqual(
    [added.network.id, added.externalId, added.locationId, added.usesRenewableEnergy, added.pin],
    ['CP-1', 'ext-1', 7, true, null],
  )
  assert.equal(added.network.protocol, 'ocpp 1.6')
  assert.deepEqual(added.voltyard, {
    bootPolicy: 'accepted',
    bootIntervalS: null,
    provisioning: 'automatic',
    securityProfile: 1,
    protocols: null,
  })
  assert.deepEqual([added.networkStatus, added.hardwareStatus, added.evses], ['never_connected', null, undefined])

  const path = `${chargePoints}/${added.id}`
  assert.deepEqual((await platform.get(path)).body.data, added)
  const changed = await platform.patch(`${path}/`, {
    name: 'North 1',
    tags: ['a'],
    partner: { id: 4 },
    externalId: null,
  })
  assert.equal(changed.status, 200, changed.text)
  const { name, tags, partner, externalId, locationId } = changed.body.data
  assert.deepEqual([name, tags, partner.id, externalId, locationId], ['North 1', ['a'], 4, null, 7])

  // What is read and written back changes nothing.
  const back = await platform.patch(path, changed.body.data)
  assert.equal(back.status, 200, back.text)
  const { lastUpdatedAt: _, ...before } = changed.body.data
  const { lastUpdatedAt: __, ...after } = back.body.data
  assert.deepEqual(after, before)

  await system.connectCharger('CP-1', { password: 'a long enough password' })
  await eventually(
    async () => (await platform.get(path)).body.data.networkStatus,
    (now) => now === 'available',
  )
  const removed = await platform.del(path)
  assert.equal(removed.status, 204)
  assertRefused(await platform.get(path), 404)
  assertRefused(await platform.del(path), 404)
  assert.equal((await platform.addChargePoint('CP-1')).network.id, 'CP-1')
})

test('what cannot be kept is refused, and what is read-only is left alone', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)
  const { id } = await platform.addChargePoint('CP-1')
  const body = { name: 'x', type: 'public', status: 'enabled', network: { id: 'CP-2' } }

  assertRefused(await platform.post(chargePoints, {}), 422, 'name', 'type', 'status', 'network.id')
  assertRefused(await platform.post(chargePoints, { ...body, network: { id: 'cp-1' } }), 422, 'network.id')
  assertRefused(await platform.post(chargePoints, { ...body, network: { id: 'a/b' } }), 422, 'network.id')
  const wrong: [object, string][] = [
    [{ network: { id: 'CP-9' } }, 'network.id'],
    [{ network: { ip: '10.0.0.1' } }, 'network.ip'],
    [{ network: { protocol: 'ocpp 1.5' } }, 'network.protocol'],
    [{ network: 'CP-1' }, 'network'],
    [{ ocppConnectedChargePointId: 3 }, 'ocppConnectedChargePointId'],
    [{ communicationMode: 'via_ocpp_connected_charge_point' }, 'communicationMode'],
    [{ type: 'secret' }, 'type'],
    [{ name: null }, 'name'],
    [{ locationId: 'north' }, 'locationId'],
    [{ tags: 'a' }, 'tags'],
    [{ tags: [{}] }, 'tags.0'],
    [{ usesRenewableEnergy: 'perhaps' }, 'usesRenewableEnergy'],
    [{ manufacturedAt: '2025-02-30' }, 'manufacturedAt'],
    [{ externalId: 'a\0b' }, 'externalId'],
    [{ name: '\ud800' }, 'name'],
  ]
  for (const [change, field] of wrong) assertRefused(await platform.patch(`${chargePoints}/${id}`, change), 422, field)

  const same = await platform.patch(`${chargePoints}/${id}`, { id: 99, networkStatus: 'available', nonsense: 1 })
  assert.deepEqual([same.status, same.body.data.id, same.body.data.networkStatus], [200, id, 'never_connected'])
  const named = await platform.patch(`${chargePoints}/${id}`, { security: { desiredLevel: '2' } })
  assert.deepEqual(named.body.data.security, {
    desiredProfile: 2,
    currentProfile: 1,
    hardwareEnabledProfile: null,
    desiredProfileStatus: 'pending',
  })
})
