import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOfStep } from '#api/console/totp.ts'
import { createLog } from '#server/log.ts'
import { callConsole, logIn } from '#test/support/console.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { startSystem } from '#test/support/system.ts'

test('S27: neither log nor audit trail shows a password, cookie, code or secret of the console', async (t) => {
  const clock = heldClock()
  const lines: string[] = []
  const log = createLog({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const system = await startSystem(t, { log, now: clock.now, initialAdministrator: null })
  const first = system.server.firstAdministrator!
  const secrets: Record<string, string> = { 'first password': first.password }

  const anna = await logIn(system, first)
  secrets['own password'] = 'buses leave at half past four'
  await anna.post('password', { current: first.password, wanted: secrets['own password'] })
  secrets.cookie = anna.cookie.split('=')[1]!
  secrets['token against forgery'] = anna.csrfToken
  const offer = (await anna.post('second-factor')).body
  secrets['second factor'] = offer.secret
  await anna.post('second-factor/enable', { code: '000000' })
  const bits = [...offer.secret].map((sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'),
  )
  const key = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)!
      .map((byte) => Number.parseInt(byte, 2)),
  )
  const code = codeOfStep(key, Math.floor(clock.now().epochMilliseconds / 30_000))
  const { codes } = (await anna.post('second-factor/enable', { code })).body
  for (const [n, one] of codes.entries()) secrets[`recovery code ${n}`] = one
  const again = { login: 'admin', password: secrets['own password'] }
  await callConsole(system.url, 'login', { method: 'POST', body: { ...again, code: codes[0] } })
  secrets['password typed as login'] = 'canary-typed-as-login'
  await callConsole(system.url, 'login', { method: 'POST', body: { login: 'canary-typed-as-login', password: 'x' } })
  await callConsole(system.url, 'login?password=canary-in-a-query', {
    method: 'POST',
    body: { login: 'canary-in-a-body' },
  })
  secrets['in a query'] = 'canary-in-a-query'
  secrets['in a body'] = 'canary-in-a-body'
  secrets['password of another'] = (
    await anna.post('accounts', { login: 'bo', name: 'Bo', role: 'viewer' })
  ).body.password
  secrets['client secret'] = (await anna.post('clients', { name: 'dispatch', package: 'basic' })).body.secret
  clock.pass({ minutes: 16 })
  await anna.get('me')
  secrets['next cookie'] = anna.cookie.split('=')[1]!
  assert.notEqual(secrets['next cookie'], secrets.cookie)
  await askDatabase(system.databaseUrl, 'alter table account rename to account_away')
  await anna.get('me')
  await askDatabase(system.databaseUrl, 'alter table account_away rename to account')
  const trail = await askDatabase(system.databaseUrl, 'select * from audit_entry')
  await system.stop()

  const messages = lines.map((line) => JSON.parse(line).msg)
  for (const message of ['request answered', 'request failed']) assert.ok(messages.includes(message), message)
  const written = [...lines, JSON.stringify(trail)].join('\n').toLowerCase()
  for (const [what, secret] of Object.entries(secrets)) {
    await t.test(`not the ${what}`, () => {
      assert.ok(secret.length >= 10)
      assert.ok(!written.includes(secret.toLowerCase()))
    })
  }
})
