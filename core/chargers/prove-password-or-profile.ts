import { useCertificate } from '../certificates/use-certificate.ts'
import type { Uses } from '../context.ts'

export type ProvenCredentials = {
  profile?: number
  password?: { kept: 'current' | 'pending'; pendingHash: Buffer }
  certificate?: string
}

/**
 * Keeps what a charger has proved by coming in: the higher security profile that it came by is now its only one
 * (A05.FR.07), of two passwords the one that it does not use is void (S-04), and so are the certificates before the one
 * that it shows now.
 */
export async function provePasswordOrProfile(
  ctx: Uses<'transaction'>,
  charger: { id: number; identity: string },
  { profile, password, certificate }: ProvenCredentials,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { credentials } = tx.chargers
    if (profile !== undefined && (await credentials.raiseProfile(charger.id, profile))) {
      await tx.audit('charger.security_profile_raised', charger.identity, { profile })
    }
    if (certificate !== undefined) await useCertificate(tx, charger, certificate)
    if (!password) return
    const { kept: which, pendingHash } = password
    if (await credentials.keepPassword(charger.id, { which, pendingHash })) {
      await tx.audit('charger.password_proved', charger.identity, { kept: which })
    }
  })
}
