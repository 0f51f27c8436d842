import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packages } from '#core/access/api-client.ts'
import { logIn } from '#test/support/console.ts'
import { basic } from '#test/support/depot-api.ts'
import { accessToken, eventually, getJson, startSystem } from '#test/support/system.ts'
import { grantsOf, packages as namesOfPage } from '../../console/src/pages/clients/client-rules.ts'

test('the packages of the page are those of the server', () => {
  assert.deepEqual(Object.fromEntries(namesOfPage.map((one) => [one, grantsOf(one)])), packages)
})

test('an administrator gives programs credentials, and takes them away at once', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const added = await anna.post('clients', { name: 'dispatch', package: 'basic' })
  assert.equal(added.status, 201, added.text)
  const { id, clientId, secret } = added.body
  const ask = async (token: string) => (await getJson(`${system.url}/v2/transactions`, token)).status
  const trade = async (given: string) =>
    (
      await fetch(`${system.url}/oauth2/token`, {
        method: 'POST',
        headers: { authorization: basic(clientId, given), 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials',
      })
    ).status
  const token = await accessToken(system.url, clientId, secret)
  const listed = async () => (await anna.get('clients')).body.items.find((one: { id: number }) => one.id === id)

  await t.test('it is seen when a program was last heard of, and no secret is', async () => {
    assert.equal(await ask(token), 200)
    const client = await eventually(listed, (one) => one.lastUsedAt !== null)
    assert.deepEqual([client.name, client.package, client.enabled], ['dispatch', 'basic', true])
    assert.ok(!(await anna.get('clients')).text.includes(secret))
    assert.equal((await anna.post('clients', { name: 'dispatch', package: 'basic' })).status, 409)
  })
  await t.test('switched off, its tokens are refused until it is on again', async () => {
    assert.equal((await anna.patch(`clients/${id}`, { enabled: false })).body.enabled, false)
    assert.equal(await ask(token), 401)
    assert.equal(await trade(secret), 403)
    await anna.patch(`clients/${id}`, { enabled: true })
    assert.equal(await ask(token), 200)
  })
  await t.test('what it may call is a package, or what is ticked, and what is taken counts at once', async () => {
    const change = async (body: object) => anna.patch(`clients/${id}`, body)
    const fewer = await change({ package: 'basic', grants: ['chargerStatus'] })
    assert.deepEqual([fewer.status, fewer.body.package, fewer.body.grants], [200, 'basic', ['chargerStatus']])
    assert.equal(await ask(token), 403)
    assert.equal((await change({ package: 'basic' })).body.grants.length, 5)
    assert.equal(await ask(token), 200)
    for (const wrong of [
      {},
      { package: 'gold' },
      { package: 'basic', grants: [] },
      { package: 'basic', grants: ['x'] },
    ]) {
      assert.equal((await change(wrong)).status, 400, JSON.stringify(wrong))
    }
    const { items } = (await anna.get('audit')).body
    assert.ok(items.some(({ action }: { action: string }) => action === 'client.allowed'))
  })
  await t.test('a new secret takes the place of the former', async () => {
    const renewed = (await anna.post(`clients/${id}/secret`)).body
    assert.equal(renewed.clientId, clientId)
    assert.equal(await trade(secret), 403)
    assert.equal(await trade(renewed.secret), 200)
  })
  await t.test('removed, it is gone with its tokens, and its name is free', async () => {
    assert.equal((await anna.del(`clients/${id}`)).status, 204)
    assert.equal(await ask(token), 401)
    assert.equal(await listed(), undefined)
    assert.equal((await anna.del(`clients/${id}`)).status, 404)
    assert.equal((await anna.patch(`clients/${id}`, { enabled: true })).status, 404)
    assert.equal((await anna.post(`clients/${id}/secret`)).status, 404)
    assert.equal((await anna.post('clients', { name: 'dispatch', package: 'premium' })).status, 201)
  })
})
