import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startClock } from '#simulator/clock.ts'
import { type ConnectedChargerOptions, createConnectedCharger } from '#simulator/connected-charger.ts'
import { allHeard, askedCharger, heard, oneEvse } from '../support/asked-charger.ts'
import { askingServer } from '../support/asking-server.ts'
import { eventually } from '../support/system.ts'
import { type TestAuthority, testAuthority } from '../support/test-authority.ts'

const host = '127.0.0.1'

async function secureServer(t: TestContext, authority: TestAuthority) {
  const { key, certificate } = await authority.issue({ commonName: host, hosts: [host] })
  return askingServer(t, {
    tls: { key, cert: certificate, ca: authority.certificate, requestCert: true, rejectUnauthorized: false },
  })
}

async function connectSecurely(t: TestContext, options: Partial<ConnectedChargerOptions> = {}) {
  const authority = await testAuthority()
  const server = await secureServer(t, authority)
  const charger = await askedCharger(t, '1.6', {
    server,
    authorities: [authority.certificate],
    password: 'a password of 24 letters',
    ...options,
  })
  return { ...charger, authority }
}

const askToSign = { requestedMessage: 'SignChargePointCertificate' }

test('a charger that trusts the authority of the server connects with TLS and its password', async (t) => {
  const { server, access, frames } = await connectSecurely(t)
  assert.equal(access.securityProfile, 2)
  assert.equal(server.knocks[0]?.password?.toString(), 'a password of 24 letters')
  assert.equal(server.knocks[0]?.certificate, null)
  frames.assertClean()
})

test('a charger does not speak to a server that it does not trust, and notes it', async (t) => {
  const [authority, stranger] = await Promise.all([testAuthority(), testAuthority('A stranger')])
  const server = await secureServer(t, authority)
  const closed: string[] = []
  const charger = createConnectedCharger({
    endpoint: server.endpoint,
    identity: 'CP-2',
    version: '1.6',
    clock: startClock({ rate: 100 }),
    evses: [oneEvse],
    authorities: [stranger.certificate],
    onEvent: (event) => {
      if (event.kind === 'disconnected') closed.push(event.why.kind)
    },
  })
  t.after(() => charger.stop())
  charger.start()
  await eventually(
    async () => closed[0],
    (kind) => kind === 'untrusted',
  )
  assert.equal(server.connections(), 0)
  const log = charger.equipment.logbook.text({ kind: 'security', fromMs: 0, toMs: Number.MAX_VALUE, stamp: String })
  assert.match(log, /invalid-server-certificate/)
})

for (const certificateKey of ['ec', 'rsa'] as const) {
  test(`a charger asks for a certificate for its ${certificateKey} key, gets it, and comes back with it`, async (t) => {
    const identity = 'CP-1'
    const { server, authority, equipment, access, frames } = await connectSecurely(t, {
      identity,
      settings: { certificateKey, organization: 'Depot Ltd' },
    })
    assert.deepEqual((await server.ask('ExtendedTriggerMessage', askToSign))?.[2], { status: 'Accepted' })
    const { csr } = await heard(server, 'SignCertificate')
    const { certificate, subject } = await authority.sign(csr)
    assert.match(subject, /CN=CP-1/)
    assert.match(subject, /O=Depot Ltd/)

    const answer = await server.ask('CertificateSigned', { certificateChain: certificate })
    assert.deepEqual(answer?.[2], { status: 'Accepted' })
    assert.equal(equipment.renewal.isUnderWay('station'), false)
    // Until the profile asks for it, the password is what it shows.
    assert.equal(server.connections(), 1)

    const upgrade = { key: 'SecurityProfile', value: '3' }
    assert.deepEqual((await server.ask('ChangeConfiguration', upgrade))?.[2], { status: 'Accepted' })
    await eventually(
      async () => server.knocks[1]?.certificate,
      (commonName) => commonName === identity,
    )
    assert.equal(server.knocks[1]?.password, null)
    assert.equal(access.securityProfile, 3)
    await heard(server, 'Heartbeat')
    frames.assertClean()
  })
}

test('a renewed certificate is shown at once', async (t) => {
  const authority = await testAuthority()
  const server = await secureServer(t, authority)
  const factory = await authority.issue({ commonName: 'FACTORY' })
  const charger = await askedCharger(t, '1.6', {
    server,
    authorities: [authority.certificate],
    securityProfile: 3,
    certificate: factory,
  })
  assert.equal(server.knocks[0]?.certificate, 'FACTORY')
  await server.ask('ExtendedTriggerMessage', askToSign)
  const { certificate } = await authority.sign((await heard(server, 'SignCertificate')).csr)
  await server.ask('CertificateSigned', { certificateChain: certificate })
  await eventually(
    async () => server.knocks[1]?.certificate,
    (commonName) => commonName === 'CP-1',
  )
  charger.frames.assertClean()
})

test('a charger refuses a certificate for another key, one that is over, and one that it has not asked for', async (t) => {
  const { server, authority, frames } = await connectSecurely(t)
  const sign = async (certificateChain: string) => (await server.ask('CertificateSigned', { certificateChain }))?.[2]
  const other = await authority.issue({ commonName: 'CP-1' })
  assert.deepEqual(await sign(other.certificate), { status: 'Rejected' })

  await server.ask('ExtendedTriggerMessage', askToSign)
  const { csr } = await heard(server, 'SignCertificate')
  assert.deepEqual(await sign(other.certificate), { status: 'Rejected' })
  await heard(server, 'SecurityEventNotification', ({ type }) => type === 'InvalidChargePointCertificate')
  const { certificate } = await authority.sign(csr, { isOver: true })
  assert.deepEqual(await sign(certificate), { status: 'Rejected' })
  frames.assertClean()
})

test('a charger asks again for a certificate that does not come, with waits that double, and then gives up', async (t) => {
  const settings = { certificateWaitSeconds: 20, certificateRepeats: 2 }
  const { server, clock, equipment, frames } = await connectSecurely(t, { settings })
  const atMs: number[] = []
  server.answers.SignCertificate = () => {
    atMs.push(clock.nowMs())
    return { status: 'Accepted' }
  }
  await server.ask('ExtendedTriggerMessage', askToSign)
  await eventually(
    async () => equipment.renewal.isUnderWay('station'),
    (isUnderWay) => !isUnderWay,
  )
  assert.equal(atMs.length, 3)
  assert.ok(atMs[1]! - atMs[0]! >= 20_000 && atMs[2]! - atMs[1]! >= 40_000, atMs.join())
  const requests = new Set(allHeard(server, 'SignCertificate').map(({ csr }) => csr))
  assert.equal(requests.size, 1)
  frames.assertClean()
})

test('a charger that is refused a certificate does not ask again by itself', async (t) => {
  const { server, equipment } = await connectSecurely(t, { settings: { certificateWaitSeconds: 1 } })
  server.answers.SignCertificate = () => ({ status: 'Rejected' })
  await equipment.renewal.start('station')
  assert.equal(equipment.renewal.isUnderWay('station'), false)
  assert.equal(allHeard(server, 'SignCertificate').length, 1)
})

test('root certificates are installed, listed by their hashes, and deleted', async (t) => {
  const { server, authority, frames } = await connectSecurely(t)
  const type = { certificateType: 'CentralSystemRootCertificate' }
  const install = { ...type, certificate: authority.certificate }
  assert.deepEqual((await server.ask('InstallCertificate', install))?.[2], { status: 'Accepted' })
  // Once more is still once.
  assert.deepEqual((await server.ask('InstallCertificate', install))?.[2], { status: 'Accepted' })
  const listed = (await server.ask('GetInstalledCertificateIds', type))?.[2]
  assert.equal(listed.status, 'Accepted')
  assert.deepEqual(listed.certificateHashData, [await authority.hash()])

  const [hash] = listed.certificateHashData
  const remove = { certificateHashData: { ...hash, issuerNameHash: hash.issuerNameHash.toUpperCase() } }
  assert.deepEqual((await server.ask('DeleteCertificate', remove))?.[2], { status: 'Accepted' })
  assert.deepEqual((await server.ask('DeleteCertificate', remove))?.[2], { status: 'NotFound' })
  assert.deepEqual((await server.ask('GetInstalledCertificateIds', type))?.[2], { status: 'NotFound' })
  frames.assertClean()
})

test('a password that the server sets is the one of the next connection', async (t) => {
  const { server, frames } = await askedCharger(t, '1.6', { password: 'the first password' })
  const bytes = Buffer.from('00ff80e2a0c1d2b3a495867768594a3b', 'hex')
  const change = { key: 'AuthorizationKey', value: bytes.toString('hex') }
  assert.deepEqual((await server.ask('ChangeConfiguration', change))?.[2], { status: 'Accepted' })
  const password = await eventually(
    async () => server.knocks[1]?.password,
    (next) => next !== undefined,
  )
  assert.deepEqual(password, bytes)
  assert.equal(server.knocks[0]?.password?.toString(), 'the first password')
  await heard(server, 'SecurityEventNotification', ({ type }) => type === 'ReconfigurationOfSecurityParameters')
  frames.assertClean()
})

test('a charger moves from a plain connection to TLS once it has a root, and never back', async (t) => {
  const authority = await testAuthority()
  const secure = await secureServer(t, authority)
  const { server, access, frames } = await askedCharger(t, '1.6', {
    password: 'a password of 24 letters',
    secureEndpoint: secure.endpoint,
  })
  const upgrade = { key: 'SecurityProfile', value: '2' }
  assert.deepEqual((await server.ask('ChangeConfiguration', upgrade))?.[2], { status: 'Rejected' })
  const install = { certificateType: 'CentralSystemRootCertificate', certificate: authority.certificate }
  await server.ask('InstallCertificate', install)
  assert.deepEqual((await server.ask('ChangeConfiguration', upgrade))?.[2], { status: 'Accepted' })
  await heard(secure, 'Heartbeat')
  assert.equal(secure.knocks[0]?.password?.toString(), 'a password of 24 letters')

  const back = { key: 'SecurityProfile', value: '1' }
  assert.deepEqual((await secure.ask('ChangeConfiguration', back))?.[2], { status: 'Rejected' })
  assert.equal(access.securityProfile, 2)
  frames.assertClean()
})

test('a charger that cannot connect with a new profile goes back to the one that worked', async (t) => {
  const authority = await testAuthority()
  const { server, access } = await askedCharger(t, '1.6', {
    password: 'a password of 24 letters',
    authorities: [authority.certificate],
    // Nobody listens there.
    secureEndpoint: `wss://${host}:9/ocpp`,
  })
  await server.ask('ChangeConfiguration', { key: 'SecurityProfile', value: '2' })
  await heard(server, 'Heartbeat')
  assert.equal(access.securityProfile, 1)
  assert.equal(server.connections(), 2)
})
