import type { Decision } from '#core/authorization/token.ts'
import { utcText } from '../utc.ts'
import type { IdTokenInfo } from './messages.ts'

type Answer = { decision: Decision; groupId: string | null; expiresAt: Temporal.Instant | null }

export function idTokenInfo({ decision, groupId, expiresAt }: Answer): IdTokenInfo {
  const info: IdTokenInfo = { status: idTokenStatus[decision] }
  // identifierString[36]: a longer group cannot be told to a 2.0.1 charger.
  if (groupId !== null && groupId.length <= 36) info.groupIdToken = { idToken: groupId, type: 'Central' }
  if (expiresAt !== null) info.cacheExpiryDateTime = utcText(expiresAt)
  return info
}

export const idTokenStatus: Record<Decision, IdTokenInfo['status']> = {
  accepted: 'Accepted',
  blocked: 'Blocked',
  expired: 'Expired',
  unknown: 'Unknown',
  concurrent: 'ConcurrentTx',
  reserved: 'NotAtThisTime',
}
