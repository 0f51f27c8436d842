import type { HashSecret } from '../access/credentials.ts'
import type { Uses } from '../context.ts'
import { makePassword } from './add-charger.ts'
import { chargerNotFound } from './change-charger.ts'

/** Gives a charger a new password, which is told here and never again. The old one is void at once. */
export async function renewPassword(
  ctx: Uses<'transaction' | 'chargerLink'> & { hashSecret: HashSecret },
  chargerId: number,
): Promise<string> {
  const password = makePassword()
  const charger = await ctx.transaction(async (tx) => {
    const changed = await tx.chargers.setPassword(chargerId, ctx.hashSecret(password))
    if (!changed) throw chargerNotFound()
    await tx.audit('charger.password_renewed', changed.identity)
    return changed
  })
  await ctx.chargerLink.configurationChanged(charger)
  return password
}
