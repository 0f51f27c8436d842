import type { Handler } from '../handle.ts'

/** M06: the responder's answer as it has signed it; the charger checks it by itself. Without one it asks again. */
export const getCertificateStatus: Handler<'GetCertificateStatus'> = async (ctx, _, { ocspRequestData }) => {
  const { responderURL: url, ...hash } = ocspRequestData
  const answer = await ctx.certificateChecks.status({ ...hash, url })
  if ('failed' in answer || answer.response === null) return { status: 'Failed' } // M06.FR.04
  return { status: 'Accepted', ocspResult: answer.response.toString('base64') } // M06.FR.03, M06.FR.06
}
