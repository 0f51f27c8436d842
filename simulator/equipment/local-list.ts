import type { CardMemory, KnownCard } from '../known-cards.ts'

export type ListUpdate = {
  version: number
  isFull: boolean
  /** Null removes a card. */
  entries: readonly (readonly [card: string, known: KnownCard | null])[]
}

/** Takes a new state of the local list whole or not at all. */
export function updateLocalList(
  cards: CardMemory,
  { version, isFull, entries }: ListUpdate,
  limits: { maxEntries: number; maxPerUpdate: number },
): 'accepted' | 'version-mismatch' | 'failed' {
  const names = entries.map(([card]) => card.toLowerCase())
  const isOneOff = isFull && entries.some(([, known]) => known === null)
  if (version < 1 || isOneOff || names.length > limits.maxPerUpdate || new Set(names).size < names.length)
    return 'failed'
  if (!isFull && version <= cards.listVersion) return 'version-mismatch'
  if (cards.listSizeAfter(isFull, entries) > limits.maxEntries) return 'failed'
  cards.updateList(version, isFull, entries)
  return 'accepted'
}
