import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { temporaryFolder } from '../support/command-line.ts'
import { notingLog } from '../support/ocpp-wire.ts'
import { read } from '../support/session-rows.ts'
import { startSystem } from '../support/system.ts'
import {
  come,
  connectTls,
  makeAuthority,
  makeCsr,
  rootsOf,
  rsa,
  serverUse,
  signedFor,
  statusOf,
} from '../support/tls.ts'

const onTls = { VOLTYARD_TLS_PORT: '0', VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: 'off' }
const inNameOf = (commonName: string, organization = 'Default'): Record<string, string[]>[] => [
  { O: [organization] },
  { CN: [commonName] },
]

/** A system that trusts an authority elsewhere, with chargers of profile 3. */
async function startTrusting(t: TestContext, env: Record<string, string> = {}) {
  const authority = await makeAuthority('Example Charging Root')
  const path = join(temporaryFolder(t), 'roots.pem')
  await writeFile(path, authority.pem)
  const log = notingLog()
  const system = await startSystem(t, { log, env: { ...onTls, VOLTYARD_TLS_CLIENT_ROOTS: path, ...env } })
  for (const identity of ['CP-1', 'CP-2']) await system.addCharger(identity, { securityProfile: 3 })
  const why = () => log.entries.findLast(({ message }) => message === 'charger refused')?.event.why
  return { system, authority, why, log, path }
}

const by = (certificate: { certificate: string; key: string }) => ({ certificate, password: null })

test('S7, S23: a certificate has to be good, and in the name of the charger and its operator', async (t) => {
  const { system, authority, why } = await startTrusting(t)
  const stranger = await makeAuthority('Example Charging Root')
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('CP-1') }))), 101)
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('cp-1', ' default') }))), 101)
  assert.equal(
    await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('CP-1'), about: rsa(2048) }))),
    101,
  )
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('CP-1'), uses: [] }))), 101)

  const bad: [string, ReturnType<typeof authority.issue>, string][] = [
    ['expired', authority.issue({ name: inNameOf('CP-1'), from: -10, until: -1 }), 'expired'],
    ['not valid yet', authority.issue({ name: inNameOf('CP-1'), from: 1 }), 'not-yet-valid'],
    ['for servers only', authority.issue({ name: inNameOf('CP-1'), uses: [serverUse] }), 'wrong-use'],
    ['for signing others', authority.issue({ name: inNameOf('CP-1'), isCa: true }), 'wrong-use'],
    ['of another charger', authority.issue({ name: inNameOf('CP-2') }), 'wrong-name'],
    ['of nobody', authority.issue({ name: [{ O: ['Default'] }] }), 'unnamed'],
    ['of two', authority.issue({ name: [{ O: ['Default'] }, { CN: ['CP-1'] }, { CN: ['CP-2'] }] }), 'unnamed'],
    ['of another operator', authority.issue({ name: inNameOf('CP-1', 'Other') }), 'wrong-organization'],
    ['of no operator', authority.issue({ name: [{ CN: ['CP-1'] }] }), 'wrong-organization'],
    ['of an authority with the same name', stranger.issue({ name: inNameOf('CP-1') }), 'untrusted'],
    [
      'of the expired kind and untrusted',
      stranger.issue({ name: inNameOf('CP-1'), from: -10, until: -1 }),
      'untrusted',
    ],
  ]
  for (const [what, certificate, reason] of bad) {
    assert.equal(await statusOf(system, 'CP-1', by(await certificate)), 401, what)
    assert.equal(why(), reason, what)
  }
})

test('S-06: certificates between that of the charger and the root are taken, also when a session is gone on with', async (t) => {
  const { system, authority } = await startTrusting(t)
  const between = await authority.between('Example Charging Sub')
  const { certificate, key } = await between.issue({ name: inNameOf('CP-1') })
  const chain = { certificate: `${certificate}\n${between.certificate}`, key }
  assert.equal(await statusOf(system, 'CP-1', by({ certificate, key })), 401)
  assert.equal(await statusOf(system, 'CP-1', by(chain)), 101)

  const options = { ca: await rootsOf(system), cert: chain.certificate, key, maxVersion: 'TLSv1.2' as const }
  const first = await connectTls(system, options)
  const session = first.getSession()!
  first.destroy()
  const { status, socket } = await come(system, 'CP-1', { password: null, tls: { ...options, session } })
  assert.equal(status, 101)
  assert.equal((socket as never as { _socket: { isSessionReused(): boolean } })._socket.isSessionReused(), true)
  socket.close()

  // A leaf is no authority, whatever it has signed.
  const leaf = await authority.issue({ name: inNameOf('CP-2') })
  const forged = await makeAuthority('CP-2')
  const fake = await forged.issue({ name: inNameOf('CP-1') })
  const both = { certificate: `${fake.certificate}\n${leaf.certificate}\n${forged.pem}`, key: fake.key }
  assert.equal(await statusOf(system, 'CP-1', by(both)), 401)
})

test('an operator may leave the organization unchecked, but not the name', async (t) => {
  const { system, authority } = await startTrusting(t, { VOLTYARD_TLS_CHECK_ORGANIZATION: 'off' })
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('CP-1', 'Other') }))), 101)
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: [{ CN: ['CP-1'] }] }))), 101)
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('CP-2', 'Other') }))), 401)
})

test('A00.FR.429: an expired certificate is let in only where the charger is allowed it', async (t) => {
  const { system, authority, why } = await startTrusting(t)
  const expired = await authority.issue({ name: inNameOf('CP-1'), from: -10, until: -1 })
  const stranger = await makeAuthority('Example Charging Root')
  assert.equal(await statusOf(system, 'CP-1', by(expired)), 401)
  await read(system, `update charger set allow_expired_certificate = true where identity = 'CP-1'`)
  assert.equal(await statusOf(system, 'CP-1', by(expired)), 101)
  assert.equal(await statusOf(system, 'CP-2', by(expired)), 401)
  const strange = await stranger.issue({ name: inNameOf('CP-1'), from: -10, until: -1 })
  assert.equal(await statusOf(system, 'CP-1', by(strange)), 401)
  assert.equal(why(), 'untrusted')
})

test('S23: a revoked certificate ends the connection that it opened, and opens no other', async (t) => {
  const { system, why } = await startTrusting(t)
  const first = await signedFor(system, 'CP-1', inNameOf('CP-1'))
  const second = await signedFor(system, 'CP-1', inNameOf('CP-1'))
  const { socket, status } = await come(system, 'CP-1', by(first))
  assert.equal(status, 101)
  const closed = once(socket, 'close')

  const revoked = await system.admin('certificate.revoke', {
    serialNumber: first.serialNumber.toUpperCase(),
    reason: 'stolen',
  })
  assert.equal(revoked.charger, 'CP-1')
  const [code, reason] = await closed
  assert.deepEqual([code, String(reason)], [1008, 'certificate revoked'])
  assert.equal(await statusOf(system, 'CP-1', by(first)), 401)
  assert.equal(why(), 'revoked')
  assert.equal(await statusOf(system, 'CP-1', by(second)), 101)

  const { certificates } = (await system.admin('certificate.list', { charger: 'CP-1' })) as any
  assert.deepEqual(
    certificates.map((one: any) => [one.serialNumber, one.revokedAt === null]),
    [
      [second.serialNumber, true],
      [first.serialNumber, false],
    ],
  )
  await assert.rejects(system.admin('certificate.revoke', { serialNumber: 'abcdef' }), /no certificate/)
})

test('S9: a certificate that was signed for a charger of one tenant is nothing to another', async (t) => {
  const { system, why } = await startTrusting(t, { VOLTYARD_TLS_CHECK_ORGANIZATION: 'off' })
  for (const slug of ['north', 'south']) {
    await system.admin('tenant.add', { slug, name: 'Same Name' })
    await system.addCharger('TWIN', { tenant: slug, securityProfile: 3 })
  }
  const { csr, key } = await makeCsr(inNameOf('TWIN', 'Same Name'))
  const signed = await system.admin('certificate.sign', { charger: 'TWIN', csr, tenant: 'north' })
  const shown = by({ certificate: String(signed.chain), key })
  assert.equal(await statusOf(system, 'TWIN', { ...shown, path: '/ocpp/north/TWIN' }), 101)
  assert.equal(await statusOf(system, 'TWIN', { ...shown, path: '/ocpp/south/TWIN' }), 401)
  assert.equal(why(), 'of-another-charger')
})

test('B01.FR.11, .12: a charger whose certificate names a serial number has to boot with that number', async (t) => {
  const { system, authority, log } = await startTrusting(t)
  const boot16 = (serial: string) => ({
    chargePointVendor: 'Acme',
    chargePointModel: 'One',
    chargePointSerialNumber: serial,
  })
  const boot201 = (serialNumber: string) => ({
    reason: 'PowerUp',
    chargingStation: { vendorName: 'Acme', model: 'Two', serialNumber },
  })
  const serials = async () =>
    (await read(system, `select boot->>'serial' as serial from charger_state where boot is not null`)).map(
      (row) => row.serial,
    )

  // Of a charger that never booted nobody knows the number: only what is on record for it is believed.
  const elsewhere = await authority.issue({ name: inNameOf('SN-1') })
  assert.equal(await statusOf(system, 'CP-1', by(elsewhere)), 401)
  await read(
    system,
    `insert into issued_certificate (tenant_id, charger_id, kind, serial_number, fingerprint, key_hash, common_name, chain, not_before, not_after)
     select tenant_id, id, 'charger', '01', $1, '', 'SN-1', '', now(), now() from charger where identity = 'CP-1'`,
    [fingerprintOf(elsewhere.certificate)],
  )

  for (const [protocol, boot] of [
    ['ocpp1.6', boot16],
    ['ocpp2.0.1', boot201],
  ] as const) {
    const wrong = await come(system, 'CP-1', { ...by(elsewhere), protocol })
    assert.equal(wrong.status, 101)
    const closed = once(wrong.socket, 'close')
    wrong.socket.send(JSON.stringify([2, 'b', 'BootNotification', boot('SN-2')]))
    assert.equal((await closed)[0], 1008)
    assert.ok(log.has('warn', 'the serial number is not that of the certificate'))
    assert.ok(!(await serials()).includes('SN-2'), 'nothing of it is kept')

    const right = await come(system, 'CP-1', { ...by(elsewhere), protocol })
    const answered = once(right.socket, 'message')
    right.socket.send(JSON.stringify([2, 'b', 'BootNotification', boot('SN-1')]))
    assert.equal(JSON.parse(String((await answered)[0]))[2].status, 'Accepted')
    right.socket.close()
    await once(right.socket, 'close')
  }
  // Now its number is known, and another certificate in that name is good as well.
  assert.equal(await statusOf(system, 'CP-1', by(await authority.issue({ name: inNameOf('SN-1') }))), 101)
  assert.equal(await statusOf(system, 'CP-2', by(await authority.issue({ name: inNameOf('SN-1') }))), 401)
})

test('roots that are added while the server runs are believed from then on', async (t) => {
  const { system, path, authority } = await startTrusting(t)
  const other = await makeAuthority('Another Root')
  const certificate = await other.issue({ name: inNameOf('CP-1') })
  assert.equal(await statusOf(system, 'CP-1', by(certificate)), 401)
  await writeFile(path, authority.pem + other.pem)
  await system.admin('certificate.reload', {})
  assert.equal(await statusOf(system, 'CP-1', by(certificate)), 101)
})

function fingerprintOf(pem: string): Buffer {
  const { fingerprint256 } = new X509Certificate(pem)
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex')
}
