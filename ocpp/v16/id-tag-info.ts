import type { Decision } from '#core/authorization/token.ts'
import { utcText } from '../utc.ts'
import type { IdTagInfo } from './messages.ts'

type Answer = { decision: Decision; groupId: string | null; expiresAt: Temporal.Instant | null }

export function idTagInfo({ decision, groupId, expiresAt }: Answer): IdTagInfo {
  const info: IdTagInfo = { status: idTagStatus[decision] }
  // CiString20: a longer group cannot be told to a 1.6 charger.
  if (groupId !== null && groupId.length <= 20) info.parentIdTag = groupId
  if (expiresAt !== null) info.expiryDate = utcText(expiresAt)
  return info
}

// OCPP 1.6 has no word for "unknown": a token we never saw is Invalid. Nor has it one for a place that is kept for others.
export const idTagStatus: Record<Decision, IdTagInfo['status']> = {
  accepted: 'Accepted',
  blocked: 'Blocked',
  expired: 'Expired',
  unknown: 'Invalid',
  concurrent: 'ConcurrentTx',
  reserved: 'Blocked',
}
