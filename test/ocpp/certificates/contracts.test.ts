import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { certificateHash } from '#core/certificates/certificate-hash.ts'
import { bootedCharger, errandOf, named } from '#test/support/certified-charger.ts'
import { temporaryFolder } from '#test/support/command-line.ts'
import { contractAuthority, ocspResponder, type Told } from '#test/support/ocsp-responder.ts'
import { startSystem } from '#test/support/system.ts'
import { makeCsr } from '#test/support/tls.ts'

const emaid = 'DEABCC00000001X'

/** A root that the operator trusts, a provider below it, a contract of a vehicle, and a responder for them. */
async function contracts(t: TestContext, env: Record<string, string> = {}) {
  const root = await contractAuthority('MO Root')
  const sub = await root.issue({ name: [{ CN: ['MO Sub'] }], isCa: true })
  const responder = await ocspResponder(t, sub)
  const contract = await sub.issue({ name: [{ CN: [emaid] }], responder: responder.url })
  const file = join(temporaryFolder(t), 'roots.pem')
  await writeFile(file, root.pem + sub.pem)
  const allowed = { VOLTYARD_OUTSIDE_ALLOW_NETWORKS: '127.0.0.1', VOLTYARD_CONTRACT_ROOTS: file }
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: [emaid], env: { ...allowed, ...env } })
  const hash = certificateHash(contract.certificate, sub.certificate)
  return { system, root, sub, contract, responder, hash }
}

const token = { idToken: emaid, type: 'eMAID' }

describe('contract certificates', { concurrency: 3 }, () => {
  test('C07, S24: a contract whose certificate is good, revoked or unknown is answered as the standard says', async (t) => {
    const { system, responder, hash, sub } = await contracts(t)
    const charger = await bootedCharger(system, '2.0.1')
    const ask = (more: object = {}) =>
      charger.call('Authorize', {
        idToken: token,
        iso15118CertificateHashData: [{ ...hash, responderURL: responder.url, ...more }],
      })
    const words: [Told, string, string][] = [
      ['unknown', 'NoCertificateAvailable', 'Invalid'],
      ['revoked', 'CertificateRevoked', 'Invalid'],
      ['good', 'Accepted', 'Accepted'],
    ]
    for (const [index, [told, status, decision]] of words.entries()) {
      responder.state.answering = { tell: () => told }
      const serialNumber = `7${index}`
      const answer = await ask({ serialNumber })
      assert.deepEqual([answer.certificateStatus, answer.idTokenInfo.status], [status, decision], told)
      await ask({ serialNumber })
    }
    assert.equal(responder.asked.length, 3, 'an answer is kept while it holds')

    const delegate = await sub.issue({ name: [{ CN: ['Responder'] }], uses: ['1.3.6.1.5.5.7.3.9'] })
    const nobody = await sub.issue({ name: [{ CN: ['Somebody'] }], uses: ['1.3.6.1.5.5.7.3.2'] })
    const stranger = await contractAuthority('Stranger')
    const cases = [
      ['on behalf of the issuer', { signer: delegate, carried: [delegate.certificate] }, 'Accepted'],
      ['by somebody who may not', { signer: nobody, carried: [nobody.certificate] }, 'NoCertificateAvailable'],
      ['by a stranger', { signer: stranger, carried: [stranger.certificate] }, 'NoCertificateAvailable'],
      ['by nobody who is known', { signer: stranger }, 'NoCertificateAvailable'],
      ['too long ago', { nextUpdate: -0.5 }, 'NoCertificateAvailable'],
      [
        'and then changed',
        { change: (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]) },
        'NoCertificateAvailable',
      ],
      ['in words that are none', { change: () => Buffer.from('no') }, 'NoCertificateAvailable'],
    ] as const
    for (const [index, [what, answering, status]] of cases.entries()) {
      responder.state.answering = answering as never
      assert.equal((await ask({ serialNumber: `8${index}` })).certificateStatus, status, `signed ${what}`)
    }
    charger.heardNoNonsense()
  })

  test('S24: without a word from the responder it is a setting whether a contract is good', async (t) => {
    for (const [setting, status, decision] of [
      ['refuse', 'NoCertificateAvailable', 'Invalid'],
      ['accept', 'Accepted', 'Accepted'],
    ]) {
      const { system, responder, hash } = await contracts(t, { VOLTYARD_CONTRACT_UNKNOWN_STATUS: setting! })
      responder.state.isSilent = true
      const charger = await bootedCharger(system, '2.0.1')
      const iso15118CertificateHashData = [{ ...hash, responderURL: responder.url }]
      const answer = await charger.call('Authorize', { idToken: token, iso15118CertificateHashData })
      assert.deepEqual([answer.certificateStatus, answer.idTokenInfo.status], [status, decision])
    }
  })

  test('Q-225: a contract that the charger cannot check by itself is checked here, to its root', async (t) => {
    const { system, root, sub, contract, responder } = await contracts(t)
    const charger = await bootedCharger(system, '2.1')
    const other = await contractAuthority('Other root')
    const foreign = await other.issue({ name: [{ CN: [emaid] }] })
    const over = await sub.issue({ name: [{ CN: [emaid] }], until: -1 })
    const impostor = await (await contractAuthority('MO Sub')).issue({ name: [{ CN: [emaid] }] })
    const elses = await sub.issue({ name: [{ CN: ['DEABCC00000002Y'] }] })
    const cases: [string, string, string][] = [
      ['a good one', contract.pem + sub.pem, 'Accepted'],
      ['one without what is between it and the root', contract.pem, 'Accepted'],
      ['one of another root', foreign.pem + other.pem, 'CertChainError'],
      ['one that is over', over.pem + sub.pem, 'CertificateExpired'],
      ['one that somebody else has signed', impostor.pem + sub.pem, 'SignatureError'],
      ['one of another contract', elses.pem + sub.pem, 'CertChainError'],
      ['none at all', 'certificate', 'CertChainError'],
    ]
    for (const [what, certificate, status] of cases) {
      const answer = await charger.call('Authorize', { idToken: token, certificate })
      assert.equal(answer.certificateStatus, status, what)
      assert.equal(answer.idTokenInfo.status, status === 'Accepted' ? 'Accepted' : 'Invalid', what)
    }
    responder.state.answering = { tell: () => 'revoked' }
    const revoked = await sub.issue({ name: [{ CN: [emaid] }], responder: responder.url })
    const answer = await charger.call('Authorize', { idToken: token, certificate: revoked.pem + sub.pem + root.pem })
    assert.equal(answer.certificateStatus, 'CertificateRevoked')
    charger.heardNoNonsense()
  })

  test('M06, Q-226: a charger gets the answer of the responder as it was signed, or hears that there is none', async (t) => {
    const { system, responder, hash } = await contracts(t)
    const charger = await bootedCharger(system, '2.0.1')
    const ask = (responderURL: string) =>
      charger.call('GetCertificateStatus', { ocspRequestData: { ...hash, responderURL } })
    const answer = await ask(responder.url)
    assert.equal(answer.status, 'Accepted')
    assert.equal(Buffer.from(answer.ocspResult, 'base64')[0], 0x30)
    for (const url of [
      '',
      'http://127.0.0.1:1/',
      'ftp://example.com',
      'http://10.0.0.1/',
      'http://169.254.169.254/latest',
    ]) {
      assert.deepEqual(await ask(url), { status: 'Failed' }, url)
    }
    charger.heardNoNonsense()
  })

  test('M07: of a chain each certificate is answered for itself', async (t) => {
    const { system, responder, hash } = await contracts(t)
    const charger = await bootedCharger(system, '2.1')
    responder.state.answering = {
      tell: (serialNumber) => (serialNumber === '51' ? 'revoked' : serialNumber === '52' ? 'unknown' : 'good'),
    }
    const asked = ['50', '51', '52'].map((serialNumber) => ({
      certificateHashData: { ...hash, serialNumber },
      source: 'OCSP',
      urls: ['http://127.0.0.1:1/', responder.url],
    }))
    const silent = { certificateHashData: hash, source: 'CRL', urls: ['http://127.0.0.1:1/'] }
    const { certificateStatus } = await charger.call('GetCertificateChainStatus', {
      certificateStatusRequests: [...asked, silent],
    })
    assert.deepEqual(
      certificateStatus.map(({ status }: { status: string }) => status),
      ['Good', 'Revoked', 'Unknown', 'Failed'],
    )
    for (const { nextUpdate } of certificateStatus) assert.ok(Date.parse(nextUpdate) > Date.now())
    charger.heardNoNonsense()
  })

  test('A-10: a charger of 1.6 speaks of contracts in data transfers, with the same meaning', async (t) => {
    const { system, responder, hash } = await contracts(t)
    const charger = await bootedCharger(system, '1.6')
    const vendorId = 'org.openchargealliance.iso15118pnc'
    const transfer = async (messageId: string, data: unknown) => {
      const text = typeof data === 'string' ? data : JSON.stringify(data)
      const answer = await charger.call('DataTransfer', { vendorId, messageId, data: text })
      return { ...answer, data: answer.data && JSON.parse(answer.data) }
    }
    responder.state.answering = { tell: () => 'revoked' }
    const iso15118CertificateHashData = [{ ...hash, responderURL: responder.url }]
    const { data } = await transfer('Authorize', { idToken: token, iso15118CertificateHashData })
    assert.deepEqual(data, { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' })
    for (const nonsense of ['{', 'null', '{}', '[1]']) {
      assert.equal((await transfer('Authorize', nonsense)).status, 'Rejected', nonsense)
    }
    assert.equal((await transfer('Anything', {})).status, 'UnknownMessageId')

    charger.answers('DataTransfer', () => ({ status: 'Accepted', data: '{"status":"Accepted"}' }))
    const { csr } = await makeCsr(named('CP-1'))
    assert.deepEqual((await transfer('SignCertificate', { csr, certificateType: 'V2GCertificate' })).data, {
      status: 'Accepted',
    })
    const delivered = await charger.wasAsked('DataTransfer')
    assert.deepEqual([delivered.vendorId, delivered.messageId], [vendorId, 'CertificateSigned'])
    assert.match(JSON.parse(delivered.data).certificateChain, /BEGIN CERTIFICATE/)
    await errandOf(system, 'certificate', (errand) => errand?.state === 'done')
    charger.heardNoNonsense()
  })

  test('M01, M02: the request of a vehicle for its contract goes to the provider, and without one there is no contract', async (t) => {
    const asked: any[] = []
    let answer: () => [number, string] = () => [200, '{"exiResponse":"RVhJ","remainingContracts":1}']
    const provider = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk) => chunks.push(chunk))
      request.on('end', () => {
        asked.push({ ...JSON.parse(String(Buffer.concat(chunks))), authorization: request.headers.authorization })
        const [status, body] = answer()
        response.writeHead(status).end(body)
      })
    })
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    t.after(() => void provider.close())
    const env = {
      VOLTYARD_CONTRACT_PROVIDER_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/contracts`,
      VOLTYARD_CONTRACT_PROVIDER_TOKEN: 'a-token-of-the-provider',
    }
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], env })
    const charger = await bootedCharger(system, '2.0.1')
    const request = { iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef', action: 'Install', exiRequest: 'RVhJ' }
    assert.deepEqual(await charger.call('Get15118EVCertificate', request), { status: 'Accepted', exiResponse: 'RVhJ' })
    assert.deepEqual(asked, [{ ...request, action: 'install', authorization: 'Bearer a-token-of-the-provider' }])
    const other = await bootedCharger(system, '2.1', 'CP-2')
    const more = { ...request, action: 'Update', maximumContractCertificateChains: 2 }
    assert.equal((await other.call('Get15118EVCertificate', more)).remainingContracts, 1)
    for (const bad of [
      [500, ''],
      [200, 'no json'],
      [200, '{}'],
      [200, `{"exiResponse":"${'x'.repeat(6_000)}"}`],
    ] as [number, string][]) {
      answer = () => bad
      assert.deepEqual(await charger.call('Get15118EVCertificate', request), { status: 'Failed', exiResponse: '' })
    }
    charger.heardNoNonsense()
    other.heardNoNonsense()
  })
})
