import { learnTransactionStatus } from '#core/sessions/learn-transaction-status.ts'
import type { Outcome } from '../outcome.ts'

/** Without a transaction the answer speaks of none; no answer says nothing. */
export const getTransactionStatus: Outcome<'GetTransactionStatus'> = async (ctx, charger, { request, response }) => {
  if (response === null || request.transactionId === undefined) return
  await learnTransactionStatus(ctx, charger, {
    wireId: request.transactionId,
    isOngoing: response.ongoingIndicator ?? null,
    hasMessages: response.messagesInQueue,
  })
}
