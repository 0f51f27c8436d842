import type { ChargingRequest } from '../circuits/charging-request.ts'
import type { Uses } from '../context.ts'
import { matchingRequests, type Stay } from './matching-requests.ts'

/** Ties the requests that are for a session to it, so that they stay with it whatever its place or vehicle turn out to be. */
export async function bindRequests(
  ctx: Uses<'transaction'>,
  requests: readonly ChargingRequest[],
  stay: Stay,
): Promise<void> {
  const loose = [...matchingRequests(requests, stay).values()].filter(({ sessionId }) => sessionId !== stay.sessionId)
  if (loose.length === 0) return
  await ctx.transaction(async (tx) => {
    for (const { id } of loose) await tx.siteLimits.bindRequest(id, stay.sessionId)
  })
}
