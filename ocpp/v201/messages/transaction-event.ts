import { answerEvent } from '../answer-event.ts'
import type { Handler } from '../handle.ts'
import { followUp, takeInEvent } from '../take-in-event.ts'

export const transactionEvent: Handler<'TransactionEvent'> = async (ctx, charger, request) => {
  const answer = await takeInEvent(ctx, charger, request)
  const priced = await followUp(ctx, charger, { request, answer })
  return answerEvent(ctx, charger, { hasToken: request.idToken !== undefined, answer, priced })
}
