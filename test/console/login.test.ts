import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { codeOfStep } from '#api/console/totp.ts'
import { callConsole, logIn } from '#test/support/console.ts'
import { createDatabase } from '#test/support/database.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { startSystem, testAdministrator } from '#test/support/system.ts'

const admin = testAdministrator

test('a person logs in, is known from then on, and logs out', async (t) => {
  const system = await startSystem(t)
  const anna = await logIn(system)
  const me = await anna.get('me')
  assert.equal(me.status, 200, me.text)
  assert.deepEqual([me.body.account.login, me.body.tenant.slug, me.body.encrypted], ['admin', 'default', true])
  assert.equal((await anna.patch('me', { name: 'Anna', language: 'de' })).body.account.name, 'Anna')
  const viewer = await logIn(system, { role: 'viewer' })
  assert.equal((await viewer.get('me')).body.account.role, 'viewer')

  assert.equal((await anna.post('logout')).status, 204)
  assert.equal((await anna.get('me')).status, 401)
})

test('the first start makes one administrator, who must change the made password before anything else', async (t) => {
  const system = await startSystem(t, { initialAdministrator: null })
  const made = system.server.firstAdministrator!
  assert.equal(made.login, 'admin')
  assert.ok(made.password.length >= 20)

  const person = await logIn(system, made)
  assert.equal(person.me.account.mustChangePassword, true)
  for (const { method, url, role } of system.server.routes.console) {
    const path = url.replace('/console-api/', '').replaceAll(/:\w+/g, '1')
    if (role === 'open' || method === 'HEAD' || ['me', 'password', 'logout'].includes(path)) continue
    const answer = await person.call(path, { method })
    assert.deepEqual([answer.status, answer.body?.error.code], [403, 'password_change_required'], `${method} ${path}`)
  }
  assert.equal((await person.patch('me', { name: 'x' })).body.error.code, 'password_change_required')

  const wanted = 'buses leave at half past four'
  assert.equal((await person.post('password', { current: made.password, wanted })).status, 204)
  assert.equal((await person.get('accounts')).body.items.length, 1)
  assert.equal((await logIn(system, { login: 'Admin', password: wanted })).me.account.mustChangePassword, false)

  await system.restart()
  assert.equal(system.server.firstAdministrator, null)
  assert.equal((await askDatabase(system.databaseUrl, 'select from account')).length, 1)
})

test('`voltyard start` shows the made password once, and none when it starts again', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'voltyard-start-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const env = { ...process.env, DATABASE_URL: await createDatabase(t), VOLTYARD_DATA: folder, VOLTYARD_PORT: '0' }
  const started = async () => {
    const child = spawn(process.execPath, ['bin/voltyard.js', 'start', '--json'], {
      env: { ...env, VOLTYARD_LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    return {
      child,
      said: JSON.parse(line) as { url: string; firstAdministrator?: { login: string; password: string } },
    }
  }

  const first = await started()
  const { login, password } = first.said.firstAdministrator!
  const answer = await callConsole(first.said.url, 'login', { method: 'POST', body: { login, password } })
  assert.deepEqual([answer.status, answer.body.account.mustChangePassword], [200, true])
  first.child.kill('SIGTERM')
  await once(first.child, 'exit')

  const second = await started()
  assert.equal(second.said.firstAdministrator, undefined)
  second.child.kill('SIGTERM')
  await once(second.child, 'exit')
})

test('whatever is wrong with a login, the answer is the same, and it is counted and audited', async (t) => {
  const system = await startSystem(t)
  await system.admin('account.add', { login: 'bo', role: 'viewer', password: 'bo sees a lot of buses' })
  const anna = await logIn(system)
  const { items } = (await anna.get('accounts')).body
  const bo = items.find(({ login }: { login: string }) => login === 'bo')
  assert.equal((await anna.patch(`accounts/${bo.id}`, { enabled: false })).status, 200)

  const tries = [
    { ...admin, password: 'a depot full of trams' },
    { login: 'nobody', password: admin.password },
    { login: 'admin\u0000', password: admin.password },
    { login: 'bo', password: 'bo sees a lot of buses' },
  ]
  const answers = []
  for (const body of tries) answers.push(await callConsole(system.url, 'login', { method: 'POST', body }))
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.error.code]),
    [
      [401, 'invalid_credentials'],
      [401, 'invalid_credentials'],
      [400, 'invalid_value'],
      [401, 'invalid_credentials'],
    ],
  )
  assert.equal(new Set([answers[0], answers[1], answers[3]].map((answer) => answer!.text)).size, 1)
  for (const { headers } of answers) assert.deepEqual(headers.getSetCookie(), [])

  const audited = await askDatabase(
    system.databaseUrl,
    `select subject from audit_entry where action = 'login.refused'`,
  )
  assert.deepEqual(
    audited.map(({ subject }) => subject),
    ['admin', 'bo'],
  )
  const metrics = await (await fetch(`${system.url}/metrics`)).text()
  assert.match(metrics, /voltyard_console_logins_total\{outcome="refused"\} 3/)
})

test('wrong passwords are slowed down, for that address and login only', async (t) => {
  const clock = heldClock()
  const env = { VOLTYARD_TRUSTED_PROXIES: '127.0.0.1' }
  const system = await startSystem(t, { now: clock.now, env })
  const attempt = (password: string, from = '198.51.100.1') =>
    callConsole(system.url, 'login', {
      method: 'POST',
      body: { login: admin.login, password },
      headers: { 'x-forwarded-for': from },
    })
  for (let n = 0; n < 5; n++) assert.equal((await attempt(`wrong password ${n}`)).status, 401)

  const slowed = await attempt(admin.password)
  assert.deepEqual([slowed.status, slowed.body.error.code], [429, 'rate_limited'])
  assert.equal(slowed.headers.get('retry-after'), '1')
  assert.equal((await attempt(admin.password, '198.51.100.2')).status, 200)
  clock.pass({ seconds: 1 })
  assert.equal((await attempt(admin.password)).status, 200)

  const many = await Promise.all(Array.from({ length: 40 }, (_, n) => attempt(`wrong ${n}`, '198.51.100.9')))
  const tried = many.filter(({ status }) => status === 401).length
  assert.ok(tried <= 5, `${tried} passwords were tried at once`)
})

test('a flood of logins is refused beyond a bound, and the server goes on answering', async (t) => {
  const system = await startSystem(t)
  const flood = Array.from({ length: 29 }, (_, n) =>
    callConsole(system.url, 'login', { method: 'POST', body: { login: `person${n}`, password: 'not the password' } }),
  )
  const heartbeat = await fetch(`${system.url}/health/ready`)
  assert.equal(heartbeat.status, 200)
  for (const { status } of await Promise.all(flood)) assert.ok(status === 401 || status === 429, String(status))
  await logIn(system)
})

test('the second factor: offered, switched on with the first code, asked for, each code good once', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  const { secret, uri } = (await anna.post('second-factor')).body
  assert.ok(uri.includes(secret))
  const code = () => codeOfStep(fromBase32(secret), Math.floor(clock.now().epochMilliseconds / 30_000))
  const login = (given?: string) =>
    callConsole(system.url, 'login', { method: 'POST', body: { ...admin, ...(given ? { code: given } : {}) } })

  assert.equal((await login()).status, 200, 'it is not asked for before it is on')
  assert.equal((await anna.post('second-factor/enable', { code: '000000' })).status, 400)
  const enabled = await anna.post('second-factor/enable', { code: code() })
  assert.equal(enabled.status, 200, enabled.text)
  const codes: string[] = enabled.body.codes
  assert.equal(new Set(codes).size, 10)
  assert.equal((await anna.post('second-factor')).status, 409)

  await t.test('the code is asked for after the right password only', async () => {
    const wrong = { login: admin.login, password: 'a depot full of trams' }
    const refused = await callConsole(system.url, 'login', { method: 'POST', body: wrong })
    assert.equal(refused.body.error.code, 'invalid_credentials')
    assert.deepEqual([(await login()).status, (await login()).body.error.code], [401, 'code_required'])
  })

  await t.test('a code that was used is no longer good, and the next is', async () => {
    assert.equal((await login(code())).body.error.code, 'invalid_credentials')
    clock.pass({ minutes: 10 })
    const next = code()
    assert.equal((await login(next)).status, 200)
    assert.equal((await login(next)).status, 401)
    clock.pass({ seconds: 30 })
    assert.equal((await login(next)).status, 401, 'nor within the step after it')
  })

  await t.test('a clock that goes back does not make an old code good again', async () => {
    clock.pass({ minutes: 10 })
    const used = code()
    assert.equal((await login(used)).status, 200)
    clock.pass({ minutes: -10 })
    assert.equal((await login(code())).status, 401)
    clock.pass({ minutes: 10 })
    assert.equal((await login(used)).status, 401)
    clock.pass({ minutes: 1 })
    assert.equal((await login(code())).status, 200)
  })

  await t.test('two logins at once with one code are one', async () => {
    clock.pass({ minutes: 10 })
    const both = await Promise.all([login(code()), login(code())])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 401])
  })

  await t.test('a recovery code comes in once, however it is typed', async () => {
    clock.pass({ minutes: 10 })
    assert.equal((await login(codes[0]!.toUpperCase().replaceAll('-', ' '))).status, 200)
    assert.equal((await login(codes[0])).status, 401)
    assert.equal((await login(codes[1])).status, 200)
  })

  await t.test('the command line switches it off for who lost it', async () => {
    const changed = await system.admin('account.password', { login: 'ADMIN', secondFactor: false })
    const person = await logIn(system, { login: 'admin', password: String(changed.password) })
    assert.deepEqual([person.me.account.secondFactor, person.me.account.mustChangePassword], [false, true])
    assert.equal((await askDatabase(system.databaseUrl, 'select from recovery_code')).length, 0)
  })
})

test('the second factor is switched off by its owner after the password', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { now: clock.now })
  const anna = await logIn(system)
  const { secret } = (await anna.post('second-factor')).body
  const code = codeOfStep(fromBase32(secret), Math.floor(clock.now().epochMilliseconds / 30_000))
  assert.equal((await anna.post('second-factor/enable', { code })).status, 200)

  clock.pass({ minutes: 11 })
  assert.equal((await anna.del('second-factor')).body.error.code, 'confirm_required')
  assert.equal((await anna.post('confirm', { password: 'a depot full of trams' })).status, 401)
  assert.equal((await anna.del('second-factor')).body.error.code, 'confirm_required')
  assert.equal((await anna.post('confirm', { password: admin.password })).status, 204)
  assert.equal((await anna.del('second-factor')).status, 204)
  assert.equal((await logIn(system)).me.account.secondFactor, false)
})

test('a password that was hashed with less work is hashed anew at the next login', async (t) => {
  const system = await startSystem(t)
  const { createPasswordHashes } = await import('#api/console/password-hashes.ts')
  const weak = await createPasswordHashes({ memory: 64, passes: 1, parallelism: 1 }).hash(admin.password)
  await askDatabase(system.databaseUrl, 'update account set password_hash = $1', [weak])
  await logIn(system)
  const [{ password_hash: stored }] = await askDatabase(system.databaseUrl, 'select password_hash from account')
  assert.match(stored, /\$m=47104,/)
  await logIn(system)
})

function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
