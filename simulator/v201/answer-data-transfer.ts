import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Answer } from './messages.ts'

export const dataTransfer: Answer<'DataTransfer'> = ({ equipment }, { vendorId, messageId, data }) => {
  const outcome = equipment.dataTransfers.take(vendorId, messageId ?? '', data)
  if (outcome === 'unknown-vendor') return { answer: { status: 'UnknownVendorId' } }
  if (outcome === 'unknown-message') return { answer: { status: 'UnknownMessageId' } }
  const status = outcome.outcome === 'accepted' ? 'Accepted' : 'Rejected'
  const given = outcome.data as ocpp.DataTransferResponse['data']
  return { answer: { status, ...(given === undefined ? {} : { data: given }) } }
}
