import type { Answer, World201 } from './messages.ts'
import { inParts, sendParts } from './parts.ts'

/** N09, N10: a customer is known by one of token, certificate or name; here only tokens leave traces. */
export const customerInformation: Answer<'CustomerInformation'> = (world, request) => {
  const { requestId, report, clear, idToken, customerCertificate, customerIdentifier } = request
  const named = [idToken, customerCertificate, customerIdentifier].filter((one) => one !== undefined)
  if (named.length !== 1) return { answer: { status: 'Invalid' } }
  if (!report && !clear) return { answer: { status: 'Rejected' } }
  const card = idToken?.idToken ?? customerIdentifier ?? null
  const known = card === null ? '' : whatIsKnown(world, card)
  if (clear && card !== null) forget(world, card)
  // N09.FR.06: also when nothing is known. N10.FR.04: after clearing, an empty notification.
  const told = report ? known : ''
  return { answer: { status: 'Accepted' }, afterwards: () => void tell(world, requestId, told) }
}

export const costUpdated: Answer<'CostUpdated'> = ({ costs }, { transactionId, totalCost }) => {
  costs.set(transactionId, totalCost)
  return { answer: {} }
}

function whatIsKnown({ visits, charger }: World201, card: string): string {
  const { isListEnabled: useList, isCacheEnabled: useCache } = charger.settings
  const found = charger.cards.find(card, { useList, useCache, nowMs: charger.clock.nowMs() })
  const lines = visits
    .filter((one) => one.card.toLowerCase() === card.toLowerCase())
    .map((one) => `transaction ${one.transactionId} since ${new Date(one.startedMs).toISOString()}`)
  if (found) lines.unshift(`card ${found.isAccepted ? 'accepted' : 'refused'}, group ${found.group ?? 'none'}`)
  return lines.join('\n')
}

function forget({ charger, visits, tokenTypes }: World201, card: string): void {
  charger.cards.forget(card)
  tokenTypes.delete(card.toLowerCase())
  visits.splice(0, visits.length, ...visits.filter((one) => one.card.toLowerCase() !== card.toLowerCase()))
}

function tell(world: World201, requestId: number, text: string): Promise<void> {
  const generatedAt = world.stamp(world.charger.clock.nowMs())
  const parts = inParts([...text], charactersPerPart).map((characters) => characters.join(''))
  return sendParts(world, 'NotifyCustomerInformation', parts, (data, at) => ({ requestId, generatedAt, ...at, data }))
}

const charactersPerPart = 80
