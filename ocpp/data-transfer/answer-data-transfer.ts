import type { Context } from '#core/context.ts'
import type { ConnectedCharger } from '../connected-charger.ts'
import { vendors } from './index.ts'

type Asked = { vendorId: string; messageId?: string; data?: unknown }
export type TransferAnswer = { status: 'Accepted' | 'Rejected' | 'UnknownMessageId' | 'UnknownVendorId'; data?: string }

/** Answers a vendor's own message. What nobody here understands is told so; that is an answer, never an error. */
export async function answerDataTransfer(
  ctx: Context,
  charger: ConnectedCharger,
  asked: Asked,
): Promise<TransferAnswer> {
  const vendorId = asked.vendorId.toLowerCase()
  const vendor = vendors.find((known) => known.vendorId.toLowerCase() === vendorId)
  if (!vendor) return { status: 'UnknownVendorId' }
  const message = vendor.messages[asked.messageId ?? '']
  if (!message) return { status: 'UnknownMessageId' }
  // In 1.6 data is text, in 2.x anything; those who agreed on an object mean its text.
  const data = asked.data === undefined || typeof asked.data === 'string' ? asked.data : JSON.stringify(asked.data)
  return message(ctx, charger, data)
}
