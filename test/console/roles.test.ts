import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsoleUser, logIn } from '#test/support/console.ts'
import { askDatabase, countRows } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { type System, startSystem } from '#test/support/system.ts'

const roles = ['viewer', 'operator', 'administrator'] as const

type Route = System['server']['routes']['console'][number]

test('S20: each role may call exactly what is its own; what is refused is audited and changes nothing', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const people = new Map<string, ConsoleUser>()
  for (const role of roles) people.set(role, await logIn(system, { role }))
  const routes = system.server.routes.console
  assert.ok(routes.length >= 20, `only ${routes.length} routes`)
  assert.deepEqual(
    routes.filter(({ role }) => role === 'open').map(({ url }) => url),
    ['/console-api/login'],
  )

  await t.test('nobody may do anything without a login', async () => {
    const before = await rows(system)
    for (const route of routes.filter(({ role }) => role !== 'open')) {
      const { status, code } = await ask(system, route, null)
      assert.deepEqual([status, code], [401, route.method === 'HEAD' ? null : 'not_logged_in'], nameOf(route))
    }
    assert.deepEqual(await rows(system), before)
  })

  for (const [rank, role] of roles.entries()) {
    const person = people.get(role)!
    const above = routes.filter((route) => roles.indexOf(route.role as 'viewer') > rank)
    await t.test(`a ${role} is refused ${above.length} routes`, async () => {
      const before = await rows(system)
      for (const route of above) {
        const { status, code } = await ask(system, route, person)
        assert.deepEqual([status, code], [403, route.method === 'HEAD' ? null : 'forbidden'], nameOf(route))
      }
      assert.deepEqual(await rows(system), before)
      const audited = await askDatabase(
        system.databaseUrl,
        `select subject from audit_entry where action = 'forbidden' and actor = $1`,
        [`person:${person.login}`],
      )
      assert.deepEqual(audited.map(({ subject }) => subject).toSorted(), above.map(nameOf).toSorted())
    })

    const own = routes.filter((route) => roles.indexOf(route.role as 'viewer') <= rank && route.role !== 'open')
    await t.test(`a ${role} is let through to ${own.length} routes`, async () => {
      for (const route of own) {
        const visitor = route.url.endsWith('/logout') ? await logIn(system, { role }) : person
        const { status, code } = await ask(system, route, visitor)
        assert.ok(status !== 401 && status !== 403 && status < 500, `${nameOf(route)}: ${status} ${code}`)
      }
    })
  }
})

test('what is dangerous asks for the password again after ten minutes', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  clock.pass({ minutes: 10 })
  const before = await rows(system)
  const dangerous = system.server.routes.console.filter((route) => route.dangerous)
  assert.ok(dangerous.length >= 8)
  for (const route of dangerous) {
    const { status, code } = await ask(system, route, anna)
    assert.deepEqual([status, code], [403, 'confirm_required'], nameOf(route))
  }
  assert.deepEqual(await rows(system), before)
  assert.equal((await anna.get('me')).body.confirmedUntil, null)

  assert.equal((await anna.post('confirm', { password: anna.password })).status, 204)
  assert.notEqual((await anna.get('me')).body.confirmedUntil, null)
  for (const route of dangerous) {
    assert.notEqual((await ask(system, route, anna)).code, 'confirm_required', nameOf(route))
  }
})

test('a role that was taken away no longer counts in the very next request', async (t) => {
  const system = await startSystem(t)
  const [anna, bo] = [await logIn(system), await logIn(system, { role: 'operator', login: 'bo' })]
  const { id } = bo.me.account
  assert.equal((await anna.patch(`accounts/${id}`, { role: 'administrator' })).status, 200)
  assert.equal((await bo.get('me')).status, 401, 'with the role the login ends')
  const again = await logIn(system, { login: 'bo', password: bo.password })
  assert.equal((await again.get('accounts')).status, 200)
  assert.equal((await anna.patch(`accounts/${id}`, { role: 'viewer' })).status, 200)
  assert.equal((await again.get('accounts')).status, 401)
})

function nameOf({ method, url }: Route): string {
  return `${method} ${url}`
}

/** Without a body, and with ids that nobody has: nothing comes of it even where it is allowed. Streams are left at once. */
async function ask(system: System, { method, url }: Route, person: ConsoleUser | null) {
  const response = await fetch(system.url + url.replaceAll(/:\w+/g, '987654321'), {
    method,
    headers: person ? { cookie: person.cookie, 'x-csrf-token': person.csrfToken } : {},
  })
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
  if (!isJson || method === 'HEAD') {
    await response.body?.cancel()
    return { status: response.status, code: null }
  }
  const { error } = (await response.json()) as { error?: { code: string } }
  return { status: response.status, code: error?.code ?? null }
}

/** Of all tables but the trail itself, and what the server's own jobs write. */
async function rows(system: System) {
  const { audit_entry: _, load_sample: __, ...others } = await countRows(system.databaseUrl)
  return others
}
