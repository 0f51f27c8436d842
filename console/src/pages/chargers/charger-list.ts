import type { ChargerRow, ChargerState } from '../../../../api/console/wire/chargers.ts'

export const sortKeys = ['identity', 'state', 'soc', 'power', 'model', 'version', 'heard'] as const
export type SortKey = (typeof sortKeys)[number]

export interface ChargerFilter {
  /** Words that must all be found in identity, name, vendor, model or firmware. */
  q: string
  /** None means all. */
  states: readonly ChargerState[]
  sort: SortKey
  descending: boolean
}

export interface ChargerList {
  /** Ids of the chargers to show, in their order. */
  ids: readonly number[]
  /** How many of each state match the search, whatever states are chosen. */
  counts: Record<ChargerState, number>
  /** How many match the search. */
  matching: number
}

/** The worst first: the order of the wire's words. */
export const stateOrder: readonly ChargerState[] = [
  'offline',
  'faulted',
  'never',
  'charging',
  'occupied',
  'reserved',
  'unavailable',
  'available',
]
const stateRank = new Map(stateOrder.map((state, rank) => [state, rank]))

/** Which chargers to show, in which order. Equal ones stand by their identity, `ranks` from `identityRanks`. */
export function listChargers(
  rows: readonly ChargerRow[],
  filter: ChargerFilter,
  ranks: ReadonlyMap<number, number>,
): ChargerList {
  const words = wordsOf(filter.q)
  const wanted = new Set(filter.states)
  const counts = Object.fromEntries(stateOrder.map((state) => [state, 0])) as Record<ChargerState, number>
  const shown: ChargerRow[] = []
  let matching = 0
  for (const row of rows) {
    if (words.length > 0 && !hasAll(searchText(row), words)) continue
    matching += 1
    counts[row.state] += 1
    if (wanted.size === 0 || wanted.has(row.state)) shown.push(row)
  }
  return { ids: sorted(shown, filter, ranks), counts, matching }
}

/** The place of each charger in the order of identities, numbers within them counted as numbers. */
export function identityRanks(rows: readonly ChargerRow[]): Map<number, number> {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
  const byIdentity = [...rows].sort((a, b) => collator.compare(a.identity, b.identity) || a.id - b.id)
  return new Map(byIdentity.map((row, rank) => [row.id, rank]))
}

/** The first state of charge among its connectors, the lowest when several vehicles charge; null when none is known. */
export function socOf(row: ChargerRow): number | null {
  let lowest: number | null = null
  for (const { socPercent } of row.connectors)
    if (socPercent !== null && (lowest === null || socPercent < lowest)) lowest = socPercent
  return lowest
}

function sorted(rows: ChargerRow[], { sort, descending }: ChargerFilter, ranks: ReadonlyMap<number, number>): number[] {
  const rankOf = (row: ChargerRow) => ranks.get(row.id) ?? Number.MAX_SAFE_INTEGER
  const numberOf = valuesOf(rows, sort, rankOf)
  const direction = descending ? -1 : 1
  return rows
    .map((row) => ({ id: row.id, value: numberOf(row), rank: rankOf(row) }))
    .sort((a, b) => {
      // What is not known stands at the end, whichever way it is sorted.
      if (a.value === null || b.value === null) return a.value === b.value ? a.rank - b.rank : a.value === null ? 1 : -1
      return (a.value - b.value) * direction || a.rank - b.rank
    })
    .map((entry) => entry.id)
}

function valuesOf(
  rows: readonly ChargerRow[],
  sort: SortKey,
  rankOf: (row: ChargerRow) => number,
): (row: ChargerRow) => number | null {
  switch (sort) {
    case 'identity':
      return rankOf
    case 'state':
      return (row) => stateRank.get(row.state) ?? null
    case 'soc':
      return socOf
    case 'power':
      return (row) => row.powerW
    case 'heard':
      // The age: what was heard of last comes first.
      return (row) => (row.heardAt === null ? null : -Date.parse(row.heardAt))
    case 'model':
      return ranksOfTexts(rows, modelText)
    case 'version':
      return ranksOfTexts(rows, (row) => row.version)
  }
}

function modelText(row: ChargerRow): string | null {
  return row.model === null ? null : `${row.vendor ?? ''} ${row.model} ${row.firmware ?? ''}`
}

// Few different texts stand in many rows: they are compared once each, and the rows by number.
function ranksOfTexts(
  rows: readonly ChargerRow[],
  textOf: (row: ChargerRow) => string | null,
): (row: ChargerRow) => number | null {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
  const texts = [...new Set(rows.map(textOf))].filter((text) => text !== null).sort(collator.compare)
  const ranks = new Map(texts.map((text, rank) => [text, rank]))
  return (row) => ranks.get(textOf(row) ?? '') ?? null
}

function wordsOf(q: string): string[] {
  return q.toLowerCase().split(/\s+/).filter(Boolean)
}

function hasAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false
  return true
}

const searchTexts = new WeakMap<ChargerRow, string>()

function searchText(row: ChargerRow): string {
  const known = searchTexts.get(row)
  if (known !== undefined) return known
  const text = [row.identity, row.name, row.vendor, row.model, row.firmware].filter(Boolean).join('\n').toLowerCase()
  searchTexts.set(row, text)
  return text
}
