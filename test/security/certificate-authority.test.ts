import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { runCommand, temporaryFolder } from '../support/command-line.ts'
import { read } from '../support/session-rows.ts'
import { startSystem } from '../support/system.ts'
import { clientUse, makeAuthority, makeCsr, rsa, serverUse, statusOf } from '../support/tls.ts'

const inNameOf = (commonName: string, organization = 'Default'): Record<string, string[]>[] => [
  { O: [organization] },
  { CN: [commonName] },
]

test('S-08: a request is signed for the name of the charger and its operator, and for nothing else that it asks', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const { csr, keys } = await makeCsr([...inNameOf('CP-1'), { OU: ['Ops'] }, { E: ['root@example.com'] }])
  const signed = await system.admin('certificate.sign', { charger: 'CP-1', csr })
  const { roots } = (await system.admin('certificate.roots', {})) as { roots: string[] }
  const root = new X509Certificate(roots[0]!)
  const leaf = new X509Certificate(String(signed.chain))

  assert.equal(leaf.subject, 'O=Default\nCN=CP-1')
  assert.ok(leaf.checkIssued(root) && leaf.verify(root.publicKey))
  assert.equal(leaf.ca, false)
  assert.deepEqual(leaf.keyUsage, [clientUse])
  assert.ok(leaf.publicKey.equals((await publicKeyOf(keys))!))
  const age = Date.now() - leaf.validFromDate.getTime()
  assert.ok(age > 5 * 60_000 && age < 30 * 60_000, 'clocks of chargers may be slow (A02.FR.06)')
  assert.equal(String(signed.serialNumber), leaf.serialNumber.toLowerCase())
  assert.ok(String(signed.chain).length < 5_500)

  const [row] = await read(system, 'select * from issued_certificate')
  assert.equal(row!.common_name, 'CP-1')
  const [entry] = await read(system, `select subject, body from audit_entry where action = 'certificate.issued'`)
  assert.deepEqual([entry!.subject, entry!.body.commonName], ['CP-1', 'CP-1'])
})

test('S-08: a request for a key that has a certificate gets that one, whoever else asks for it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const { csr, keys } = await makeCsr(inNameOf('CP-1'))
  const again = await makeCsr(inNameOf('CP-1'), { keys })
  const first = await system.admin('certificate.sign', { charger: 'CP-1', csr })
  const second = await system.admin('certificate.sign', { charger: 'CP-1', csr: again.csr })
  assert.equal(second.chain, first.chain)
  await assert.rejects(system.admin('certificate.sign', { charger: 'CP-2', csr }), /common name/)

  // One that was revoked is not given again.
  await system.admin('certificate.revoke', { serialNumber: first.serialNumber as string })
  const third = await system.admin('certificate.sign', { charger: 'CP-1', csr })
  assert.notEqual(third.chain, first.chain)
})

test('S-08: what is no good request is refused, with the reason', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const good = await makeCsr(inNameOf('CP-1'))
  const stolen = await makeCsr(inNameOf('CP-1'))
  const refused: [string, string, RegExp][] = [
    ['nothing', '', /not the PEM/],
    ['words', 'please sign', /not the PEM/],
    ['two at once', good.csr + stolen.csr, /not the PEM/],
    ['a certificate', (await makeAuthority('x')).pem, /not the PEM/],
    ['the name of another', (await makeCsr(inNameOf('CP-2'))).csr, /common name/],
    ['no name', (await makeCsr([{ O: ['Default'] }])).csr, /common name/],
    ['two names', (await makeCsr([...inNameOf('CP-1'), { CN: ['CP-2'] }])).csr, /common name/],
    ['a short key', (await makeCsr(inNameOf('CP-1'), { about: rsa(1024) })).csr, /2048/],
    ['an old digest', (await makeCsr(inNameOf('CP-1'), { about: rsa(2048, 'SHA-1') })).csr, /SHA-1/],
    ['the signature of another', grafted(good.csr, stolen.csr), /signature|PEM/],
  ]
  for (const [what, csr, reason] of refused) {
    await assert.rejects(system.admin('certificate.sign', { charger: 'CP-1', csr }), reason, what)
  }
  assert.deepEqual(await read(system, 'select from issued_certificate'), [])
  for (const about of [rsa(2048), rsa(3072, 'SHA-384'), { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }]) {
    await system.admin('certificate.sign', { charger: 'CP-1', csr: (await makeCsr(inNameOf('CP-1'), { about })).csr })
  }
})

test('S-08: whatever bytes a request is changed in, no certificate comes of it but for its own key and name', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const { csr } = await makeCsr(inNameOf('CP-1'))
  const der = derOf(csr)
  await system.admin('certificate.sign', { charger: 'CP-1', csr })
  const change = fc.record({
    at: fc.nat(der.length - 1),
    to: fc.integer({ min: 0, max: 255 }),
    cut: fc.option(fc.nat(der.length), { freq: 4 }),
  })
  const property = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
    const bytes = Buffer.from(der)
    for (const { at, to } of changes) bytes[at] = to
    const cut = changes[0]!.cut
    const changed = cut === null ? bytes : bytes.subarray(0, cut)
    if (changed.equals(der)) return
    const answer = await system
      .admin('certificate.sign', { charger: 'CP-1', csr: pemOf(changed) })
      .catch((error) => error)
    assert.ok(answer instanceof Error, 'a changed request was signed')
    assert.doesNotMatch(answer.message, /fault in the server/)
  })
  await fc.assert(property, { numRuns: 150 })
  assert.equal((await read(system, 'select from issued_certificate')).length, 1)
})

test('S-08: only names of the charger and its operator are signed, of all names that there are', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const { keys } = await makeCsr(inNameOf('CP-1'))
  const text = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'CP-1cp,=+"#\\<>; \'\nODefault') })
  const property = fc.asyncProperty(text, text, async (commonName, organization) => {
    const request = await makeCsr(
      [{ O: [{ utf8String: organization }] }, { CN: [{ utf8String: commonName }] }] as never,
      { keys },
    )
    const answer = await system.admin('certificate.sign', { charger: 'CP-1', csr: request.csr }).catch((error) => error)
    if (answer instanceof Error) return assert.match(answer.message, /common name/)
    const { subject } = new X509Certificate(String(answer.chain))
    const names = subject.split('\n').sort()
    assert.equal(names.length, 2, subject)
    assert.match(names[0]!, /^CN= *cp-1 *$/i)
    assert.equal(names[1], 'O=Default')
  })
  await fc.assert(property, {
    numRuns: 100,
    examples: [
      ['CP-1', 'Default'],
      ['cp-1', 'default'],
      ['CP-1,O=x', 'Default'],
    ],
  })
})

test('an authority elsewhere signs when it is named; what it answers is looked at, and its absence is no fault', async (t) => {
  const folder = temporaryFolder(t)
  const elsewhere = await makeAuthority('Elsewhere')
  const { certificate, key } = await elsewhere.issue({ name: [{ CN: ['ca.example.com'] }], uses: [serverUse] })
  await writeFile(join(folder, 'root.pem'), elsewhere.pem)
  const asked: { authorization: string | undefined; body: string }[] = []
  let answer: (csr: string) => Promise<string | number> = (csr) => elsewhere.sign(csr, inNameOf('CP-1'))
  const authority = createServer({ cert: certificate, key }, async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    asked.push({ authorization: request.headers.authorization, body })
    const said = await answer(body)
    if (typeof said === 'number') response.writeHead(said).end()
    else response.end(said)
  })
  await once(authority.listen(0, '127.0.0.1'), 'listening')
  t.after(() => authority.close())
  const system = await startSystem(t, {
    log: { debug() {}, info() {}, warn() {}, error() {} },
    env: {
      VOLTYARD_TLS_PORT: '0',
      VOLTYARD_TLS_CLIENT_ROOTS: join(folder, 'root.pem'),
      VOLTYARD_CERTIFICATE_AUTHORITY_URL: `https://127.0.0.1:${(authority.address() as AddressInfo).port}/sign`,
      VOLTYARD_CERTIFICATE_AUTHORITY_TOKEN: 'canary-4711',
      VOLTYARD_CERTIFICATE_AUTHORITY_ROOT: join(folder, 'root.pem'),
      VOLTYARD_CERTIFICATE_AUTHORITY_TIMEOUT_SECONDS: '1',
    },
  })
  await system.addCharger('CP-1', { securityProfile: 3 })
  const request = await makeCsr(inNameOf('CP-1'))
  const signed = await system.admin('certificate.sign', { charger: 'CP-1', csr: request.csr })
  assert.deepEqual(asked, [{ authorization: 'Bearer canary-4711', body: request.csr }])
  const roots = (await system.admin('certificate.roots', {})).roots as string[]
  assert.ok(new X509Certificate(String(signed.chain)).checkIssued(new X509Certificate(roots[0]!)))
  const shown = { certificate: String(signed.chain), key: request.key }
  const own = { rejectUnauthorized: false }
  assert.equal(await statusOf(system, 'CP-1', { password: null, certificate: shown, tls: own }), 101)

  const other = await makeCsr(inNameOf('CP-1'))
  const useless: [string, typeof answer][] = [
    ['an error', async () => 500],
    ['words', async () => 'no'],
    ['a certificate for another key', () => elsewhere.sign(other.csr, inNameOf('CP-1'))],
    ['a certificate for another name', (csr) => elsewhere.sign(csr, inNameOf('CP-2'))],
    ['nothing, for ever', () => new Promise(() => {})],
  ]
  for (const [what, next] of useless) {
    answer = next
    const { csr } = await makeCsr(inNameOf('CP-1'))
    await assert.rejects(system.admin('certificate.sign', { charger: 'CP-1', csr }), /authority/, what)
  }
  authority.closeAllConnections()
  assert.equal((await read(system, 'select from issued_certificate')).length, 1)
})

test('the command line shows roots, signs, lists and revokes', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const folder = temporaryFolder(t)
  const env = { VOLTYARD_DATA: system.dataFolder }
  const { csr } = await makeCsr(inNameOf('CP-1'))
  await writeFile(join(folder, 'cp-1.csr'), csr)
  const roots = await runCommand(['certificate', 'roots'], env)
  assert.equal(roots.out.match(/BEGIN CERTIFICATE/g)?.length, 2)
  const signed = await runCommand(['certificate', 'sign', 'CP-1', join(folder, 'cp-1.csr')], env)
  const { serialNumber } = new X509Certificate(signed.out)
  const listed = await runCommand(['certificate', 'list', 'CP-1'], env)
  assert.match(listed.out, new RegExp(`^CP-1: ${serialNumber.toLowerCase()}, in the name of CP-1, good until`))
  assert.equal((await runCommand(['certificate', 'revoke', serialNumber], env)).exitCode, 0)
  assert.match((await runCommand(['certificate', 'list'], env)).out, /revoked/)
  assert.equal((await runCommand(['certificate', 'reload'], env)).out, 'Nothing has changed.\n')
  assert.equal((await runCommand(['certificate', 'sign', 'CP-1', join(folder, 'none')], env)).exitCode, 2)
})

test('keys of the installation are in the database sealed only, and no role of a door sees them', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_TLS_PORT: '0' } })
  const [held] = await read(
    system,
    `select bool_or(position('PRIVATE KEY' in t::text) > 0) as plain from own_certificate t`,
  )
  assert.equal(held!.plain, false)
  for (const role of ['voltyard_api', 'voltyard_ingest']) {
    const [may] = await read(system, `select has_table_privilege($1, 'own_certificate', 'select') as may`, [role])
    assert.equal(may!.may, false, role)
  }
})

async function publicKeyOf(keys: { publicKey: any }) {
  const { KeyObject } = await import('node:crypto')
  return KeyObject.from(keys.publicKey)
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64')
}

function pemOf(der: Buffer): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
}

/** The content of one request with the signature of another: the last 64 bytes or so. */
function grafted(one: string, other: string): string {
  const [content, signature] = [derOf(one), derOf(other)]
  return pemOf(Buffer.concat([content.subarray(0, -60), signature.subarray(-60)]))
}
