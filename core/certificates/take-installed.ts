import type { InstalledUse } from '../commands/requests/security.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { type CertificateHash, hashKey } from './certificate-hash.ts'
import { type InstalledCertificate, installedFrom, itemOf, rootFrom } from './installed-certificate.ts'

/** A charger has taken this root (M05). What it is called by the charger itself is learned when it is asked. */
export async function certificateInstalled(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  { use, pem }: { use: InstalledUse; pem: string },
): Promise<void> {
  const root = rootFrom(pem, use)
  if (!root) return
  await ctx.transaction((tx) => tx.devices.install(charger, kind, [{ ...itemOf(root), source: 'acknowledged' }]))
}

/** A charger has deleted this certificate, or never had it (M04): it is not there for any use. */
export async function certificateDeleted(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  hash: CertificateHash,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const gone = (await tx.devices.installed(charger, kind)).filter((item) => isSame(installedFrom(item), hash))
    await tx.devices.uninstall(
      charger,
      kind,
      gone.map(({ key }) => key),
    )
  })
}

/**
 * A charger has said which certificates it has, for these uses or for all (M03). Of those that we put there it is known
 * what they say; a charger may call them by another hash than we do (M04.FR.07).
 */
export async function certificatesListed(
  ctx: Uses<'transaction'>,
  charger: ChargerRef,
  uses: readonly InstalledUse[] | null,
  listed: readonly Pick<InstalledCertificate, 'use' | 'hash' | 'children'>[],
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const before = await tx.devices.installed(charger, kind)
    const known = before.map(installedFrom)
    const items = listed.map((one) => {
      const same = known.find(({ use, hash }) => use === one.use && serial(hash) === serial(one.hash))
      return itemOf({ ...one, subject: same?.subject ?? null, notAfter: same?.notAfter ?? null })
    })
    const there = new Set(items.map(({ key }) => key))
    const gone = before.filter(
      (item) => !there.has(item.key) && (uses === null || uses.includes(installedFrom(item).use)),
    )
    await tx.devices.uninstall(
      charger,
      kind,
      gone.map(({ key }) => key),
    )
    await tx.devices.install(
      charger,
      kind,
      items.map((item) => ({ ...item, source: 'reported' as const })),
    )
  })
}

const kind = 'certificate'

function isSame({ hash }: InstalledCertificate, other: CertificateHash): boolean {
  return hashKey(hash) === hashKey(other)
}

function serial({ serialNumber }: CertificateHash): string {
  return serialNumber.replace(/^0+(?=.)/, '').toLowerCase()
}
