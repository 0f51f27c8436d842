import { deletionFault, installedFrom } from '#core/certificates/installed-certificate.ts'
import type { SecurityRequest } from '#core/commands/requests/security.ts'
import type { CommandSubject } from './dialect.ts'

type Deletion = Extract<SecurityRequest, { kind: 'delete-certificate' }>

/** Why this certificate is not deleted; null when it is, also because somebody insists on it. */
export async function mayDelete(
  { hash, isConfirmed }: Deletion,
  { ctx, charger }: CommandSubject,
): Promise<string | null> {
  if (isConfirmed) return null
  const { id } = charger!.charger
  const [installed, issued, standing] = await Promise.all([
    ctx!.devices.installed(id, 'certificate'),
    ctx!.issuedCertificates.list(id),
    ctx!.transaction((tx) => tx.profileMoves.standing(id)),
  ])
  const own = issued.filter(({ kind, revokedAt }) => kind === 'charger' && revokedAt === null)
  return deletionFault(hash, {
    installed: installed.map(installedFrom),
    ownSerialNumbers: own.map(({ serialNumber }) => serialNumber),
    securityProfile: standing?.securityProfile ?? 0,
  })
}
