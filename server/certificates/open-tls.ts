import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from '#core/context.ts'
import type { CertificateTrust } from '#ocpp/connect/client-certificate.ts'
import type { Config } from '../config.ts'
import { limitBodyTime } from '../limit-body-time.ts'
import type { Installation } from '../open-installation.ts'
import type { createClientTrust } from './client-trust.ts'
import { alarmOfExpiry } from './expiry-alarms.ts'
import { listenerCertificates } from './listener-certificates.ts'
import { certificatesIn } from './pem.ts'
import { startTlsListener, type TlsListener } from './tls-listener.ts'

type TlsDoor = {
  log: Log
  trust: ReturnType<typeof createClientTrust>
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** For requests that are no upgrades; false when they are not for chargers. */
  refuse(request: IncomingMessage, response: ServerResponse, basePath: string): boolean
  /** For everything else: the files that chargers send and fetch. */
  files(request: IncomingMessage, response: ServerResponse): void
  /** For vehicles that talk to us over the cable (VDV 261); false when a request is not theirs. */
  vehicles(request: IncomingMessage, response: ServerResponse): boolean
}

/** The TLS listener for chargers, when it is switched on. It serves chargers, vehicles, and nothing else. */
export async function openTls(
  config: Config,
  { storage, secrets, authority, wallNow }: Installation,
  { log, trust, upgrade, refuse, files, vehicles }: TlsDoor,
): Promise<TlsListener | null> {
  if (config.tls.port === null) return null
  const world = { database: storage.database, secrets, now: wallNow, roots: authority.ownRoots.current }
  const listener = await startTlsListener(config, {
    readCertificates: () => listenerCertificates(config.tls, world),
    readTrust: authority.readTrust,
    trusts: trust.set,
    secrets,
    log,
    now: wallNow,
    upgrade,
    request: (request, response) => {
      if (refuse(request, response, config.http.basePath)) return
      if (request.url?.startsWith(`${config.http.basePath}/files/`)) return files(request, response)
      limitBodyTime(request, response)
      if (vehicles(request, response)) return
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Chargers connect here.\n')
    },
  })
  log.info({ port: listener.port }, 'chargers may connect over TLS')
  return listener
}

/** Tells of certificates that come to their end: what the listener shows, whom we trust, what we signed. */
export function watchExpiry(
  { storage }: Pick<Installation, 'storage'>,
  tls: TlsListener | null,
  { log, trust, now }: { log: Log; trust: CertificateTrust; now: Temporal.Instant },
): Promise<number> {
  const own = [...(tls?.certificates() ?? []).flatMap(certificatesIn), ...trust.ownRoots(), ...trust.clientRoots()]
  return alarmOfExpiry(storage.database, own, { log, now })
}
