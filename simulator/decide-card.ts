import type { ChargerSettings } from './charger-settings.ts'
import type { CardMemory } from './known-cards.ts'
import type { Voice } from './voice.ts'

type Asked = {
  settings: ChargerSettings
  /** What the charger remembers of the card. */
  known: ReturnType<CardMemory['find']>
  authorize(): ReturnType<Voice['authorize']>
}

/** Whether a card may charge, and its group: from the server, or from memory where the settings say so. */
export async function decideCard({
  settings,
  known,
  authorize,
}: Asked): Promise<{ isAccepted: boolean; group: string | null }> {
  if (settings.authorizeLocallyFirst && known?.isAccepted) return known
  const { decision, group } = await authorize()
  if (decision !== 'offline') return { isAccepted: decision === 'accepted', group }
  if (known && settings.authorizeLocallyWhenOffline) return known
  return { isAccepted: !known && settings.allowUnknownCardsWhenOffline, group: null }
}
