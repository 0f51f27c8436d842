import { goOnPlain } from '#core/files/go-on-plain.ts'
import { takeLogAnswer } from '#core/files/take-log-answer.ts'
import { isUnsupported } from '../../unsupported.ts'
import type { Outcome } from '../outcome.ts'

export const getLog: Outcome<'GetLog'> = async (ctx, charger, { command, response, errand, ending }) => {
  if (isUnsupported(ending)) await goOnPlain(ctx, charger, command)
  if (!errand || !response) return
  const { status, filename = null } = response
  await takeLogAnswer(ctx, charger, { errand, fileName: filename, isInsteadOfOlder: status === 'AcceptedCanceled' })
}
