import { takeLogAnswer } from '#core/files/take-log-answer.ts'
import type { Outcome } from '../outcome.ts'

export const getLog: Outcome<'GetLog'> = async (ctx, charger, { response, errand }) => {
  if (!errand || !response) return
  const { status, filename = null } = response
  await takeLogAnswer(ctx, charger, { errand, fileName: filename, isInsteadOfOlder: status === 'AcceptedCanceled' })
}
