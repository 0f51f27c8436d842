import { askCharger } from '../commands/ask-charger.ts'
import type { Command } from '../commands/command.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { makePassword } from './add-charger.ts'
import { chargerNotFound } from './change-charger.ts'

/**
 * Gives a charger a new password over OCPP (S-04, S5). Nobody is told it but the charger: it is made here, kept sealed
 * until the charger has answered, and no part of the command.
 *
 * Both passwords are good until then; how it ends, see settle-password-change.ts. A Problem while an earlier change has
 * not come to its end: the charger may have that password already, and a third one would lock it out.
 */
export async function askPasswordChange(
  ctx: Uses<'chargerLink' | 'now' | 'sealing' | 'settings' | 'transaction'>,
  charger: ChargerRef,
): Promise<Command> {
  const password = makePassword()
  const also: NonNullable<Parameters<typeof askCharger>[3]>['also'] = async (tx, command) => {
    const { hash, seal } = ctx.sealing
    const begun = await tx.chargers.credentials.beginPassword(charger.id, hash(password), seal(password))
    if (begun === null) throw chargerNotFound()
    if (begun === 'pending')
      throw new Problem('conflict', 'A change of its password is under way.', { subject: 'charger' })
    await tx.audit('charger.password_change_begun', charger.identity, { command: command.id })
  }
  return askCharger(ctx, charger, { kind: 'change-password' }, { withinSeconds: 3_600, also })
}
