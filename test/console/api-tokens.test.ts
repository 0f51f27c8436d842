import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { chargePoints } from '#test/support/platform-api.ts'
import { getJson, startSystem } from '#test/support/system.ts'

test('an administrator gives a back office a token, sees it once, and takes it away', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const made = await anna.post('api-tokens', { name: 'back office' })
  assert.equal(made.status, 201, made.text)
  const { id, token } = made.body
  const ask = async () => (await getJson(system.url + chargePoints, token)).status
  assert.equal(await ask(), 200)

  const listed = await anna.get('api-tokens')
  assert.deepEqual(
    listed.body.items.map((one: { name: string }) => one.name),
    ['back office'],
  )
  assert.ok(!listed.text.includes(token))
  assert.equal((await anna.post('api-tokens', { name: 'back office' })).status, 409)
  assert.equal((await anna.post('api-tokens', { name: ' ' })).status, 400)

  const otto = await logIn(system, { role: 'operator' })
  assert.equal((await otto.get('api-tokens')).status, 403)
  assert.equal((await otto.post('api-tokens', { name: 'mine' })).status, 403)
  assert.equal((await otto.del(`api-tokens/${id}`)).status, 403)

  assert.equal((await anna.del(`api-tokens/${id}`)).status, 204)
  assert.equal(await ask(), 401)
  assert.equal((await anna.del(`api-tokens/${id}`)).status, 404)
})
