import type { CommandSubject } from './dialect.ts'

/** The new password that waits for the charger; null when its change has come to an end meanwhile. */
export async function passwordToTell({ ctx, charger }: CommandSubject): Promise<string | null> {
  const sealed = await ctx!.transaction((tx) => tx.chargers.credentials.sealedPassword(charger!.charger.id))
  return sealed && ctx!.sealing.open(sealed)
}
