import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import * as x509 from '@peculiar/x509'
import WebSocket from 'ws'
import { basicAuth } from './ocpp-wire.ts'
import type { System } from './system.ts'

/** The PEMs of the roots that chargers have to trust. */
export async function rootsOf(system: System): Promise<string> {
  const { roots } = (await system.admin('certificate.roots', {})) as { roots: string[] }
  return roots.join('')
}

/** A TLS connection to the listener for chargers, once its handshake is over. */
export async function connectTls(system: System, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: system.server.tlsPort!, ...options })
  socket.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
  return socket
}

export type Come = {
  /** Without it, the one that the system made. */
  password?: string | null
  certificate?: { certificate: string; key: string } | null
  isPlain?: boolean
  protocol?: string
  path?: string
  headers?: Record<string, string>
  tls?: ConnectionOptions
}

/** Connects as a charger, and gives the status of the handshake; 101 when it is in. */
export async function come(
  system: System,
  identity: string,
  { password = system.passwords.get(identity) ?? null, certificate = null, isPlain = false, ...more }: Come = {},
): Promise<{ status: number; socket: WebSocket; headers: Record<string, unknown> }> {
  const origin = isPlain ? system.url.replace('http', 'ws') : `wss://127.0.0.1:${system.server.tlsPort}`
  const headers = { ...(password === null ? {} : { authorization: basicAuth(identity, password) }), ...more.headers }
  const shown = certificate === null ? {} : { cert: certificate.certificate, key: certificate.key }
  const ca = isPlain ? {} : { ca: await rootsOf(system) }
  const socket = new WebSocket(
    `${origin}${more.path ?? `/ocpp/${encodeURIComponent(identity)}`}`,
    [more.protocol ?? 'ocpp1.6'],
    {
      headers,
      ...ca,
      ...shown,
      ...more.tls,
    } as never,
  )
  socket.on('error', () => undefined)
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ status: 101, socket, headers: {} }))
    socket.once('unexpected-response', (_, response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, socket, headers: response.headers })
    })
    socket.once('error', reject)
  })
}

/** The status only; the connection is closed, and the server has noticed. */
export async function statusOf(system: System, identity: string, how: Come = {}): Promise<number> {
  const { status, socket } = await come(system, identity, how)
  if (status === 101) {
    socket.close()
    await once(socket, 'close')
  }
  return status
}

export type Keys = webcrypto.CryptoKeyPair

export const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export async function makeKeys(about: object = ecdsa): Promise<Keys> {
  return (await webcrypto.subtle.generateKey(about as never, true, ['sign', 'verify'])) as Keys
}

export function rsa(modulusLength: number, hash = 'SHA-256') {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash }
}

/** A signing request as a charger would make it. */
export async function makeCsr(
  name: Record<string, string[]>[],
  { keys, about = ecdsa }: { keys?: Keys; about?: object } = {},
) {
  const pair = keys ?? (await makeKeys(about))
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name,
    keys: pair,
    signingAlgorithm: about as never,
  })
  return { csr: csr.toString('pem'), keys: pair, key: await pemOf(pair.privateKey) }
}

/** Has a certificate signed for the charger by the installation. */
export async function signedFor(system: System, charger: string, name: Record<string, string[]>[]) {
  const { csr, key } = await makeCsr(name)
  const signed = await system.admin('certificate.sign', { charger, csr })
  return { certificate: String(signed.chain), key, serialNumber: String(signed.serialNumber) }
}

export async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`
}

type Wanted = {
  name: Record<string, string[]>[]
  from?: number
  /** Days from now. */
  until?: number
  uses?: string[]
  isCa?: boolean
  about?: object
}

/** An authority that is not ours. */
export async function makeAuthority(commonName: string, about: object = ecdsa) {
  const keys = await makeKeys(about)
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    notBefore: days(-1),
    notAfter: days(1_000),
    signingAlgorithm: about as never,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  return authorityOf(root, keys, about)
}

function authorityOf(root: x509.X509Certificate, rootKeys: Keys, rootAbout: object) {
  const issue = async ({ name, from = -1, until = 100, uses = [clientUse], isCa = false, about = ecdsa }: Wanted) => {
    const keys = await makeKeys(about)
    const made = await x509.X509CertificateGenerator.create({
      subject: name,
      issuer: root.subjectName,
      notBefore: days(from),
      notAfter: days(until),
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: rootAbout as never,
      extensions: [
        new x509.BasicConstraintsExtension(isCa, undefined, true),
        ...(uses.length > 0 ? [new x509.ExtendedKeyUsageExtension(uses)] : []),
        ...(uses.includes(serverUse)
          ? [
              new x509.SubjectAlternativeNameExtension([
                { type: 'ip', value: '127.0.0.1' },
                { type: 'dns', value: 'localhost' },
              ]),
            ]
          : []),
      ],
    })
    return { certificate: made.toString('pem'), key: await pemOf(keys.privateKey), made, keys }
  }
  return {
    pem: root.toString('pem'),
    issue,
    async between(commonName: string) {
      const { made, keys, certificate } = await issue({ name: [{ CN: [commonName] }], uses: [], isCa: true })
      return { ...authorityOf(made, keys, ecdsa), certificate }
    },
    /** Signs the key of a request, as an authority elsewhere does. */
    async sign(csr: string, name: Record<string, string[]>[]) {
      const { publicKey } = new x509.Pkcs10CertificateRequest(csr)
      const signing = { signingKey: rootKeys.privateKey, signingAlgorithm: rootAbout as never }
      const dates = { notBefore: days(-1), notAfter: days(100) }
      const subject = { subject: name, issuer: root.subjectName }
      return (await x509.X509CertificateGenerator.create({ ...dates, ...subject, ...signing, publicKey })).toString(
        'pem',
      )
    },
  }
}

export const clientUse = '1.3.6.1.5.5.7.3.2'
export const serverUse = '1.3.6.1.5.5.7.3.1'

function days(from: number): Date {
  return new Date(Date.now() + from * 86_400_000)
}
