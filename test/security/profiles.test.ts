import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notingLog } from '../support/ocpp-wire.ts'
import { read } from '../support/session-rows.ts'
import { startSystem } from '../support/system.ts'
import { come, signedFor, statusOf } from '../support/tls.ts'

const onTls = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }
const inNameOf = (commonName: string): Record<string, string[]>[] => [{ O: ['Default'] }, { CN: [commonName] }]

test('S-01, Q-038: a charger comes in by the security profile that it is set up for, and by no other', async (t) => {
  const system = await startSystem(t, { env: onTls })
  const password = await system.addCharger('CP-1', { securityProfile: 1 })
  await system.addCharger('CP-2', { securityProfile: 2 })
  await system.addCharger('CP-3', { securityProfile: 3, password: 'a-password-of-before' })
  system.passwords.set('CP-3', 'a-password-of-before')
  const certificates = new Map<string, Awaited<ReturnType<typeof signedFor>>>()
  for (const id of ['CP-1', 'CP-2', 'CP-3']) certificates.set(id, await signedFor(system, id, inNameOf(id)))
  assert.ok(password.length >= 16)

  const ways = {
    'without a password': { isPlain: true, password: null },
    'by password': { isPlain: true },
    'by password over TLS': {},
    'by certificate': { password: null },
    'over TLS with nothing': { password: null },
  }
  const expected: Record<string, Record<keyof typeof ways, number>> = {
    'CP-1': {
      'without a password': 401,
      'by password': 101,
      'by password over TLS': 403,
      'by certificate': 403,
      'over TLS with nothing': 401,
    },
    'CP-2': {
      'without a password': 401,
      'by password': 403,
      'by password over TLS': 101,
      'by certificate': 403,
      'over TLS with nothing': 401,
    },
    'CP-3': {
      'without a password': 401,
      'by password': 403,
      'by password over TLS': 403,
      'by certificate': 101,
      'over TLS with nothing': 401,
    },
  }
  for (const [identity, statuses] of Object.entries(expected)) {
    for (const [way, how] of Object.entries(ways)) {
      const certificate = way === 'by certificate' ? certificates.get(identity)! : null
      const status = await statusOf(system, identity, { ...how, certificate })
      assert.equal(status, statuses[way as keyof typeof ways], `${identity} ${way}`)
    }
    // Whoever does not know the password does not learn which profile the charger has.
    assert.equal(await statusOf(system, identity, { password: 'somebody-elses-password' }), 401)
  }
  // A certificate shown along with the password takes nothing away.
  assert.equal(await statusOf(system, 'CP-2', { certificate: certificates.get('CP-2')! }), 101)
})

test('S6, S-02: after the first success by the higher profile the lower one is over, for good', async (t) => {
  const system = await startSystem(t, { env: onTls, chargers: ['CP-1'] })
  const window = (profile: number, minutes: number) =>
    read(
      system,
      `update charger set next_security_profile = $1, next_security_profile_until = server_time() + make_interval(mins => $2)`,
      [profile, minutes],
    )
  const profile = async () => (await read(system, 'select security_profile, next_security_profile from charger'))[0]

  await window(2, 60)
  assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 101)
  assert.deepEqual(await profile(), { security_profile: 1, next_security_profile: 2 })
  assert.equal(await statusOf(system, 'CP-1'), 101)
  assert.deepEqual(await profile(), { security_profile: 2, next_security_profile: null })
  assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 403)
  assert.equal(await statusOf(system, 'CP-1'), 101)

  // There is no way down, and a window that is over is none.
  await window(1, 60)
  assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 403)
  const certificate = await signedFor(system, 'CP-1', inNameOf('CP-1'))
  await window(3, -1)
  assert.equal(await statusOf(system, 'CP-1', { password: null, certificate }), 403)
  await window(3, 60)
  assert.equal(await statusOf(system, 'CP-1', { password: null, certificate }), 101)
  assert.equal(await statusOf(system, 'CP-1'), 403)
  const trail = await read(
    system,
    `select body from audit_entry where action = 'charger.security_profile_raised' order by id`,
  )
  assert.deepEqual(
    trail.map(({ body }) => body.profile),
    [2, 3],
  )
})

test('S-02: a wrong password proves nothing about a profile', async (t) => {
  const system = await startSystem(t, { env: onTls, chargers: ['CP-1'] })
  await read(
    system,
    `update charger set next_security_profile = 2, next_security_profile_until = server_time() + interval '1 hour'`,
  )
  assert.equal(await statusOf(system, 'CP-1', { password: 'somebody-elses-password' }), 401)
  assert.equal(await statusOf(system, 'CP-1', { isPlain: true }), 101)
  assert.deepEqual(await read(system, 'select security_profile::int from charger'), [{ security_profile: 1 }])
})

test('a charger that is connected is not cut off by its own rise, and its former connection is replaced', async (t) => {
  const system = await startSystem(t, { env: onTls, chargers: ['CP-1'] })
  await read(
    system,
    `update charger set next_security_profile = 2, next_security_profile_until = server_time() + interval '1 hour'`,
  )
  const before = await come(system, 'CP-1', { isPlain: true })
  const closed = new Promise<string>((resolve) => before.socket.once('close', (_, reason) => resolve(String(reason))))
  const after = await come(system, 'CP-1')
  assert.equal(await closed, 'replaced')
  const answered = new Promise<string>((resolve) => after.socket.once('message', (data) => resolve(String(data))))
  after.socket.send('[2,"1","Heartbeat",{}]')
  assert.match(await answered, /currentTime/)
  after.socket.close()
})

test('T-13: behind a proxy that ends TLS a charger of profile 1 or 2 is let in, and headers of others count for nothing', async (t) => {
  const log = notingLog()
  const system = await startSystem(t, {
    log,
    env: { ...onTls, VOLTYARD_TRUSTED_PROXIES: '127.0.1.9', VOLTYARD_CLIENT_CERTIFICATE_HEADER: 'Client-Cert' },
  })
  await system.addCharger('CP-1', { securityProfile: 1 })
  await system.addCharger('CP-2', { securityProfile: 2 })
  await system.addCharger('CP-3', { securityProfile: 3 })
  const { certificate } = await signedFor(system, 'CP-3', inNameOf('CP-3'))
  const base64 = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '')
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
  const byProxy = (headers: Record<string, string>) =>
    ({ isPlain: true, headers, tls: { localAddress: '127.0.1.9' } }) as never

  assert.equal(await statusOf(system, 'CP-1', byProxy(forwarded)), 101)
  assert.equal(await statusOf(system, 'CP-2', byProxy(forwarded)), 101)
  assert.equal(await statusOf(system, 'CP-2', { isPlain: true, headers: forwarded }), 403)
  for (const value of [`:${base64}:`, encodeURIComponent(certificate)]) {
    const headers = { ...forwarded, 'client-cert': value }
    assert.equal(await statusOf(system, 'CP-3', byProxy(headers)), 101)
    assert.equal(await statusOf(system, 'CP-3', { isPlain: true, headers, password: null }), 401)
    assert.equal(await statusOf(system, 'CP-3', { headers, password: null }), 401)
  }
  for (const value of ['', ':AAAA:', 'nonsense', `:${base64.slice(0, 100)}:`]) {
    const headers = { ...forwarded, 'client-cert': value }
    assert.equal(await statusOf(system, 'CP-3', byProxy(headers)), 401, value)
  }
})
