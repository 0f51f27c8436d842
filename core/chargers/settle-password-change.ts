import type { Uses } from '../context.ts'
import type { PasswordOutcome } from './charger.ts'

/**
 * Says how a charger took its new password (S-04): `accepted` voids the old one (A01.FR.03), `refused` the new one
 * (A01.FR.04). Without a certain answer, and when the charger has to restart first, `uncertain` keeps both until the
 * charger comes in with one of them.
 *
 * The connection that the charger has stays: it opens a new one by itself. False when no change was under way.
 */
export function settlePasswordChange(
  ctx: Uses<'transaction'>,
  charger: { id: number; identity: string },
  outcome: PasswordOutcome,
): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    const isSettled = await tx.chargers.credentials.settlePassword(charger.id, outcome)
    if (isSettled) await tx.audit('charger.password_change_settled', charger.identity, { outcome })
    return isSettled
  })
}
