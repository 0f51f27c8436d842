import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, chargePoints, idTags, openPlatform } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

test('lists of the platform API', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)
  for (const number of [1, 2, 3, 4, 5]) {
    await platform.addChargePoint(`CP-${number}`, { type: number % 2 ? 'public' : 'private', tags: [`t${number}`] })
    await platform.post(idTags, { idTagUid: `CARD-${number}`, type: 'rfid', status: 'enabled' })
  }
  const identities = (body: any) => body.data.map((one: any) => one.network.id)
  const found = async (query: string) => identities((await platform.get(`${chargePoints}?${query}`)).body)

  await t.test('cursors lead through them in both directions, with the filters', async () => {
    const first = await platform.get(`${chargePoints}/?per_page=2&cursor=null&filter[type]=public&include[]=evses`)
    assert.deepEqual(identities(first.body), ['CP-1', 'CP-3'])
    assert.deepEqual([first.body.links.prev, first.body.meta.prev_cursor, first.body.meta.per_page], [null, null, 2])
    assert.equal(first.body.meta.path, `${system.url}${chargePoints}/`)
    const next = (await platform.get(first.body.links.next.slice(system.url.length))).body
    assert.deepEqual([identities(next), next.data[0].evses, next.links.next], [['CP-5'], [], null])
    const back = (await platform.get(next.links.prev.slice(system.url.length))).body
    assert.deepEqual([identities(back), back.links.prev], [['CP-1', 'CP-3'], null])
    const by = await platform.get(`${chargePoints}?per_page=4&cursor=${first.body.meta.next_cursor}`)
    assert.deepEqual(identities(by.body), ['CP-4', 'CP-5'])
  })

  await t.test('older lists know page numbers as well', async () => {
    const { data, links, meta } = (await platform.get(`${idTags}?per_page=2&page=2`)).body
    assert.deepEqual(
      data.map((one: any) => one.idTagUid),
      ['CARD-3', 'CARD-4'],
    )
    assert.deepEqual([meta.current_page, meta.from, meta.to, meta.total, meta.last_page], [2, 3, 4, 5, 3])
    for (const [name, number] of Object.entries({ first: 1, last: 3, prev: 1, next: 3 })) {
      assert.equal(links[name], `${system.url}${idTags}?per_page=2&page=${number}`)
    }
    assert.equal((await platform.get(idTags)).body.meta.last_page, 1)
    const byCursor = (await platform.get(`${idTags}?cursor=&per_page=3`)).body
    assert.deepEqual([byCursor.data.length, byCursor.meta.total], [3, undefined])
    assert.deepEqual((await platform.get(`${idTags}?page=9`)).body.data, [])
  })

  await t.test('a page has at most 100, and what is no page is refused', async () => {
    assert.equal((await platform.get(`${chargePoints}?per_page=1000`)).body.meta.per_page, 100)
    for (const [name, value] of Object.entries({ per_page: '0', cursor: 'x' })) {
      assertRefused(await platform.get(`${chargePoints}?${name}=${value}`), 422, name)
    }
    assertRefused(await platform.get(`${idTags}?page=-1`), 422, 'page')
  })

  await t.test('filters find what they say, however they are spelled', async () => {
    assert.deepEqual(await found('filter[networkId]=cp-2'), ['CP-2'])
    assert.deepEqual(await found('filter%5BnetworkId%5D=CP-2&filter[name]=CP-2&cursor=null&nonsense=1'), ['CP-2'])
    assert.deepEqual(await found('filter[networkId]=CP'), [])
    assert.deepEqual(await found('filter[tag]=t4'), ['CP-4'])
    assert.deepEqual(await found('filter[networkStatus]=available'), [])
    assert.equal((await found('filter[networkStatus]=never_connected')).length, 5)
    assert.deepEqual(await found('filter[roaming]=1'), [])
    assert.deepEqual(await found('filter[roamingOperatorIds][]=4'), [])
    assert.deepEqual(await found('filter[circuitId]=4'), [])
    assert.equal((await found('filter[createdAfter]=2020-01-01T00:00:00+01:00')).length, 5)
    assert.deepEqual(await found('filter[createdBefore]=2020-01-01'), [])
    assertRefused(await platform.get(`${chargePoints}?filter[createdAfter]=soon`), 422, 'filter[createdAfter]')
    assertRefused(await platform.get(`${chargePoints}?filter[networkStatus]=on`), 422, 'filter[networkStatus]')
  })
})
