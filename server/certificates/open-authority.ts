import type { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CertificateAuthority } from '#core/certificates/certificate-authority.ts'
import type { Log } from '#core/context.ts'
import type { Database } from '#storage/database.ts'
import type { Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'
import { ownAuthority } from './own-authority.ts'
import { openOwnRoots, type RootKeeper } from './own-roots.ts'
import { certificatesIn } from './pem.ts'
import { remoteAuthority } from './remote-authority.ts'

/** Who signs for chargers, and the roots of whom the installation itself signs. */
export type Authority = {
  authority: CertificateAuthority
  ownRoots: RootKeeper
  /** Read anew each time; those that cannot be read are an error. */
  readTrust(): Promise<Trust>
}

/** Whose client certificates are believed. */
export type Trust = { ownRoots: X509Certificate[]; clientRoots: X509Certificate[] }

export function openAuthority(
  { certificates, tls }: Config,
  {
    database,
    secrets,
    log,
    now,
  }: { database: Pick<Database, 'asOwner'>; secrets: Secrets; log: Log; now: () => Temporal.Instant },
): Authority {
  const ownRoots = openOwnRoots({ database, secrets, now })
  const { authorityUrl: url, authorityToken: token, authorityRoot: rootFile, authorityTimeoutSeconds } = certificates
  const authority =
    url === null
      ? ownAuthority(ownRoots, { now, days: certificates.chargerDays })
      : remoteAuthority(
          { url, token, rootFile, timeoutSeconds: authorityTimeoutSeconds, clientRootFiles: tls.clientRoots },
          { log, now },
        )
  const { v2gAuthorityUrl, v2gAuthorityToken } = certificates
  const forVehicles =
    v2gAuthorityUrl === null
      ? authority
      : remoteAuthority(
          {
            url: v2gAuthorityUrl,
            token: v2gAuthorityToken,
            rootFile,
            timeoutSeconds: authorityTimeoutSeconds,
            clientRootFiles: [],
          },
          { log, now },
        )
  return {
    authority: { ...authority, sign: (order) => (order.kind === 'v2g' ? forVehicles : authority).sign(order) },
    ownRoots,
    async readTrust() {
      await ownRoots.current()
      const generations = await ownRoots.generations()
      const files = await Promise.all(tls.clientRoots.map((file) => readFile(file, 'utf8')))
      return {
        ownRoots: generations.flatMap(({ ecdsa, rsa }) => [ecdsa, rsa]),
        clientRoots: files.flatMap(certificatesIn),
      }
    },
  }
}
