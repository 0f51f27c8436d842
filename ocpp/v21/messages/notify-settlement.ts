import { Decimal } from 'decimal.js'
import { recordSettlement } from '#core/payments/settlement.ts'
import { plausibleName } from '../../plausible.ts'
import { CallFault } from '../../rpc/errors.ts'
import type { Handler } from '../handle.ts'

export const notifySettlement: Handler<'NotifySettlement'> = async (ctx, charger, request) => {
  const { settlementAmount } = request
  if (Math.abs(settlementAmount) > 1e9) throw new CallFault('property', 'settlementAmount: out of range')
  const receipt = await recordSettlement(ctx, charger, {
    pspRef: plausibleName('pspRef', request.pspRef),
    transactionId: request.transactionId === undefined ? null : plausibleName('transactionId', request.transactionId),
    status: request.status,
    statusInfo: request.statusInfo ?? null,
    amount: new Decimal(settlementAmount),
    settledAt: charger.timeOf(request.settlementTime) ?? ctx.now(),
    receiptId: request.receiptId ?? null,
    receiptUrl: request.receiptUrl ?? null,
    vatNumber: request.vatNumber ?? null,
    vatCompany: request.vatCompany ?? null,
  })
  if (receipt === null) return {}
  return {
    ...(receipt.receiptUrl === null ? {} : { receiptUrl: receipt.receiptUrl }),
    ...(receipt.receiptId === null ? {} : { receiptId: receipt.receiptId }),
  }
}
