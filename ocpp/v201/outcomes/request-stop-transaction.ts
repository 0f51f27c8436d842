import { askCharger } from '#core/commands/ask-charger.ts'
import type { Outcome } from '../outcome.ts'

/** A charger refuses to stop what has stopped already: it is asked whether that is so. */
export const requestStopTransaction: Outcome<'RequestStopTransaction'> = async (
  ctx,
  charger,
  { request, response },
) => {
  if (response?.status !== 'Rejected') return
  const sessionId = await ctx.chargerWork(
    charger,
    (work) =>
      work.sessions.open().find(({ wireId, state }) => wireId === request.transactionId && state === 'active')?.id,
  )
  if (sessionId !== undefined) await askCharger(ctx, charger, { kind: 'transaction-status', sessionId })
}
