import { takeLogAnswer } from '#core/files/take-log-answer.ts'
import type { Outcome } from '../outcome.ts'

/** Without a name there is nothing that it will send. */
export const getDiagnostics: Outcome<'GetDiagnostics'> = async (ctx, charger, { response, errand }) => {
  if (!errand || !response) return
  if (response.fileName) {
    await takeLogAnswer(ctx, charger, { errand, fileName: response.fileName, isInsteadOfOlder: false })
    return
  }
  await ctx.transaction((tx) => tx.errands.end(errand, 'done', { reason: 'there is nothing to send' }))
}
