import type { RevocationQuestion, RevocationStanding } from '#core/certificates/check-revocation.ts'

/** Whether certificates that others have signed for chargers were taken back (S-06). */
export type ClientRevocation = {
  /** What becomes of one of which that is not known: `soft` lets it in, `hard` does not. `off`: nobody is asked. */
  mode: 'off' | 'soft' | 'hard'
  /** What is known, or is learned within four seconds. */
  standing(questions: readonly RevocationQuestion[]): Promise<RevocationStanding>
}

/** Why a charger does not come in, or does not stay, with its certificate; null when it may. */
export function revocationFault(
  standing: RevocationStanding,
  mode: ClientRevocation['mode'],
): 'revoked' | 'revocation-unknown' | null {
  if (standing === 'revoked') return 'revoked'
  return standing !== 'good' && mode === 'hard' ? 'revocation-unknown' : null
}
