import type { HashSecret } from '../access/credentials.ts'
import type { Uses } from '../context.ts'
import { makePassword } from './add-charger.ts'
import { chargerNotFound } from './change-charger.ts'

/**
 * Makes a new password for a charger that is to be told it over OCPP (S-04). It is told here and never again.
 *
 * Both passwords are good until `settlePasswordChange` says how the charger took it, or the charger comes in with one
 * of them. Null while an earlier change has not come to its end: the charger may have that password already, and a
 * third one would lock it out.
 */
export async function beginPasswordChange(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret },
  chargerId: number,
): Promise<string | null> {
  const password = makePassword()
  return ctx.transaction(async (tx) => {
    const begun = await tx.chargers.credentials.beginPassword(chargerId, ctx.hashSecret(password))
    if (begun === null) throw chargerNotFound()
    if (begun === 'pending') return null
    await tx.audit('charger.password_change_begun', begun.identity)
    return password
  })
}
