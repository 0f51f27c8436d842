import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, CoreSettings, Transaction } from '../context.ts'
import { slotOf } from './profile.ts'

/**
 * A limit or profile that is about to be asked replaces an older one for the same place that still waits, and is not
 * sent before ten seconds have passed since the last one that was (K-07), or as many as the charger says for what
 * outlives sessions (K01.FR.56). Everything else has its turn at once.
 */
export async function turnInSlot(
  tx: Pick<Transaction, 'charging' | 'commands'>,
  charger: ChargerRef,
  request: CommandRequest,
  { clockRate }: Pick<CoreSettings, 'clockRate'>,
): Promise<{ notBefore?: Temporal.Instant }> {
  const slot = slotOfRequest(request)
  if (slot === null) return {}
  const told = outlivesSessions(request) ? await tx.charging.updateRateSeconds(charger) : null
  const seconds = Math.min(Math.max(betweenSeconds, told ?? 0), mostSeconds)
  const others = await tx.charging.underWay(charger, seconds)
  const same = others.filter((one) => slotOfRequest(one.request) === slot)
  for (const { id, sentAt } of same) {
    if (sentAt === null) await tx.commands.end(id, 'cancelled', 'A newer one for the same place has replaced it.')
  }
  const sent = same.flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt.epochMilliseconds]))
  if (sent.length === 0) return {}
  const notBefore = Math.max(...sent) + Math.round(seconds * 1_000 * clockRate)
  return { notBefore: Temporal.Instant.fromEpochMilliseconds(notBefore) }
}

/** What requests share that replace one another; null for those that do not. */
export function slotOfRequest(request: CommandRequest): string | null {
  if (request.kind === 'limit') return `limit/${request.evse ?? 0}`
  if (request.kind !== 'set-profile') return null
  const { evse, profile, sessionId } = request
  return `${slotOf({ evse, profile })}/${sessionId ?? ''}`
}

function outlivesSessions(request: CommandRequest): boolean {
  return request.kind === 'set-profile' && request.profile.purpose !== 'transaction'
}

const betweenSeconds = 10
// A charger that says more than an hour has not understood the question.
const mostSeconds = 3_600
