import { askRenewal } from '#core/certificates/ask-renewal.ts'
import { signOrder } from '#core/certificates/sign-order.ts'
import { advanceSecurityProfile } from '#core/chargers/advance-security-profile.ts'
import { settlePasswordChange } from '#core/chargers/settle-password-change.ts'
import type { ChargerRef, Context } from '#core/context.ts'
import { certificatesToRenew, takeUnsigned, unsettledPasswords } from '#storage/certificate-order-feed.ts'
import { securityProfilesToAdvance } from '#storage/security-profile-feed.ts'
import type { Storage } from '#storage/storage.ts'

/** Has the orders signed that nobody has signed yet, also those that a server before this one took in (S-08). */
export async function signOrders(storage: Storage, { timeoutSeconds }: { timeoutSeconds: number }): Promise<void> {
  const orders = await takeUnsigned(storage.database.reader, timeoutSeconds + 30)
  await Promise.all(
    orders.map(({ errandId, charger }) => signOrder(jobContext(storage, charger, 'certificates'), charger, errandId)),
  )
}

/** Makes chargers renew their certificates in time (S23). */
export async function renewCertificates(storage: Storage): Promise<void> {
  for (const charger of await certificatesToRenew(storage.database.reader, storage.node)) {
    await askRenewal(jobContext(storage, charger, 'certificates'), charger, 'charger')
  }
}

/**
 * Settles changes of passwords whose end nobody has taken in (S-04). What was never sent is no change; what was sent
 * before a server died leaves both passwords good.
 */
export async function settlePasswords(storage: Storage): Promise<void> {
  for (const { charger, wasSent } of await unsettledPasswords(storage.database.reader)) {
    const ctx = jobContext(storage, charger, 'passwords')
    await settlePasswordChange(ctx, charger, wasSent ? 'uncertain' : 'refused')
  }
}

/** Goes on with the chargers that are being moved to another security profile (S-07). */
export async function advanceSecurityProfiles(storage: Storage): Promise<void> {
  for (const { charger, errandId } of await securityProfilesToAdvance(storage.database.reader, storage.node)) {
    await advanceSecurityProfile(jobContext(storage, charger, 'security profiles'), charger, errandId)
  }
}

function jobContext(storage: Storage, { tenant }: ChargerRef, name: string): Context {
  return storage.contextFor({ tenant, actor: { kind: 'system', name }, door: 'job' })
}
