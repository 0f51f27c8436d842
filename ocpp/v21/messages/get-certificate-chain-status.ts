import type { CertificateAnswer, StatusAnswer } from '#core/certificates/ocsp.ts'
import type { Context } from '#core/context.ts'
import { utcText } from '../../utc.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'

type Asked = Messages['GetCertificateChainStatus']['request']['certificateStatusRequests'][number]

/** M07: each certificate by itself, of responders and of lists; the charger checks none of it by itself. */
export const getCertificateChainStatus: Handler<'GetCertificateChainStatus'> = async (ctx, _, request) => {
  const answers = await Promise.all(request.certificateStatusRequests.map((asked) => statusOf(ctx, asked)))
  return { certificateStatus: answers as [(typeof answers)[number]] }
}

/** Of several addresses the first that answers counts. */
async function statusOf(ctx: Context, { certificateHashData: hash, source, urls }: Asked) {
  const ask = source === 'OCSP' ? ctx.certificateChecks.status : ctx.certificateChecks.listed
  const answers = await Promise.all(urls.map((url) => ask({ ...hash, url })))
  const answer = answers.find(isBelieved)
  const nextUpdate = utcText(answer?.nextUpdate ?? ctx.now().add({ minutes: 5 }))
  return { certificateHashData: hash, source, status: answer ? words[answer.status] : ('Failed' as const), nextUpdate }
}

function isBelieved(answer: StatusAnswer): answer is CertificateAnswer {
  return !('failed' in answer) && answer.isVerified
}

const words = { good: 'Good', revoked: 'Revoked', unknown: 'Unknown' } as const
