import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ConsoleUser, logIn } from '#test/support/console.ts'
import { HandshakeRefused } from '#test/support/raw-charger.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const is = (status: number) => (error: unknown) => error instanceof HandshakeRefused && error.status === status
const refused = (system: System, identity: string, how: object = {}) =>
  assert.rejects(system.connectRaw(identity, how), is(404))
const listed = async (anna: ConsoleUser) => (await anna.get('unknown-chargers')).body.items as any[]
const appears = async (anna: ConsoleUser, identity: string) =>
  (
    await eventually(
      () => listed(anna),
      (all) => all.some((one) => one.identity === identity),
    )
  ).find((one) => one.identity === identity)

async function start(t: TestContext) {
  const system = await startSystem(t)
  return { system, anna: await logIn(system, { role: 'operator' }) }
}

test('Q-006: chargers that are not known', async (t) => {
  const { system, anna } = await start(t)

  await t.test('are remembered with where they came from, and never with their password', async () => {
    await refused(system, 'NEW-1', { password: 'canary-canary-canary', protocols: ['ocpp2.0.1', 'ocpp1.6'] })
    await refused(system, 'new-1')
    const seen = await eventually(
      () => listed(anna),
      ([one]) => one?.times === 2,
    )
    assert.equal(seen.length, 1)
    assert.deepEqual([seen[0].addresses, seen[0].protocols, seen[0].sentPassword], [['127.0.0.1'], ['ocpp1.6'], false])
    const rows = await read(system, 'select u::text from unknown_charger u')
    assert.ok(!JSON.stringify(rows).includes('canary'))
  })

  await t.test('are forgotten when they are dismissed, and are back when they come again', async () => {
    const { id } = await appears(anna, 'new-1')
    assert.equal((await anna.del(`unknown-chargers/${id}`)).status, 204)
    assert.deepEqual(await listed(anna), [])
    assert.equal((await anna.del(`unknown-chargers/${id}`)).status, 404)
    await refused(system, 'NEW-1')
    await appears(anna, 'NEW-1')
  })

  await t.test('come in with a password that is made when they are accepted', async () => {
    const { id } = await appears(anna, 'NEW-1')
    const { status, body } = await anna.post(`unknown-chargers/${id}/accept`, { welcome: 'new-password' })
    assert.equal(status, 200)
    const charger = await system.connectRaw('NEW-1', { password: body.password })
    charger.close()
    await assert.rejects(system.connectRaw('NEW-1', { password: 'another-password-1' }), is(401))
    assert.deepEqual(await listed(anna), [])
  })

  await t.test('come in with the password that they show first, and no other one is good then', async () => {
    await refused(system, 'NEW-2', { password: 'its-own-Password-7' })
    const { id } = await appears(anna, 'NEW-2')
    const { status, body } = await anna.post(`unknown-chargers/${id}/accept`, { welcome: 'first-password' })
    assert.deepEqual([status, body.id, body.password], [200, null, null])
    await eventually(
      async () => system.server.storage.unknownChargers.whoWaitsFor('NEW-2', null).length,
      (count) => count === 1,
    )
    await refused(system, 'NEW-2')
    await refused(system, 'NEW-2', { password: 'NEW-2' })
    await refused(system, 'NEW-2', { password: 'password1234' })
    await refused(system, 'NEW-2', { password: 'its-own-Password-7', user: 'NEW-3' })
    const charger = await system.connectRaw('NEW-2', { password: 'its-own-Password-7' })
    charger.close()
    await assert.rejects(system.connectRaw('NEW-2', { password: 'another-password-1' }), is(401))
    ;(await system.connectRaw('NEW-2', { password: 'its-own-Password-7' })).close()
    const audited = await read(system, `select action, body from audit_entry where subject = 'NEW-2' order by id`)
    assert.deepEqual(
      audited.map(({ action }) => action),
      ['unknown-charger.welcomed', 'charger.added'],
    )
    assert.ok(!JSON.stringify(audited).includes('its-own'))
  })

  await t.test('are not waited for any longer than that', async () => {
    await refused(system, 'LATE-1', { password: 'its-own-Password-7' })
    const { id } = await appears(anna, 'LATE-1')
    await anna.post(`unknown-chargers/${id}/accept`, { welcome: 'first-password' })
    await read(system, `update unknown_charger set welcome_until = now() - interval '1 second'`)
    await refused(system, 'LATE-1', { password: 'its-own-Password-7' })
    assert.deepEqual(await read(system, `select from charger where identity = 'LATE-1'`), [])
  })

  await t.test('without a password are let in by command line only when that is said', async () => {
    const accept = { identity: 'LATE-1', welcome: 'no-password' }
    await system.admin('unknown.accept', accept)
    ;(await system.connectRaw('LATE-1')).close()
    const { chargers } = await system.admin('unknown.list', {})
    assert.deepEqual(chargers, [])
    await assert.rejects(system.admin('unknown.dismiss', { identity: 'NOBODY' }), /No unknown charger/)
  })

  await t.test('are no more than a thousand, and those that come again and again stay', async () => {
    const strangers = (count: number, times: number) =>
      Array.from({ length: count }, (_, index) => ({
        identity: `${times > 1 ? 'REAL' : 'FLOOD'}-${index}`,
        tenantSlug: null,
        address: '10.0.0.1',
        protocols: [],
        sentPassword: false,
      }))
    const { unknownChargers } = system.server.storage
    for (let round = 0; round < 3; round++) {
      for (const one of strangers(5, 3)) unknownChargers.note(one)
      await unknownChargers.flush()
    }
    for (let round = 0; round < 4; round++) {
      const flood = strangers(490, 1).map((one) => ({ ...one, identity: `${one.identity}-${round}` }))
      for (const one of flood) unknownChargers.note(one)
      await unknownChargers.flush()
    }
    const [{ count, real }] = (await read(
      system,
      `select count(*)::int as count, (count(*) filter (where identity like 'REAL%'))::int as real from unknown_charger`,
    )) as any
    assert.deepEqual([count, real], [1_000, 5])
  })
})

test('a charger that is not known shows up with the tenant that its address names', async (t) => {
  const { system, anna } = await start(t)
  await system.admin('tenant.add', { slug: 'south' })
  const bo = await logIn(system, { role: 'operator', tenant: 'south', login: 'bo' })
  await refused(system, 'NEW-1', { path: '/ocpp/south/NEW-1' })
  await refused(system, 'NEW-2', { path: '/ocpp/nowhere/NEW-2' })
  await refused(system, 'NEW-3')
  await appears(bo, 'NEW-1')
  assert.deepEqual((await listed(bo)).length, 1)
  assert.deepEqual(await listed(anna), [])
})
