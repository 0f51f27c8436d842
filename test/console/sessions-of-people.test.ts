import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsoleUser, callConsole, logIn } from '#test/support/console.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { startSystem, testAdministrator } from '#test/support/system.ts'

const asBefore = (cookie: string) => ({ headers: { cookie } })

test('S19: a copied cookie ends the session for the thief and the owner, and is audited', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  const stolen = anna.cookie
  clock.pass({ minutes: 15 })
  assert.equal((await anna.get('me')).status, 200)
  assert.notEqual(anna.cookie, stolen, 'the token changes every quarter of an hour')

  await t.test('requests under way may still show the former token for a minute', async () => {
    assert.equal((await anna.get('me')).status, 200)
    clock.pass({ seconds: 59 })
    const late = await callConsole(system.url, 'me', asBefore(stolen))
    assert.deepEqual([late.status, late.headers.getSetCookie()], [200, []])
  })
  await t.test('after that it betrays the copy', async () => {
    clock.pass({ seconds: 1 })
    assert.equal((await callConsole(system.url, 'me', asBefore(stolen))).body.error.code, 'not_logged_in')
    assert.equal((await anna.get('me')).status, 401)
    const entries = await askDatabase(
      system.databaseUrl,
      `select actor, subject from audit_entry where action = 'session.copied'`,
    )
    assert.deepEqual(entries, [{ actor: 'person:admin', subject: 'admin' }])
  })
  await t.test('a login begins anew', async () => assert.equal((await (await logIn(system)).get('me')).status, 200))
})

test('the answer with the new token may be lost: the person stays logged in', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  const before = anna.cookie
  clock.pass({ minutes: 15 })
  assert.equal((await callConsole(system.url, 'me', asBefore(before))).headers.getSetCookie().length, 1)
  clock.pass({ minutes: 5 })
  assert.equal(anna.cookie, before)
  assert.equal((await anna.get('me')).status, 200)
  assert.notEqual(anna.cookie, before)
  clock.pass({ minutes: 2 })
  assert.equal((await anna.get('me')).status, 200)
})

test('many requests at once change the token once', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  const before = anna.cookie
  clock.pass({ minutes: 20 })
  const answers = await Promise.all(Array.from({ length: 8 }, () => callConsole(system.url, 'me', asBefore(before))))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  assert.equal(answers.flatMap(({ headers }) => headers.getSetCookie()).length, 1)
})

test('a session ends when nobody uses it for an hour, and after twelve in any case', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const [idle, busy] = [await logIn(system), await logIn(system)]
  for (let minutes = 0; minutes < 12 * 60 - 30; minutes += 30) {
    clock.pass({ minutes: 30 })
    assert.equal((await busy.get('me')).status, 200, `after ${minutes + 30} minutes`)
  }
  assert.equal((await idle.get('me')).status, 401)
  clock.pass({ minutes: 30 })
  assert.equal((await busy.get('me')).status, 401)
})

test('the settings say how long a login lasts', async (t) => {
  const clock = heldClock()
  const env = { VOLTYARD_CONSOLE_IDLE_MINUTES: '5', VOLTYARD_CONSOLE_MAX_HOURS: '1' }
  const system = await startSystem(t, { now: clock.now, env })
  const anna = await logIn(system)
  clock.pass({ minutes: 5 })
  assert.equal((await anna.get('me')).status, 401)
})

test('a login gives a new session always, and ends the one of the same browser', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const again = await callConsole(system.url, 'login', {
    method: 'POST',
    body: testAdministrator,
    headers: { cookie: anna.cookie },
  })
  assert.equal(again.status, 200)
  assert.ok(!again.headers.getSetCookie()[0]!.startsWith(anna.cookie))
  assert.equal((await anna.get('me')).status, 401)
})

test('S19: what changes something needs the token of this login, and comes from no other site', async (t) => {
  const system = await startSystem(t)
  const [anna, other] = [await logIn(system), await logIn(system, { role: 'administrator', login: 'bo' })]
  const change = (headers: Record<string, string>) =>
    anna.call('me', { method: 'PATCH', body: { name: 'Changed' }, headers })
  const own = new URL(system.url).host
  const refused: [what: string, headers: Record<string, string>][] = [
    ['no token', { 'x-csrf-token': '' }],
    ['a wrong token', { 'x-csrf-token': `${anna.csrfToken.slice(0, -2)}xx` }],
    ['the token of another login', { 'x-csrf-token': other.csrfToken }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin', { origin: 'null' }],
  ]
  for (const [what, headers] of refused) {
    await t.test(`${what} is refused`, async () => {
      const answer = await change(headers)
      assert.equal(answer.status, 403, answer.text)
      assert.equal((await anna.get('me')).body.account.name, 'Administrator')
    })
  }
  await t.test('a login that another site sends is refused', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await callConsole(system.url, 'login', { method: 'POST', body: testAdministrator, headers })
    assert.equal(answer.status, 403)
  })
  await t.test('its own pages are let through', async () => {
    assert.equal((await change({ 'sec-fetch-site': 'same-origin', origin: 'https://proxy.example' })).status, 200)
    assert.equal((await change({ origin: `http://${own}` })).status, 200)
  })
})

test('the cookie is closed to scripts and other sites, and bound to HTTPS where there is HTTPS', async (t) => {
  const login = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await callConsole(url, 'login', { method: 'POST', body: testAdministrator, headers })
    return { answer, cookie: answer.headers.getSetCookie()[0]! }
  }
  const system = await startSystem(t, { env: { VOLTYARD_TRUSTED_PROXIES: '127.0.0.1' } })
  const plain = await login(system.url)
  assert.match(plain.cookie, /^voltyard_session=1\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)

  const secured = await login(system.url, { 'x-forwarded-proto': 'https' })
  assert.match(secured.cookie, /^__Host-voltyard_session=1\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  const cookie = secured.cookie.split(';')[0]!
  const me = (headers: Record<string, string>) => callConsole(system.url, 'me', { headers })
  assert.equal((await me({ cookie, 'x-forwarded-proto': 'https' })).status, 200)
  const renamed = cookie.replace('__Host-', '')
  assert.equal((await me({ cookie: renamed, 'x-forwarded-proto': 'https' })).status, 401)

  const below = await startSystem(t, { env: { VOLTYARD_BASE_PATH: '/charging' } })
  const { cookie: narrow, answer } = await login(`${below.url}/charging`, { 'x-forwarded-proto': 'https' })
  assert.match(
    narrow,
    /^voltyard_session=[^;]+; Path=\/charging; HttpOnly; SameSite=Strict$/,
    'no stranger is believed',
  )
  assert.equal(answer.body.encrypted, true)
})

test('a person sees where they are logged in, and logs out from afar', async (t) => {
  const system = await startSystem(t)
  const [here, there, third] = [await logIn(system), await logIn(system), await logIn(system)]
  const bo = await logIn(system, { role: 'viewer', login: 'bo' })
  const { items } = (await here.get('devices')).body
  assert.equal(items.length, 3)
  assert.deepEqual(
    items.map(({ current }: { current: boolean }) => current),
    [false, false, true],
  )
  const idOf = async (person: ConsoleUser) =>
    (await person.get('devices')).body.items.find(({ current }: { current: boolean }) => current).id

  assert.equal((await bo.del(`devices/${await idOf(there)}`)).status, 404)
  assert.equal((await there.get('me')).status, 200)
  assert.equal((await here.del(`devices/${await idOf(there)}`)).status, 204)
  assert.equal((await there.get('me')).status, 401)
  assert.equal((await here.del('devices')).status, 204)
  assert.equal((await third.get('me')).status, 401)
  assert.equal((await here.get('me')).status, 200)
  assert.equal((await bo.get('me')).status, 200)
})

test('a new password logs out everywhere else', async (t) => {
  const system = await startSystem(t)
  const [here, there] = [await logIn(system), await logIn(system)]
  const change = (wanted: string, current = testAdministrator.password) => here.post('password', { current, wanted })
  assert.equal((await change('buses leave at half past four', 'a depot full of trams')).status, 401)
  for (const wanted of ['password1234', testAdministrator.password]) {
    const refused = await change(wanted)
    assert.deepEqual([refused.status, refused.body.error.field], [400, 'wanted'], wanted)
  }
  assert.equal((await there.get('me')).status, 200)
  assert.equal((await change('buses leave at half past four')).status, 204)
  assert.equal((await there.get('me')).status, 401)
  assert.equal((await here.get('me')).status, 200)
})

test('who logs in too often asks too much: requests of one login and of one address are limited', async (t) => {
  const env = { VOLTYARD_CONSOLE_RATE_LIMIT_MAX: '20' }
  const system = await startSystem(t, { env })
  const anna = await logIn(system)
  const statuses: number[] = []
  for (let n = 0; n < 25; n++) statuses.push((await callConsole(system.url, 'me')).status)
  assert.equal(statuses.at(-1), 429)
  assert.ok(statuses.includes(401))

  for (let n = 0; n < 25; n++) statuses.push((await anna.get('me')).status)
  assert.equal(statuses.at(-1), 429)
})
