/** What a charger remembers of a card. Cards are compared without regard to case. */
export type KnownCard = { isAccepted: boolean; group: string | null; expiresMs: number | null }

export type CardMemory = ReturnType<typeof createCardMemory>

/** The local list, which the server writes, and the cache, which fills itself with answers. */
export function createCardMemory() {
  const list = new Map<string, KnownCard>()
  const cache = new Map<string, KnownCard>()
  let listVersion = 0
  return {
    get listVersion() {
      return listVersion
    },
    find(card: string, { useList, useCache, nowMs }: { useList: boolean; useCache: boolean; nowMs: number }) {
      const key = card.toLowerCase()
      const found = (useList ? list.get(key) : undefined) ?? (useCache ? cache.get(key) : undefined)
      if (!found) return null
      const isExpired = found.expiresMs !== null && found.expiresMs <= nowMs
      return { isAccepted: found.isAccepted && !isExpired, group: found.group }
    },
    remember(card: string, known: KnownCard) {
      cache.set(card.toLowerCase(), known)
    },
    /** What an answer said of a card; the list stays. */
    forget(card: string) {
      cache.delete(card.toLowerCase())
    },
    clearCache() {
      cache.clear()
    },
    /** How many cards the list would hold. */
    listSizeAfter(isFull: boolean, entries: readonly (readonly [string, KnownCard | null])[]): number {
      const names = new Set(isFull ? [] : list.keys())
      for (const [card, known] of entries) {
        if (known === null) names.delete(card.toLowerCase())
        else names.add(card.toLowerCase())
      }
      return names.size
    },
    /** Null removes a card. */
    updateList(version: number, isFull: boolean, entries: readonly (readonly [string, KnownCard | null])[]) {
      if (isFull) list.clear()
      for (const [card, known] of entries) {
        if (known === null) list.delete(card.toLowerCase())
        else list.set(card.toLowerCase(), known)
      }
      listVersion = version
    },
  }
}

/** Cards and groups are compared without regard to case; null is like nothing. */
export function isSameCard(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === 'string' && one.toLowerCase() === other?.toLowerCase()
}
