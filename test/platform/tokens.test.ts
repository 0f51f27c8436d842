import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askDatabase } from '#test/support/depot-api.ts'
import { assertRefused, chargePoints, openPlatform } from '#test/support/platform-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('a token opens the platform API of its tenant until it is removed', async (t) => {
  const system = await startSystem(t)
  const platform = await openPlatform(system)
  assert.match(platform.token, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)

  await t.test('nobody gets in without one, or with another', async () => {
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer x',
      `Basic ${platform.token}`,
      `Bearer ${platform.token}0`,
      'Bearer 00000000-0000-4000-8000-000000000000',
    ]) {
      const refused = await platform.call(chargePoints, {
        token: null,
        headers: authorization ? { authorization } : {},
      })
      assertRefused(refused, 401)
      assert.equal(refused.body.message, 'Unauthenticated.')
    }
    const shown = `bearer ${platform.token.toUpperCase()}`
    assert.equal((await platform.call(chargePoints, { token: null, headers: { authorization: shown } })).status, 200)
  })

  await t.test('it is seen when it was last used', async () => {
    const listed = await eventually(
      async () => (await system.admin('api-token.list', {})).tokens as { name: string; lastUsed: string | null }[],
      ([one]) => one!.lastUsed !== null,
    )
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['back office'],
    )
    assert.ok(!JSON.stringify(listed).includes(platform.token))
  })

  await t.test('it is kept as a hash and sealed, and no table tells it', async () => {
    const tables = await askDatabase(system.databaseUrl, `select tablename from pg_tables where schemaname = 'public'`)
    for (const { tablename } of tables) {
      const [{ all }] = await askDatabase(
        system.databaseUrl,
        `select coalesce(string_agg(t::text, ' '), '') as all from "${tablename}" t`,
      )
      assert.ok(!all.includes(platform.token) && !all.includes(Buffer.from(platform.token).toString('hex')), tablename)
    }
  })

  await t.test('another tenant has its own, and finds nothing of this one', async () => {
    const point = await platform.addChargePoint('CP-1')
    await system.admin('tenant.add', { slug: 'south' })
    const south = await openPlatform(system, { tenant: 'south' })
    assert.deepEqual((await south.get(chargePoints)).body.data, [])
    assertRefused(await south.get(`${chargePoints}/${point.id}`), 404)
    assertRefused(await south.patch(`${chargePoints}/${point.id}`, { name: 'mine' }), 404)
    assertRefused(await south.del(`${chargePoints}/${point.id}`), 404)
    assert.equal((await south.addChargePoint('CP-1')).network.id, 'CP-1')
    await system.admin('api-token.remove', { name: 'back office', tenant: 'south' })
    assertRefused(await south.get(chargePoints), 401)
  })

  await t.test('its name is given once, and free when it was removed', async () => {
    const only = { tenant: 'default' }
    await assert.rejects(system.admin('api-token.add', { name: 'back office', ...only }), /already/)
    await system.admin('api-token.remove', { name: 'back office', ...only })
    assertRefused(await platform.get(chargePoints), 401)
    await assert.rejects(system.admin('api-token.remove', { name: 'back office', ...only }), /no token/)
    assert.notEqual((await system.admin('api-token.add', { name: 'back office', ...only })).token, platform.token)
  })
})

test('a token has so many requests a minute, and is told so', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_PLATFORM_REQUESTS_PER_MINUTE: '3' } })
  const platform = await openPlatform(system)
  const first = await platform.get(chargePoints)
  assert.deepEqual([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')], ['3', '2'])
  await platform.get(chargePoints)
  await platform.get(chargePoints)
  const refused = await platform.get(chargePoints)
  assertRefused(refused, 429)
  assert.equal(refused.body.message, 'Too Many Attempts.')
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.ok(Number(refused.headers.get('x-ratelimit-reset')) > 1_700_000_000)
  const other = await openPlatform(system, { name: 'another' })
  assert.equal((await other.get(chargePoints)).status, 200)
})
