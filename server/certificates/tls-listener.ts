import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContextOptions } from 'node:tls'
import type { Log } from '#core/context.ts'
import { limitHalfOpen } from '#ocpp/connect/half-open.ts'
import { defaultSettings, handshakeTimeouts } from '#ocpp/settings.ts'
import type { Config } from '../config.ts'
import { filesTimeouts } from '../limit-body-time.ts'
import type { Secrets } from '../secrets.ts'
import type { ListenerCertificates } from './listener-certificates.ts'
import type { Trust } from './open-authority.ts'

export type TlsListener = {
  port: number
  /** Goes by the certificates as they are now; connections stay. Says whether anything has changed. */
  reload(): Promise<boolean>
  /** PEMs that are shown now. */
  certificates(): readonly string[]
  close(): Promise<void>
}

export type TlsWorld = {
  readCertificates(): Promise<ListenerCertificates>
  /** Whose client certificates are asked for. */
  readTrust(): Promise<Trust>
  /** Told of what was read. */
  trusts(trust: Trust): void
  secrets: Secrets
  log: Log
  now(): Temporal.Instant
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** The listener for chargers over TLS (S-05). It asks for a client certificate; whether one is needed is decided later. */
export async function startTlsListener(
  { tls, http }: Pick<Config, 'tls' | 'http'>,
  world: TlsWorld,
): Promise<TlsListener> {
  // A session that is gone on with shows no chain: where its revocation has to be known, it began at this node.
  const sessionsOf = tls.revocation === 'hard' ? randomUUID() : ''
  const read = async () => {
    const [certificates, trust] = await Promise.all([world.readCertificates(), world.readTrust()])
    const ca = [...trust.ownRoots, ...trust.clientRoots].map(String)
    // A session that was opened under other roots is not gone on with.
    const roots = createHash('sha256').update(ca.join('')).digest('hex') + sessionsOf
    const ticketKeys = world.secrets.ticketKeys(`${dayOf(world.now())} ${roots}`)
    const hash = createHash('sha256')
      .update(JSON.stringify([certificates, ca, ticketKeys]))
      .digest('hex')
    const options = { ...suites(tls), ...certificates, ca, ticketKeys, sessionIdContext: 'voltyard' }
    return { options: { ...options, sessionTimeout: ticketSeconds } as SecureContextOptions, certificates, trust, hash }
  }

  let shown = await read()
  world.trusts(shown.trust)
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'
  const asking = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: handshakeTimeouts.headersTimeout }
  const server = createServer(
    { ...filesTimeouts, ...shown.options, ...asking, shouldUpgradeCallback } as never,
    world.request,
  )
  limitHalfOpen(server, defaultSettings.connect.maxPendingPerAddress)
  server.on('upgrade', world.upgrade)
  server.on('tlsClientError', (error, socket) => {
    world.log.debug({ err: error, remote: socket.remoteAddress }, 'TLS handshake failed')
    socket.destroy()
  })
  await listen(server, { port: tls.port!, host: tls.host ?? http.host })

  const reload = async () => {
    const next = await read()
    if (next.hash === shown.hash) return false
    server.setSecureContext(next.options)
    world.trusts(next.trust)
    shown = next
    world.log.info({}, 'TLS goes by new certificates or keys')
    return true
  }
  const watch = setInterval(() => {
    // What was good is gone on with.
    reload().catch((error) => world.log.error({ err: error }, 'the certificates of the TLS listener could not be read'))
  }, watchMs)
  watch.unref()

  return {
    port: (server.address() as AddressInfo).port,
    reload,
    certificates: () => shown.certificates.cert,
    close: () => {
      clearInterval(watch)
      return close(server)
    },
  }
}

/** A00.FR.318, and what TLS 1.3 brings. Those without ECDHE have no forward secrecy. */
function suites({ staticRsa, vehicleSuite }: Config['tls']): SecureContextOptions {
  const names = [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES128-GCM-SHA256',
    ...(staticRsa ? ['AES256-GCM-SHA384', 'AES128-GCM-SHA256'] : []),
    // VDV 261 knows no other. Whoever knows a better one gets that.
    ...(vehicleSuite ? ['ECDHE-ECDSA-AES128-SHA256'] : []),
  ]
  return { minVersion: 'TLSv1.2', ciphers: names.join(':'), honorCipherOrder: true }
}

// Another key each day, the same on every node: a session can be gone on with at another node, and not for ever.
function dayOf(now: Temporal.Instant): string {
  return now.toString().slice(0, 10)
}

function listen(server: Server, { host, port }: { host: string | null; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, ...(host === null ? {} : { host }), backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
  })
}

const watchMs = 30_000
const ticketSeconds = 24 * 3_600
