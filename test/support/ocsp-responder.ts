import 'reflect-metadata'
import { createHash, webcrypto, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import * as x509 from '@peculiar/x509'
import { der, integer, oid, oneOf, partsOf } from '#core/certificates/der.ts'
import { ecdsa, type Keys, makeKeys } from './tls.ts'

export type Told = 'good' | 'revoked' | 'unknown'

type Issuing = {
  name: Record<string, string[]>[]
  until?: number
  isCa?: boolean
  uses?: string[]
  responder?: string
  list?: string
}

/** An authority for contracts of vehicles, which says where it can be asked for them. */
export async function contractAuthority(commonName: string) {
  const keys = await makeKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    notBefore: days(-1),
    notAfter: days(1_000),
    signingAlgorithm: ecdsa as never,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  return below(root, keys)
}

type Authority = ReturnType<typeof below>

function below(certificate: x509.X509Certificate, keys: Keys) {
  const issue = async ({ name, until = 100, isCa = false, uses, responder, list }: Issuing) => {
    const own = await makeKeys()
    const made = await x509.X509CertificateGenerator.create({
      subject: name,
      issuer: certificate.subjectName,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ecdsa as never,
      serialNumber: `41${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex')}`,
      notBefore: days(-200),
      notAfter: days(until),
      extensions: [
        new x509.BasicConstraintsExtension(isCa, undefined, true),
        ...(uses ? [new x509.ExtendedKeyUsageExtension(uses)] : []),
        ...(responder ? [new x509.AuthorityInfoAccessExtension({ ocsp: responder })] : []),
        ...(list ? [new x509.CRLDistributionPointsExtension([list])] : []),
      ],
    })
    return { ...below(made, own), keys: own }
  }
  return {
    pem: `${certificate.toString('pem')}\n`,
    certificate: new X509Certificate(certificate.toString('pem')),
    keys,
    issue,
  }
}

type Answering = {
  /** Who signs the answers; by default the issuer himself. */
  signer?: { keys: Keys; certificate: X509Certificate }
  /** Sent along with the answer. */
  carried?: X509Certificate[]
  tell?: (serialNumber: string) => Told
  change?: (response: Buffer) => Buffer
  nextUpdate?: number
}

/** A responder (RFC 6960) on a port of this machine. What it is to answer can be changed while it runs. */
export async function ocspResponder(t: TestContext, issuer: Pick<Authority, 'keys' | 'certificate'>) {
  const state = { asked: [] as string[], answering: {} as Answering, isSilent: false, isGone: false }
  const server = createServer((request, response) => {
    if (state.isGone) return void request.socket.destroy()
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      if (state.isSilent) return
      const [requests] = partsOf(partsOf(oneOf(Buffer.concat(chunks)))[0])
      const [id] = partsOf(partsOf(requests)[0])
      const serialNumber = partsOf(id)[3]!.content.toString('hex').replace(/^0+/, '')
      state.asked.push(serialNumber)
      response.setHeader('content-type', 'application/ocsp-response')
      response.end(await answerTo(id!.whole, serialNumber, state.answering))
    })
  })

  async function answerTo(id: Buffer, serialNumber: string, answering: Answering): Promise<Buffer> {
    const { signer = issuer, carried = [], tell = () => 'good', change = (bytes) => bytes, nextUpdate = 1 } = answering
    const told = tell(serialNumber)
    const state = told === 'good' ? der(0x80) : told === 'unknown' ? der(0x82) : der(0xa1, time(-10))
    const single = der(0x30, id, state, time(-1), der(0xa0, time(nextUpdate)))
    const responder = der(0xa2, der(0x04, createHash('sha1').update('key').digest()))
    const body = der(0x30, responder, time(0), der(0x30, single))
    const raw = Buffer.from(
      await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer.keys.privateKey, new Uint8Array(body)),
    )
    const signature = der(0x30, integer(raw.subarray(0, 32).toString('hex')), integer(raw.subarray(32).toString('hex')))
    const certificates = carried.length > 0 ? [der(0xa0, der(0x30, ...carried.map((one) => one.raw)))] : []
    const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'))
    const basic = der(0x30, body, algorithm, der(0x03, Buffer.alloc(1), signature), ...certificates)
    const typed = der(0x30, oid('1.3.6.1.5.5.7.48.1.1'), der(0x04, basic))
    return change(der(0x30, der(0x0a, Buffer.alloc(1)), der(0xa0, typed)))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...state, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ocsp` }
}

/** Where an authority lists the serial numbers that it has revoked (RFC 5280), as long as the test says. */
export async function revocationList(t: TestContext, issuer: Pick<Authority, 'keys' | 'certificate'>) {
  const state = { revoked: [] as string[], fetched: 0 }
  const server = createServer(async (_, response) => {
    state.fetched += 1
    const list = await x509.X509CrlGenerator.create({
      issuer: new x509.X509Certificate(String(issuer.certificate)).subject,
      thisUpdate: days(-1),
      nextUpdate: days(1),
      signingKey: issuer.keys.privateKey,
      signingAlgorithm: ecdsa as never,
      entries: state.revoked.map((serialNumber) => ({ serialNumber, revocationDate: days(-1) })),
    })
    response.end(Buffer.from(list.rawData))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/all.crl` }
}

/** Days from now, as GeneralizedTime. */
function time(fromNow: number): Buffer {
  const text = days(fromNow)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, '')
  return der(0x18, Buffer.from(text))
}

function days(count: number): Date {
  return new Date(Date.now() + count * 86_400_000)
}
