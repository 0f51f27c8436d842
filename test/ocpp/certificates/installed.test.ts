import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { certificateHash } from '#core/certificates/certificate-hash.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { bootedCharger, contextOf, csrFor, errandOf, type Version } from '#test/support/certified-charger.ts'
import { type System, startSystem } from '#test/support/system.ts'
import { makeAuthority } from '#test/support/tls.ts'

async function certificatesIn(system: System) {
  const ctx = contextOf(system)
  const { id } = (await ctx.chargers.find('CP-1'))!
  return (await ctx.devices.installed(id, 'certificate')).map(({ body, source }) => ({ ...(body as any), source }))
}

const ask = (system: System, request: CommandRequest) => sendCommand(contextOf(system), 'CP-1', request)

for (const version of ['1.6', '2.0.1', '2.1'] as Version[]) {
  const is16 = version === '1.6'

  test(`M05, M04: roots are installed in a charger of ${version} and deleted, and it is known which it has`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, version)
    const { pem } = await makeAuthority('Maker root')
    const root = new X509Certificate(pem)
    let status = 'Rejected'
    charger.answers('InstallCertificate', () => ({ status }))
    const install = { kind: 'install-certificate', use: 'ManufacturerRootCertificate', pem } as const
    assert.equal((await ask(system, install)).state, 'refused')
    assert.deepEqual(await certificatesIn(system), [])
    status = 'Accepted'
    assert.equal((await ask(system, install)).state, 'accepted')
    assert.equal(charger.asked[0]!.params.certificateType, 'ManufacturerRootCertificate')
    const [installed] = await certificatesIn(system)
    assert.equal(installed.subject, 'CN=Maker root')
    assert.equal(installed.source, 'acknowledged')

    status = 'Failed'
    charger.answers('DeleteCertificate', () => ({ status }))
    const remove = { kind: 'delete-certificate', hash: certificateHash(root, root), isConfirmed: false } as const
    assert.equal((await ask(system, remove)).state, 'refused')
    assert.equal((await certificatesIn(system)).length, 1)
    status = 'NotFound'
    assert.equal((await ask(system, remove)).state, 'accepted', 'what is not there is gone')
    assert.deepEqual(await certificatesIn(system), [])
    charger.heardNoNonsense()
  })

  test(`M03, M04.FR.07: a charger of ${version} says which certificates it has, by its own hash`, async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, version)
    const { pem } = await makeAuthority('Some root')
    const root = new X509Certificate(pem)
    charger.answers('InstallCertificate', () => ({ status: 'Accepted' }))
    await ask(system, { kind: 'install-certificate', use: 'CSMSRootCertificate', pem })
    const hash = certificateHash(root, root, 'SHA512')
    let isEmpty = false
    charger.answers('GetInstalledCertificateIds', ({ certificateType }) => {
      if (isEmpty || certificateType === 'ManufacturerRootCertificate') return { status: 'NotFound' }
      if (is16) return { status: 'Accepted', certificateHashData: [hash] }
      const chain = { certificateHashData: hash, certificateType: 'CSMSRootCertificate' }
      return { status: 'Accepted', certificateHashDataChain: [chain] }
    })
    assert.equal((await ask(system, { kind: 'list-certificates', use: null })).state, 'accepted')
    if (is16)
      assert.equal(
        (await charger.wasAsked('GetInstalledCertificateIds', 2)).certificateType,
        'ManufacturerRootCertificate',
      )
    const [known, ...others] = await certificatesIn(system)
    assert.deepEqual(others, [])
    assert.deepEqual([known.hash.hashAlgorithm, known.subject, known.source], ['SHA512', 'CN=Some root', 'reported'])

    isEmpty = true
    assert.equal((await ask(system, { kind: 'list-certificates', use: 'CSMSRootCertificate' })).state, 'accepted')
    assert.deepEqual(await certificatesIn(system), [], 'not found means none')
    charger.heardNoNonsense()
  })
}

test('M04.FR.06: neither the certificate of the charger itself nor its last root is deleted by mistake', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await bootedCharger(system, '2.0.1')
  charger.answers('CertificateSigned', () => ({ status: 'Accepted' }))
  charger.answers('InstallCertificate', () => ({ status: 'Accepted' }))
  charger.answers('DeleteCertificate', () => ({ status: 'Accepted' }))
  await charger.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })
  const { certificateChain } = await charger.wasAsked('CertificateSigned')
  await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
  const { pem } = await makeAuthority('Root of the server')
  await ask(system, { kind: 'install-certificate', use: 'CSMSRootCertificate', pem })
  await system.server.storage.database.asOwner((owner) => owner.query('update charger set security_profile = 2'))

  const own = new X509Certificate(certificateChain)
  const root = new X509Certificate(pem)
  const remove = (hash: object, isConfirmed = false) =>
    ask(system, { kind: 'delete-certificate', hash, isConfirmed } as CommandRequest)
  assert.match((await remove(certificateHash(own, root))).reason!, /shows who it is/)
  assert.match((await remove(certificateHash(root, root))).reason!, /last root/)
  assert.equal(charger.asked.filter(({ action }) => action === 'DeleteCertificate').length, 0)
  assert.equal((await remove(certificateHash(root, root), true)).state, 'accepted')
  charger.heardNoNonsense()
})

test('what a version has no word for is refused before it is sent', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await bootedCharger(system, '1.6')
  const { pem } = await makeAuthority('Root of vehicles')
  const refused = await ask(system, { kind: 'install-certificate', use: 'V2GRootCertificate', pem })
  assert.equal(refused.state, 'refused')
  assert.match(refused.reason!, /1\.6 has no certificates of the kind/)
  assert.deepEqual(charger.asked, [])
})
