import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { capabilitiesOf } from './capabilities.ts'

/** A session has ended, and its profiles with it (K-08). */
export async function forgetProfilesOf(
  ctx: Uses<'charging' | 'transaction'>,
  charger: ChargerRef,
  wireId: string,
): Promise<void> {
  if (!(await ctx.charging.hasProfiles(charger.id))) return
  await ctx.transaction((tx) => tx.charging.endSession(charger, wireId))
}

/**
 * Sends the profiles of running sessions again to a charger that has restarted or has taken a session up again, unless
 * it says that it keeps them (K-08, B13.FR.31, E17.FR.15). Those of sessions that are over meanwhile are forgotten.
 */
export async function restoreProfiles(
  ctx: Uses<'charging' | 'chargerLink' | 'chargerWork' | 'devices' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  only: { wireId?: string } = {},
): Promise<void> {
  if (!(await ctx.charging.hasProfiles(charger.id))) return
  const desired = (await ctx.charging.desired(charger.id)).filter(
    ({ profile }) => profile.wireId !== undefined && (only.wireId === undefined || profile.wireId === only.wireId),
  )
  if (desired.length === 0) return
  const open = await ctx.chargerWork(
    charger,
    (work) => new Map(work.sessions.open().map((one) => [one.wireId, one.id])),
  )
  const { persistent } = await capabilitiesOf(ctx, charger)
  for (const { evse, profile } of desired) {
    const sessionId = open.get(profile.wireId!)
    if (sessionId === undefined) await forgetProfilesOf(ctx, charger, profile.wireId!)
    else if (!persistent.includes('TxProfile')) {
      await askCharger(
        ctx,
        charger,
        { kind: 'set-profile', evse, profile, sessionId },
        { withinSeconds: 600, afterSeconds: settlingSeconds },
      )
    }
  }
}

// What a charger tells after its start comes first.
const settlingSeconds = 3
