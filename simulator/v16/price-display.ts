import type { DataOutcome } from '../equipment/data-transfers.ts'
import type { SpeakerWorld } from '../speaker.ts'
import { fixed, type Key, kept } from './key.ts'

const vendor = 'org.openchargealliance.costmsg'
const shown = 'Display'

/** The keys of a charger that shows prices and costs (OCA, California pricing); `Display` is what can be read on it. */
export const priceKeys: readonly Key[] = [
  fixed('CustomDisplayCostAndPrice', 'true'),
  fixed('CustomMultiLanguageMessages', 'false'),
  kept('DefaultPrice', '', /^\{.*\}$/s),
  { name: shown, read: ({ texts }) => texts.get(shown) ?? '' },
  kept('Language', 'en', /^[a-z]{2}(-[A-Za-z0-9]+)?$/),
  kept('NextTimeOffsetTransitionDateTime', '', /^\d{4}-\d\d-\d\dT/),
  fixed('NumberOfDecimalsForCostValues', '4'),
  kept('TimeOffset', '+00:00', /^[+-]\d\d:\d\d$/),
  kept('TimeOffsetNextTransition', '+00:00', /^[+-]\d\d:\d\d$/),
]

/** Shows what the server tells of prices; a cost of a session that does not run is rejected. */
export function addPriceDisplay({ charger, equipment, texts }: SpeakerWorld): void {
  const show = (text: unknown): DataOutcome => {
    if (typeof text !== 'string' || text === '') return { outcome: 'rejected' }
    texts.set(shown, text.slice(0, 500))
    return { outcome: 'accepted' }
  }
  const runs = (transactionId: unknown) => charger.sessions().some(({ wireId }) => wireId === String(transactionId))

  equipment.dataTransfers.register(vendor, 'SetUserPrice', (data) => show(read(data).priceText))
  equipment.dataTransfers.register(vendor, 'FinalCost', (data) => show(read(data).priceText))
  equipment.dataTransfers.register(vendor, 'RunningCost', (data) => {
    const { transactionId, cost, state } = read(data)
    return runs(transactionId) && typeof cost === 'number' ? show(`${cost} (${state})`) : { outcome: 'rejected' }
  })
}

function read(data: unknown): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(String(data))
    return typeof content === 'object' && content !== null ? { ...content } : {}
  } catch {
    return {}
  }
}
