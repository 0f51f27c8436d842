import type { Command } from '../commands/command.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { PasswordOutcome } from './charger.ts'
import { settlePasswordChange } from './settle-password-change.ts'

/**
 * Takes in how a charger took a new password. When a person has sent one word for word it is good as well from then on,
 * beside the one before, until the charger comes with one of the two: nobody is to lock a charger out by that.
 */
export async function takePasswordAnswer(
  ctx: Uses<'sealing' | 'transaction'>,
  charger: ChargerRef,
  { command, password, outcome }: { command: Command; password: Buffer; outcome: PasswordOutcome },
): Promise<void> {
  if (command.request.kind === 'change-password') {
    await settlePasswordChange(ctx, charger, outcome)
    return
  }
  if (outcome === 'refused') return
  await ctx.transaction(async (tx) => {
    const begun = await tx.chargers.credentials.beginPassword(charger.id, ctx.sealing.hash(password))
    if (begun === null || begun === 'pending') return
    await tx.chargers.credentials.settlePassword(charger.id, 'uncertain')
    await tx.audit('charger.password_adopted', charger.identity)
  })
}
