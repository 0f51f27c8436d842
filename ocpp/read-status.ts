import type { CommandReply } from './dialect.ts'

/** Reads an answer that consists of a status. What is not a yes is a no, in the charger's own word. */
export function readStatus({ status, statusInfo }: StatusReply): CommandReply {
  if (status === 'Accepted' || status === 'Unlocked' || status === 'Unpublished')
    return { state: 'accepted', reason: null }
  if (status === 'Scheduled' || status === 'AcceptedCanceled') return { state: 'accepted', reason: status }
  const detail = [statusInfo?.reasonCode, statusInfo?.additionalInfo].filter((text) => text !== undefined).join(', ')
  return { state: 'refused', reason: detail === '' ? status : `${status}: ${detail}` }
}

type StatusReply = { status: string; statusInfo?: { reasonCode?: string; additionalInfo?: string } }
