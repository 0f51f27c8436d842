import type { Uses } from '../context.ts'
import { type Decision, foldUid, type Token } from './token.ts'

export type Authorization = {
  decision: Decision
  token: Token | null
  groupId: string | null
  /** How long the charger may keep the answer; null when it was refused. */
  expiresAt: Temporal.Instant | null
}

/**
 * Decides whether a token may charge now. Tokens are read every time, never held, so that blocking takes effect.
 *
 * `type` is the charger's word for the kind of token. A charger that asks for no authorization says so with
 * NoAuthorization, which is always accepted (OCPP 2.0.1 C02.FR.02).
 */
export async function authorize(
  ctx: Uses<'findToken' | 'now'>,
  uid: string,
  type: string | null = null,
): Promise<Authorization> {
  if (type === 'NoAuthorization') return { decision: 'accepted', token: null, groupId: null, expiresAt: null }

  const now = ctx.now()
  // OCPP 2.1 C17-C20: the payment's provider has authorised it; good for this once.
  if (type === 'DirectPayment') return { decision: 'accepted', token: null, groupId: null, expiresAt: now }

  const token = await ctx.findToken(foldUid(uid))
  const decision = decideToken(token, now)
  return {
    decision,
    token,
    groupId: token?.groupId ?? null, // A-04, C09.FR.09, C09.FR.12; for a master pass the charger's MasterPassGroupId (C16)
    expiresAt: decision === 'accepted' ? cachedUntil(token, now) : null,
  }
}

/** Blocked counts before expired. A token whose time has not come yet is blocked: no version has a word for it. */
export function decideToken(
  token: Pick<Token, 'status' | 'validFrom' | 'validUntil'> | null,
  now: Temporal.Instant,
): Decision {
  if (!token) return 'unknown'
  if (token.status === 'blocked') return 'blocked'
  if (token.validFrom && Temporal.Instant.compare(now, token.validFrom) < 0) return 'blocked'
  if (token.validUntil && Temporal.Instant.compare(token.validUntil, now) <= 0) return 'expired'
  return 'accepted'
}

const cacheLifetime = Temporal.Duration.from({ hours: 24 })

function cachedUntil(token: Pick<Token, 'type' | 'validUntil'> | null, now: Temporal.Instant): Temporal.Instant {
  // Good for this once.
  if (token?.type === 'AD_HOC_USER') return now
  const end = now.add(cacheLifetime)
  const validUntil = token?.validUntil
  return validUntil && Temporal.Instant.compare(validUntil, end) < 0 ? validUntil : end
}
