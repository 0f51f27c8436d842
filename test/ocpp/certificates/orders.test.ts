import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { describe, test } from 'node:test'
import { sendCommand } from '#core/commands/send-command.ts'
import { bootedCharger, contextOf, csrFor, errandOf, named, type Version } from '#test/support/certified-charger.ts'
import { read } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'
import { makeCsr, rootsOf } from '#test/support/tls.ts'

describe('certificates that chargers ask for', { concurrency: 3 }, () => {
  for (const version of ['1.6', '2.0.1', '2.1'] as Version[]) {
    test(`S-08, A02: a charger of ${version} asks for a certificate, is answered at once and gets it signed`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const charger = await bootedCharger(system, version)
      charger.answers('CertificateSigned', () => ({ status: 'Accepted' }))
      const { csr } = await csrFor('CP-1')
      const ofVersion = version === '1.6' ? {} : { certificateType: 'ChargingStationCertificate' }
      const numbered = version === '2.1' ? { requestId: 77 } : {}
      assert.equal((await charger.call('SignCertificate', { csr, ...ofVersion, ...numbered })).status, 'Accepted')

      const delivered = await charger.wasAsked('CertificateSigned')
      const leaf = new X509Certificate(delivered.certificateChain)
      const root = new X509Certificate(await rootsOf(system))
      assert.ok(leaf.verify(root.publicKey))
      assert.equal(leaf.subject, 'O=Default\nCN=CP-1')
      assert.equal(delivered.certificateType, version === '1.6' ? undefined : 'ChargingStationCertificate')
      assert.equal(delivered.requestId, version === '2.1' ? 77 : undefined, 'A02.FR.25')
      await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
      charger.heardNoNonsense()
    })
  }

  test('A03: the certificate that a charger shows to vehicles is for that and lets nobody in', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, '2.1')
    charger.answers('CertificateSigned', () => ({ status: 'Accepted' }))
    for (const [index, certificateType] of ['V2GCertificate', 'V2G20Certificate'].entries()) {
      const { csr } = await makeCsr(named('DE*ABC*E0001'))
      assert.equal((await charger.call('SignCertificate', { csr, certificateType })).status, 'Accepted')
      const delivered = await charger.wasAsked('CertificateSigned', index + 1)
      assert.equal(delivered.certificateType, certificateType)
      assert.deepEqual(new X509Certificate(delivered.certificateChain).keyUsage, ['1.3.6.1.5.5.7.3.1'])
    }
    const { csr } = await makeCsr(named('ocpp.example.com'))
    assert.equal((await charger.call('SignCertificate', { csr, certificateType: 'V2GCertificate' })).status, 'Rejected')
    const kinds = await read(system, 'select distinct kind from issued_certificate')
    assert.deepEqual(kinds, [{ kind: 'v2g' }])
    charger.heardNoNonsense()
  })

  test('S-08: what is no request is rejected, with a fact for those who watch, and orders nothing', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
    const charger = await bootedCharger(system, '2.0.1')
    for (const csr of ['please sign', (await csrFor('CP-2')).csr]) {
      const answer = await charger.call('SignCertificate', { csr })
      assert.equal(answer.status, 'Rejected')
      assert.ok(answer.statusInfo.additionalInfo.length > 10)
    }
    assert.deepEqual(await read(system, 'select from errand'), [])
    const facts = await read(system, `select body from fact where kind = 'certificate.refused'`)
    assert.equal(facts.length, 2)
    charger.heardNoNonsense()
  })

  test('S-08: many different requests in an hour are too many', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, '1.6')
    charger.answers('CertificateSigned', () => ({ status: 'Accepted' }))
    const answers: string[] = []
    for (let count = 0; count < 11; count++) {
      answers.push((await charger.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })).status)
    }
    assert.deepEqual(answers, [...Array(10).fill('Accepted'), 'Rejected'])
  })

  test('S-08, A02.FR.17: a charger that repeats itself with the same key has one order and its newest number counts', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, '2.1')
    const told = Promise.withResolvers<object>()
    charger.answers('CertificateSigned', () => told.promise)
    const { csr, keys } = await csrFor('CP-1')
    const again = await csrFor('CP-1', { keys })
    assert.equal((await charger.call('SignCertificate', { csr, requestId: 1 })).status, 'Accepted')
    assert.equal((await charger.call('SignCertificate', { csr: again.csr, requestId: 2 })).status, 'Accepted')
    assert.equal((await read(system, 'select from certificate_order')).length, 1)
    await charger.wasAsked('CertificateSigned')
    // Still without its answer: on its way already, so that it is not sent a second time.
    assert.equal((await charger.call('SignCertificate', { csr, requestId: 3 })).status, 'Accepted')
    const waiting = await read(system, `select from command where kind = 'deliver-certificate'`)
    assert.equal(waiting.length, 1)
    told.resolve({ status: 'Accepted' })
    await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
    assert.equal((await read(system, 'select from issued_certificate')).length, 1)
  })

  test('A02.FR.20: a charger that rejects its certificate is an alarm, and is left alone', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, '2.0.1')
    charger.answers('CertificateSigned', () => ({ status: 'Rejected', statusInfo: { reasonCode: 'InvalidCert' } }))
    await charger.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })
    const failed = await errandOf(system, 'certificate', (errand) => errand?.state === 'failed')
    assert.match(failed!.result.reason, /InvalidCert/)
    const [fact] = await read(system, `select body from fact where kind = 'certificate.rejected'`)
    assert.match(fact!.body.reason, /InvalidCert/)
    assert.equal(charger.asked.length, 1)
  })

  test('S-08: a charger that is cut off between request and certificate gets it when it is back', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const first = await bootedCharger(system, '1.6')
    await first.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })
    await first.close()
    const back = await bootedCharger(system, '1.6')
    back.answers('CertificateSigned', () => ({ status: 'Accepted' }))
    await back.wasAsked('CertificateSigned')
    await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
  })

  test('S-08: a certificate that was asked for before the server restarted is signed and delivered after it', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const before = await bootedCharger(system, '2.0.1')
    await before.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })
    await system.restart()
    const after = await bootedCharger(system, '2.0.1')
    after.answers('CertificateSigned', () => ({ status: 'Accepted' }))
    await after.wasAsked('CertificateSigned')
    await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
    assert.equal((await read(system, 'select from issued_certificate')).length, 1)
  })

  test('A02.FR.16: a chain that is longer than the charger takes is not sent, and says so', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await bootedCharger(system, '1.6')
    charger.answers('GetConfiguration', () => ({
      configurationKey: [{ key: 'CertificateSignedMaxChainSize', readonly: true, value: '200' }],
    }))
    await sendCommand(contextOf(system), 'CP-1', { kind: 'read-settings', names: null })
    await charger.call('SignCertificate', { csr: (await csrFor('CP-1')).csr })
    const failed = await errandOf(system, 'certificate', (errand) => errand?.state === 'failed')
    assert.match(failed!.result.reason, /200 characters/)
    assert.equal(charger.asked.filter(({ action }) => action === 'CertificateSigned').length, 0)
  })

  for (const [version, action, message] of [
    ['1.6', 'ExtendedTriggerMessage', 'SignChargePointCertificate'],
    ['2.0.1', 'TriggerMessage', 'SignChargingStationCertificate'],
    ['2.1', 'TriggerMessage', 'SignChargingStationCertificate'],
  ] as const) {
    test(`A02: a charger of ${version} is made to ask for a new certificate`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const charger = await bootedCharger(system, version)
      charger.answers(action, () => ({ status: 'Accepted' }))
      const asked = { kind: 'renew-certificate', certificate: 'charger' } as const
      assert.equal((await sendCommand(contextOf(system), 'CP-1', asked)).state, 'accepted')
      assert.equal(charger.asked[0]!.params.requestedMessage, message)
      const vehicles = { kind: 'renew-certificate', certificate: 'v2g20' } as const
      const refused = await sendCommand(contextOf(system), 'CP-1', vehicles)
      assert.equal(refused.state, version === '2.1' ? 'accepted' : 'refused')
      charger.heardNoNonsense()
    })
  }
})
