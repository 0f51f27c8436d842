import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, chargePoints, evses, openPlatform } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

const evse = { physicalReference: 'A-1', currentType: 'dc', networkId: '1', status: 'enabled' }

test('EVSEs and connectors of a charge point are described, and seen as the charger reports them', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)
  const password = 'a long enough password'
  const point = await platform.addChargePoint('CP-1', { voltyard: { password } })
  const nested = `${chargePoints}/${point.id}/evses`
  assert.deepEqual((await platform.get(nested)).body.data, [])

  const added = await platform.post(nested, { ...evse, powerOptions: { maxPower: '150000' }, bookingEnabled: true })
  assert.equal(added.status, 201, added.text)
  const first = added.body.data
  assert.deepEqual(
    [first.chargePointId, first.networkId, first.powerOptions.maxPower, first.allowsReservation, first.hardwareStatus],
    [point.id, '1', 150_000, true, null],
  )

  await t.test('its number is taken once, and never changes', async () => {
    assertRefused(await platform.post(nested, evse), 422, 'networkId')
    assertRefused(await platform.post(nested, { ...evse, networkId: '0' }), 422, 'networkId')
    assertRefused(await platform.post(nested, { ...evse, networkId: 'one' }), 422, 'networkId')
    assertRefused(await platform.patch(`${nested}/${first.id}`, { networkId: 2 }), 422, 'networkId')
    assertRefused(await platform.post(nested, {}), 422, 'physicalReference', 'currentType', 'networkId', 'status')
    assertRefused(await platform.post(evses, evse), 422, 'chargePointId')
    assertRefused(await platform.post(evses, { ...evse, chargePointId: 999_999 }), 422, 'chargePointId')
  })

  await t.test('an EVSE that the charger told of first is the one that is described later', async () => {
    const charger = await system.connectCharger('CP-1', { password })
    for (const connectorId of [1, 2]) {
      await charger.call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'SuspendedEV' })
    }
    const listed = (await platform.get(`${nested}?include[]=connectors`)).body.data
    assert.deepEqual(
      listed.map((one: any) => [one.networkId, one.physicalReference, one.hardwareStatus, one.connectors.length]),
      [
        ['1', 'A-1', 'suspendedEV', 1],
        ['2', '2', 'suspendedEV', 1],
      ],
    )
    const described = await platform.post(evses, {
      ...evse,
      networkId: 2,
      physicalReference: 'A-2',
      chargePointId: point.id,
    })
    assert.equal(described.status, 201, described.text)
    assert.equal(described.body.data.id, listed[1].id)
    const status = (await platform.get(`${chargePoints}/${point.id}/status`)).body.data
    assert.deepEqual(
      [status.networkStatus, status.hardwareStatus, status.evses.map((one: any) => one.hardwareStatus)],
      ['available', 'available', ['suspendedEV', 'suspendedEV']],
    )
    assert.deepEqual(
      (await platform.get(`/public-api/resources/charge-points/v1.0/${point.id}/status`)).body.data,
      status,
    )
  })

  await t.test('a connector is described, and another one added', async () => {
    const connectors = `${nested}/${first.id}/connectors`
    const [own] = (await platform.get(connectors)).body.data
    assert.equal(own.type, null)
    const ccs = await platform.post(connectors, { type: 'ccs2', format: 'cable' })
    assert.deepEqual([ccs.status, ccs.body.data.id, ccs.body.data.status], [201, own.id, 'enabled'])
    const chademo = (await platform.post(connectors, { type: 'chademo', status: 'disabled' })).body.data
    assert.deepEqual([chademo.networkId, chademo.status], ['2', 'disabled'])
    assert.equal(
      (await platform.patch(`${connectors}/${chademo.id}`, { status: 'enabled' })).body.data.status,
      'enabled',
    )
    assertRefused(await platform.patch(`${connectors}/${chademo.id}`, { type: 'plug' }), 422, 'type')
    assert.equal((await platform.del(`${connectors}/${chademo.id}`)).status, 204)
    assertRefused(await platform.get(`${connectors}/${chademo.id}`), 404)
    assert.equal((await platform.get(connectors)).body.data.length, 1)
  })

  await t.test('it is found by all its addresses, and by none of another charge point', async () => {
    const other = await platform.addChargePoint('CP-2')
    const views = await Promise.all(
      [`${nested}/${first.id}`, `${evses}/${first.id}`, `/public-api/resources/evses/v2.0/${first.id}`].map(
        platform.get,
      ),
    )
    for (const { status, body } of views) assert.deepEqual([status, body], [200, views[0]!.body])
    assertRefused(await platform.get(`${chargePoints}/${other.id}/evses/${first.id}`), 404)
    const found = async (query: string) => (await platform.get(`${evses}?${query}`)).body.data.length
    assert.equal(await found(`filter[chargePointId]=${point.id}`), 2)
    assert.equal(await found('filter[physicalReference]=A-2'), 1)
    assert.equal(await found('filter[physicalReference]=A-2&filter[roaming]=true'), 0)
    assert.equal(await found(`filter[chargePointId]=${other.id}`), 0)
  })

  await t.test('the deprecated PUT replaces all that is said', async () => {
    const path = `/public-api/resources/evses/v2.0/${first.id}`
    const replaced = await platform.call(path, { method: 'PUT', body: { ...evse, label: 'Left' } })
    assert.equal(replaced.status, 200, replaced.text)
    const { label, powerOptions, allowsReservation } = replaced.body.data
    assert.deepEqual([label, powerOptions.maxPower, allowsReservation], ['Left', null, false])
    assertRefused(
      await platform.call(path, { method: 'PUT', body: { label: 'x' } }),
      422,
      'physicalReference',
      'currentType',
      'networkId',
      'status',
    )
  })

  await t.test('removed, its number is free again', async () => {
    assert.equal((await platform.del(`${evses}/${first.id}`)).status, 204)
    assertRefused(await platform.get(`${evses}/${first.id}`), 404)
    const again = await platform.post(nested, { ...evse, physicalReference: 'B-1' })
    assert.deepEqual([again.status, again.body.data.physicalReference], [201, 'B-1'])
    const point1 = (await platform.get(`${chargePoints}/${point.id}?include[0]=evses`)).body.data
    assert.deepEqual(
      point1.evses.map((one: any) => one.physicalReference),
      ['B-1', 'A-2'],
    )
  })
})
