import { collectPart } from '#core/errands/collect-part.ts'
import type { Handler } from '../handle.ts'

/** What a charger keeps of a customer, in parts of one text (N09, N10): kept for whoever asked. */
export const notifyCustomerInformation: Handler<'NotifyCustomerInformation'> = async (ctx, charger, request) => {
  const { requestId, seqNo, tbc = false, data } = request
  const part = { requestId, seqNo, isLast: !tbc, body: data }
  await collectPart(ctx, charger, 'customer-information', part, async (tx, bodies, errand) => {
    await tx.errands.end(errand, 'done', { information: bodies.join('') })
  })
  return {}
}
