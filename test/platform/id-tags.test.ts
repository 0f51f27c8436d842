import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, idTags, openPlatform } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

const tag = { idTagUid: '04A2B3C4', type: 'rfid', status: 'enabled' }

test('an id tag opens chargers as its back office says', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const platform = await openPlatform(system)
  const charger = await system.connectCharger('CP-1')
  const asked = async (idTag: string) => (await charger.call('Authorize', { idTag })).idTagInfo
  const set = async (body: object) => {
    const changed = await platform.patch(`${idTags}/${id}`, body)
    assert.equal(changed.status, 200, changed.text)
    return changed.body.data
  }
  const made = await platform.post(idTags, { ...tag, idLabel: '', partnerId: '3', voltyard: { groupId: 'north' } })
  assert.equal(made.status, 201, made.text)
  const { id } = made.body.data
  assert.deepEqual(
    [made.body.data.idLabel, made.body.data.partnerId, made.body.data.userId, made.body.data.voltyard],
    [null, 3, null, { groupId: 'north', masterPass: false, expiresAt: null }],
  )

  const accepted = await asked('04a2b3c4')
  assert.deepEqual([accepted.status, accepted.parentIdTag], ['Accepted', 'north'])
  assert.equal((await set({ status: 'suspended' })).status, 'suspended')
  assert.equal((await asked(tag.idTagUid)).status, 'Blocked')
  assert.equal((await set({ status: 'disabled' })).status, 'disabled')
  await set({ status: 'enabled' })
  const expired = await set({ expireAt: '2020-01-01' })
  assert.deepEqual(
    [expired.expireAt, expired.voltyard.expiresAt],
    ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z'],
  )
  assert.equal((await asked(tag.idTagUid)).status, 'Expired')
  assert.equal((await set({ voltyard: { expiresAt: null, masterPass: 'true' } })).expireAt, null)
  assert.equal((await asked(tag.idTagUid)).status, 'Accepted')
  assert.equal((await set({ idTagUid: 'OTHER-1' })).voltyard.masterPass, true)
  assert.deepEqual([(await asked('OTHER-1')).status, (await asked(tag.idTagUid)).status], ['Accepted', 'Invalid'])

  await t.test('its uid is its own, whatever the case and the type', async () => {
    assertRefused(await platform.post(idTags, { ...tag, idTagUid: 'other-1' }), 422, 'idTagUid')
    assertRefused(await platform.post(idTags, { ...tag, idTagUid: 'other-1', type: 'mac_address' }), 422, 'idTagUid')
    const second = await platform.post(idTags, tag)
    assert.equal(second.status, 201)
    assertRefused(await platform.patch(`${idTags}/${second.body.data.id}`, { idTagUid: 'OTHER-1' }), 422, 'idTagUid')
  })

  await t.test('what is wrong is named', async () => {
    assertRefused(await platform.post(idTags, {}), 422, 'idTagUid', 'status', 'type')
    assertRefused(await platform.post(idTags, { ...tag, idTagUid: 'x'.repeat(37) }), 422, 'idTagUid')
    assertRefused(await platform.post(idTags, { ...tag, type: 'emaid' }), 422, 'type')
    assertRefused(await platform.patch(`${idTags}/${id}`, { expireAt: 'soon' }), 422, 'expireAt')
    assertRefused(await platform.patch(`${idTags}/${id}`, { userId: 'anna' }), 422, 'userId')
    const two = { expireAt: '2030-01-01', voltyard: { expiresAt: '2031-01-01' } }
    assertRefused(await platform.patch(`${idTags}/${id}`, two), 422, 'voltyard.expiresAt')
  })

  await t.test('filters find it', async () => {
    const found = async (query: string) =>
      (await platform.get(`${idTags}?${query}`)).body.data.map((one: any) => one.idTagUid)
    assert.deepEqual(await found('filter[idTagUid]=oTHER-1'), ['OTHER-1'])
    assert.deepEqual(await found('filter[partnerId]=3'), ['OTHER-1'])
    assert.deepEqual(await found('filter[partnerId]=null'), [tag.idTagUid])
    assert.deepEqual(await found('filter[status]=disabled'), [])
    assert.deepEqual(await found('filter[type]=mac_address'), [])
    assertRefused(await platform.get(`${idTags}?filter[status]=lost`), 422, 'filter[status]')
  })

  assert.equal((await platform.del(`${idTags}/${id}`)).status, 204)
  assert.equal((await asked('OTHER-1')).status, 'Invalid')
  assertRefused(await platform.get(`${idTags}/${id}`), 404)
  const anew = await platform.post(idTags, { ...tag, idTagUid: 'OTHER-1' })
  assert.deepEqual([anew.status, anew.body.data.partnerId, anew.body.data.voltyard.masterPass], [201, null, false])
})
