import { passwordFault } from '../chargers/add-charger.ts'
import type { Charger } from '../chargers/charger.ts'
import type { Uses } from '../context.ts'

/**
 * Makes the charger that somebody waits for, with the password that it has shown: from now on no other one is good. Null
 * when nobody waits for it any more, or its password is none that may be used.
 */
export async function takeInWelcomed(
  ctx: Uses<'transaction'>,
  charger: { identity: string; password: Buffer; passwordHash: Buffer; securityProfile: 1 | 2 },
): Promise<Charger | null> {
  const { identity, password, passwordHash, securityProfile } = charger
  if (password.length < 8 || isGuessable(password, identity)) return null
  return ctx.transaction(async (tx) => {
    const by = await tx.unknownChargers.takeWelcome(identity)
    if (by === null) return null
    const added = await tx.chargers.add({ identity, name: null, passwordHash, securityProfile, evses: 1 })
    if (added) await tx.audit('charger.added', identity, { welcome: 'first-password', welcomedBy: by, securityProfile })
    return added
  })
}

/** Bytes that are no text are nobody's favourite password. */
function isGuessable(password: Buffer, identity: string): boolean {
  const text = password.toString('latin1')
  return /^[\x20-\x7e]+$/.test(text) && passwordFault(text, identity) !== null
}
