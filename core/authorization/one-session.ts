import type { ChargerRef } from '../context.ts'
import type { Authorization } from './authorize.ts'

/** Where a session begins. */
export type SessionPlaceAsked = {
  tokenId: number
  charger: Pick<ChargerRef, 'id'>
  evse: number | null
  /** 2.x: the session's own id, which is no other session. */
  wireId: string | null
  at: Temporal.Instant
}

/** Whether a session of the token runs somewhere else. */
export type IsChargingElsewhere = (asked: SessionPlaceAsked) => Promise<boolean>

/**
 * The decision for a session that begins: a card of which one session at a time may run is refused while another one
 * runs elsewhere. Of all other cards any number may run, as a driver may have several vehicles.
 */
export async function withOneSession(
  ctx: { isChargingElsewhere: IsChargingElsewhere },
  authorization: Authorization,
  place: Omit<SessionPlaceAsked, 'tokenId'>,
): Promise<Authorization> {
  const { decision, token } = authorization
  if (decision !== 'accepted' || !token?.oneSessionAtATime) return authorization
  if (!(await ctx.isChargingElsewhere({ ...place, tokenId: token.id }))) return authorization
  return { ...authorization, decision: 'concurrent', expiresAt: null }
}
