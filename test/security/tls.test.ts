import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ConnectionOptions } from 'node:tls'
import { temporaryFolder } from '../support/command-line.ts'
import { notingLog } from '../support/ocpp-wire.ts'
import { read } from '../support/session-rows.ts'
import { eventually, startSystem } from '../support/system.ts'
import { come, connectTls, makeAuthority, rootsOf, rsa, serverUse, statusOf } from '../support/tls.ts'

const onTls = { VOLTYARD_TLS_PORT: '0' }

test('S-05: the four suites of OCPP are offered over TLS 1.2, with an ECDSA and an RSA certificate', async (t) => {
  const system = await startSystem(t, { env: onTls })
  const ca = await rootsOf(system)
  const suites: [string, string][] = [
    ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ec'],
    ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ec'],
    ['AES128-GCM-SHA256', 'rsa'],
    ['AES256-GCM-SHA384', 'rsa'],
  ]
  for (const [ciphers, keyType] of suites) {
    const socket = await connectTls(system, { ca, ciphers, maxVersion: 'TLSv1.2' })
    assert.equal(socket.authorized, true, ciphers)
    assert.equal(socket.getCipher().name, ciphers)
    assert.equal(socket.getPeerX509Certificate()!.publicKey.asymmetricKeyType, keyType)
    socket.destroy()
  }
  const newest = await connectTls(system, { ca })
  assert.equal(newest.getProtocol(), 'TLSv1.3')
  newest.destroy()
})

test('S-05: a charger that knows RSA only can check the whole path, by whatever name it connects', async (t) => {
  const system = await startSystem(t, { env: { ...onTls, VOLTYARD_TLS_NAMES: 'ocpp.example.com, 127.0.0.1' } })
  const { roots } = (await system.admin('certificate.roots', {})) as { roots: string[] }
  const rsaOnly = roots.find((pem) => new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa')!
  const options: ConnectionOptions = { ca: rsaOnly, ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2' }
  const sigalgs = 'RSA+SHA256:RSA+SHA384'
  const byAddress = await connectTls(system, { ...options, sigalgs })
  assert.equal(byAddress.authorized, true)
  assert.equal(byAddress.getPeerCertificate().subject.CN, 'ocpp.example.com')
  const byName = await connectTls(system, { ...options, sigalgs, servername: 'ocpp.example.com' })
  assert.equal(byName.authorized, true)
  await assert.rejects(connectTls(system, { ...options, sigalgs, servername: 'other.example.com' }), /altnames/)
  byAddress.destroy()
  byName.destroy()
})

test('S-05: TLS 1.1 and older are refused, and so is everything weak', async (t) => {
  const system = await startSystem(t, { env: onTls })
  const ca = await rootsOf(system)
  const refused: ConnectionOptions[] = [
    { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' },
    { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA256' },
  ]
  for (const options of refused)
    await assert.rejects(connectTls(system, { ca, ...options }), JSON.stringify(options))
    // That was no accident of the listener's.
  ;(await connectTls(system, { ca, maxVersion: 'TLSv1.2' })).destroy()
})

test('S-05: the suites without forward secrecy can be switched off', async (t) => {
  const system = await startSystem(t, { env: { ...onTls, VOLTYARD_TLS_STATIC_RSA: 'off' } })
  const ca = await rootsOf(system)
  await assert.rejects(connectTls(system, { ca, maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }))
  ;(await connectTls(system, { ca, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' })).destroy()
})

test('a session can be gone on with at another node of the installation (T-09)', async (t) => {
  const first = await startSystem(t, { env: onTls })
  const second = await startSystem(t, { env: onTls, sharing: first })
  const ca = await rootsOf(first)
  const options: ConnectionOptions = { ca, maxVersion: 'TLSv1.2' }
  const opened = await connectTls(first, options)
  const session = opened.getSession()!
  opened.destroy()
  const resumed = await connectTls(second, { ...options, session })
  assert.equal(resumed.isSessionReused(), true)
  resumed.destroy()
})

test('certificates of files are shown, and new ones are gone by without a restart; connections stay', async (t) => {
  const folder = temporaryFolder(t)
  const paths = Object.fromEntries(['ec.pem', 'ec.key', 'rsa.pem', 'rsa.key'].map((name) => [name, join(folder, name)]))
  const authority = await makeAuthority('Example Root')
  const renew = async (name: string) => {
    for (const [kind, about] of [
      ['ec', undefined],
      ['rsa', rsa(2048)],
    ] as const) {
      const wanted = { name: [{ CN: [name] }], uses: [serverUse], ...(about ? { about } : {}) }
      const { certificate, key } = await authority.issue(wanted)
      await writeFile(paths[`${kind}.pem`]!, certificate)
      await writeFile(paths[`${kind}.key`]!, key)
    }
  }
  await renew('first')
  const log = notingLog()
  const system = await startSystem(t, {
    log,
    env: {
      ...onTls,
      VOLTYARD_TLS_ECDSA_CERTIFICATE: paths['ec.pem']!,
      VOLTYARD_TLS_ECDSA_KEY: paths['ec.key']!,
      VOLTYARD_TLS_RSA_CERTIFICATE: paths['rsa.pem']!,
      VOLTYARD_TLS_RSA_KEY: paths['rsa.key']!,
    },
  })
  await system.addCharger('CP-1', { securityProfile: 2 })
  const shown = async (ciphers: string) => {
    const socket = await connectTls(system, { ca: authority.pem, ciphers, maxVersion: 'TLSv1.2' })
    const { CN } = socket.getPeerCertificate().subject
    socket.destroy()
    return CN
  }
  assert.equal(await shown('ECDHE-ECDSA-AES128-GCM-SHA256'), 'first')
  assert.equal(await shown('AES128-GCM-SHA256'), 'first')
  const { status, socket } = await come(system, 'CP-1', { tls: { ca: authority.pem } })
  assert.equal(status, 101)

  assert.deepEqual(await system.admin('certificate.reload', {}), { changed: false, alarms: 0 })
  await renew('second')
  assert.equal((await system.admin('certificate.reload', {})).changed, true)
  assert.equal(await shown('ECDHE-ECDSA-AES128-GCM-SHA256'), 'second')
  assert.equal(await shown('AES128-GCM-SHA256'), 'second')
  const answered = once(socket, 'message')
  socket.send('[2,"1","Heartbeat",{}]')
  assert.match(String((await answered)[0]), /currentTime/)

  // What cannot be used is not: the former goes on.
  await writeFile(paths['ec.pem']!, 'nonsense')
  await assert.rejects(system.admin('certificate.reload', {}))
  assert.equal(await shown('ECDHE-ECDSA-AES128-GCM-SHA256'), 'second')
  socket.close()
})

test('self-made certificates stay the same after a restart, and are renewed long before they end', async (t) => {
  let now = Temporal.Now.instant()
  const system = await startSystem(t, { env: onTls, now: () => now })
  const ca = await rootsOf(system)
  const serial = async () => {
    // By the clock of this machine the new one is not valid yet.
    const socket = await connectTls(system, { ca, rejectUnauthorized: false })
    const { serialNumber } = socket.getPeerX509Certificate()!
    socket.destroy()
    return serialNumber
  }
  const first = await serial()
  await system.restart()
  assert.equal(await rootsOf(system), ca)
  assert.equal(await serial(), first)

  now = now.add({ hours: 24 * 330 })
  assert.deepEqual(await system.admin('certificate.reload', {}), { changed: true, alarms: 0 })
  assert.notEqual(await serial(), first)
  const keys = await read(system, `select kind, count(*)::int from own_certificate group by kind order by kind`)
  assert.deepEqual(keys, [
    { kind: 'listener', count: 2 },
    { kind: 'root', count: 2 },
  ])
})

test('F16: an alarm is given once at 60, 30, 14, 7 and 1 days before the end of a certificate', async (t) => {
  const folder = temporaryFolder(t)
  const authority = await makeAuthority('Example Root')
  const { certificate, key } = await authority.issue({
    name: [{ CN: ['ocpp.example.com'] }],
    uses: [serverUse],
    until: 61,
  })
  await writeFile(join(folder, 'ec.pem'), certificate)
  await writeFile(join(folder, 'ec.key'), key)
  const log = notingLog()
  const began = Temporal.Now.instant()
  let now = began
  const system = await startSystem(t, {
    log,
    now: () => now,
    env: {
      ...onTls,
      VOLTYARD_TLS_ECDSA_CERTIFICATE: join(folder, 'ec.pem'),
      VOLTYARD_TLS_ECDSA_KEY: join(folder, 'ec.key'),
    },
  })
  const alarmsAfter = async (days: number) => {
    now = began.add({ hours: 24 * days })
    return (await system.admin('certificate.reload', {})).alarms
  }
  assert.equal(await alarmsAfter(0), 0)
  for (const days of [2, 32, 48, 55, 60.5, 62]) {
    assert.equal(await alarmsAfter(days), 1, `after ${days} days`)
    assert.equal(await alarmsAfter(days), 0, `after ${days} days, again`)
  }
  const facts = await read(
    system,
    `select body->>'days' as days from fact where kind = 'certificate.expiring' order by id`,
  )
  assert.deepEqual(
    facts.map(({ days }) => days),
    ['60', '30', '14', '7', '1', '0'],
  )
  assert.ok(log.has('warn', 'a certificate comes to its end'))
  assert.ok(log.has('error', 'a certificate is about to end'))
})

test('the TLS listener serves chargers and nothing else, and without it there is none', async (t) => {
  const system = await startSystem(t, { env: onTls, chargers: ['CP-1'] })
  const ca = await rootsOf(system)
  for (const [path, status] of [
    ['/console-api/me', 404],
    ['/v2/transactions', 404],
    ['/metrics', 404],
    ['/ocpp/CP-1', 400],
  ] as const) {
    const socket = await connectTls(system, { ca })
    socket.write(`GET ${path} HTTP/1.1\r\nHost: voltyard\r\nConnection: close\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), new RegExp(`^HTTP/1.1 ${status} `), path)
    socket.destroy()
  }
  // A charger that is talked to in the clear by its misled owner gets an end, not silence.
  await assert.rejects(fetch(`http://127.0.0.1:${system.server.tlsPort}/ocpp/CP-1`))
  await eventually(
    () => statusOf(system, 'CP-1', { isPlain: true }),
    (status) => status === 101,
  )

  const plain = await startSystem(t)
  assert.equal(plain.server.tlsPort, null)
})
