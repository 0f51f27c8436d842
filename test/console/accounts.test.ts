import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

test('an administrator lets people in, changes what they may, and gives them new passwords', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const added = await anna.post('accounts', { login: 'Bo.Lind', name: 'Bo Lind', role: 'operator' })
  assert.equal(added.status, 201, added.text)
  const { id, password } = added.body

  await t.test('the made password is changed at the first login', async () => {
    const bo = await logIn(system, { login: 'bo.lind', password })
    assert.equal(bo.me.account.mustChangePassword, true)
    assert.equal((await bo.post('password', { current: password, wanted: 'Bo drives bus 12 home' })).status, 204)
    assert.equal((await bo.get('me')).status, 200)
  })
  await t.test('a login is there once, whatever its case', async () => {
    const again = await anna.post('accounts', { login: 'BO.LIND', name: 'Bo', role: 'viewer' })
    assert.deepEqual([again.status, again.body.error.field], [409, 'login'])
  })
  await t.test('logins and names that nobody could read are refused', async () => {
    for (const login of [' ', 'bo lind', '-bo', 'bo\u202e', 'b'.repeat(101), '<b>']) {
      assert.equal((await anna.post('accounts', { login, name: 'Bo', role: 'viewer' })).status, 400, login)
    }
    for (const name of [' ', 'a\u0007']) assert.equal((await anna.patch(`accounts/${id}`, { name })).status, 400)
  })
  await t.test('a new password logs the person out everywhere', async () => {
    const bo = await logIn(system, { login: 'bo.lind', password: 'Bo drives bus 12 home' })
    const reset = await anna.post(`accounts/${id}/password`)
    assert.equal(reset.status, 200, reset.text)
    assert.equal((await bo.get('me')).status, 401)
    assert.equal(
      (await logIn(system, { login: 'bo.lind', password: reset.body.password })).me.account.mustChangePassword,
      true,
    )
  })
  await t.test('who is disabled is out at once', async () => {
    const cleo = await logIn(system, { role: 'viewer', login: 'cleo' })
    assert.equal((await anna.patch(`accounts/${cleo.me.account.id}`, { enabled: false })).body.enabled, false)
    assert.equal((await cleo.get('me')).status, 401)
  })
  await t.test('nobody is found under an id that nobody has', async () => {
    assert.equal((await anna.patch('accounts/999999', { role: 'viewer' })).status, 404)
    assert.equal((await anna.post('accounts/999999/password')).status, 404)
  })
  await t.test('the trail says who did it, and can be searched and paged', async () => {
    const { body } = await anna.get('audit?q=bo.lind&limit=2')
    assert.equal(body.items.length, 2)
    const rest = await anna.get(`audit?q=bo.lind&after=${body.next}&limit=200`)
    const entries = [...body.items, ...rest.body.items]
    assert.equal(rest.body.next, null)
    assert.equal(new Set(entries.map((entry: { id: number }) => entry.id)).size, entries.length)
    const first = entries.find((entry: { action: string }) => entry.action === 'account.added')
    assert.deepEqual([first.actor, first.door, first.subject], ['person:admin', 'console', 'Bo.Lind'])
    assert.equal((await anna.get('audit?q=100%25')).body.items.length, 0)
    assert.equal((await anna.get('audit?after=x')).status, 400)
  })
})

test('the last administrator cannot be taken away, not even by two at once', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const { id } = anna.me.account
  for (const change of [{ role: 'viewer' }, { enabled: false }]) {
    const refused = await anna.patch(`accounts/${id}`, change)
    assert.deepEqual([refused.status, refused.body.error.code], [409, 'conflict'])
  }
  assert.equal((await anna.patch(`accounts/${id}`, { name: 'Anna' })).status, 200)

  for (let round = 0; round < 5; round++) {
    const bo = await logIn(system, { role: 'administrator', login: `bo${round}` })
    const cleo = await logIn(system, { role: 'administrator', login: `cleo${round}` })
    await anna.patch(`accounts/${id}`, { role: 'viewer' })
    const [boId, cleoId] = [bo.me.account.id, cleo.me.account.id]
    const outcomes = await Promise.all([
      bo.patch(`accounts/${cleoId}`, { enabled: false }),
      cleo.patch(`accounts/${boId}`, { role: 'viewer' }),
    ])
    assert.equal(outcomes.filter(({ status }) => status === 200).length, 1, outcomes.map(({ text }) => text).join())
    const left = await askDatabase(
      system.databaseUrl,
      `select id::int from account where role = 'administrator' and enabled and login <> 'admin'`,
    )
    assert.equal(left.length, 1)
    await askDatabase(system.databaseUrl, `update account set role = 'administrator' where login = 'admin'`)
    await askDatabase(system.databaseUrl, `update account set enabled = false where id = $1`, [left[0].id])
  }
})

test('the command line adds accounts, lists them, and helps who is locked out', async (t) => {
  const system = await startSystem(t)
  await system.admin('account.add', { login: 'bo', role: 'viewer', password: 'bo sees a lot of buses' })
  const made = await system.admin('account.add', { login: 'cleo', role: 'operator' })
  assert.match(String(made.password), /^\S{20,}$/)
  await assert.rejects(
    system.admin('account.add', { login: 'dan', role: 'viewer', password: 'short' }),
    /12 characters/,
  )
  const { accounts } = await system.admin('account.list', {})
  assert.deepEqual(
    (accounts as { login: string; role: string }[]).map(({ login, role }) => [login, role]),
    [
      ['admin', 'administrator'],
      ['bo', 'viewer'],
      ['cleo', 'operator'],
    ],
  )

  const bo = await logIn(system, { login: 'bo', password: 'bo sees a lot of buses' })
  const { password } = await system.admin('account.password', { login: 'bo' })
  assert.equal((await bo.get('me')).status, 401)
  assert.equal((await logIn(system, { login: 'bo', password: String(password) })).me.account.mustChangePassword, true)
  await assert.rejects(system.admin('account.password', { login: 'nobody' }), /no account/)
})

test('a new tenant begins without accounts, and its people see only their own', async (t) => {
  const system = await startSystem(t)
  await system.admin('tenant.add', { slug: 'south' })
  assert.deepEqual(await system.admin('account.list', { tenant: 'south' }), { accounts: [] })
  const taken = { login: 'ADMIN', role: 'administrator', tenant: 'south' }
  await assert.rejects(system.admin('account.add', taken), /taken/)
  const south = await logIn(system, { role: 'administrator', tenant: 'south' })
  assert.equal(south.me.tenant.slug, 'south')
  const { items } = (await south.get('accounts')).body
  assert.deepEqual(
    items.map(({ login }: { login: string }) => login),
    [south.login],
  )
})

test('settings are shown with their source, secrets only as set, and retention is changed', async (t) => {
  const env = { VOLTYARD_METRICS_TOKEN: 'canary-of-the-metrics', VOLTYARD_KEEP_READINGS_DAYS: '900' }
  const system = await startSystem(t, { env })
  const anna = await logIn(system)
  const shown = await anna.get('settings')
  assert.equal(shown.status, 200, shown.text)
  const setting = (name: string) => shown.body.settings.find((one: { variable: string }) => one.variable === name)
  assert.deepEqual(
    [setting('VOLTYARD_METRICS_TOKEN').value, setting('VOLTYARD_METRICS_TOKEN').source],
    ['set', 'environment'],
  )
  assert.deepEqual([setting('VOLTYARD_PORT').source, setting('VOLTYARD_LOG_LEVEL').source], ['environment', 'default'])
  for (const secret of ['canary-of-the-metrics', Buffer.alloc(32, 7).toString('hex'), system.databaseUrl]) {
    assert.ok(!shown.text.includes(secret))
  }

  const changed = await anna.patch('settings/retention', { messageLogDays: 60 })
  const days = (name: string) => changed.body.retention.find((one: { name: string }) => one.name === name)
  assert.deepEqual([days('messageLogDays').days, days('messageLogDays').source], [60, 'stored'])
  assert.deepEqual([days('readingDays').days, days('readingDays').source], [900, 'environment'])
  assert.equal((await anna.patch('settings/retention', { readingDays: 1 })).body.error.field, 'readingDays')
  assert.equal((await anna.patch('settings/retention', { messageLogDays: -1 })).status, 400)

  await system.admin('tenant.add', { slug: 'south' })
  assert.equal((await anna.patch('settings/retention', { messageLogDays: 1 })).status, 409)
  assert.equal((await anna.get('settings')).body.retentionChangeable, false)
})
