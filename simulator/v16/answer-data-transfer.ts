import type { Answer } from './messages.ts'

export const dataTransfer: Answer<'DataTransfer'> = ({ equipment }, { vendorId, messageId = '', data }) => {
  const taken = equipment.dataTransfers.take(vendorId, messageId, data)
  if (taken === 'unknown-vendor') return { answer: { status: 'UnknownVendorId' } }
  if (taken === 'unknown-message') return { answer: { status: 'UnknownMessageId' } }
  const status = taken.outcome === 'accepted' ? 'Accepted' : 'Rejected'
  return { answer: { status, ...(taken.data === undefined ? {} : { data: textOf(taken.data) }) } }
}

function textOf(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data)
}
