import type { FoundMessage, FoundMessages } from '../../../../api/console/wire/messages.ts'

/** Messages that were found, and those that came while the list stood still. Both newest first. */
export interface FoundList {
  shown: readonly FoundMessage[]
  waiting: readonly FoundMessage[]
  /** Came too fast to be shown. */
  missed: number
  /** Where an older page begins; null when there is none, or when the list was cut. */
  next: string | null
  /** How far back was searched; null before anything was. */
  searchedTo: string | null
  /** The oldest were dropped to keep the page light: older ones are read by time. */
  cut: boolean
}

/** So many live messages are kept in the page. */
export const mostKept = 2_000

export const emptyList: FoundList = { shown: [], waiting: [], missed: 0, next: null, searchedTo: null, cut: false }

/** Unique among the messages of all chargers. */
export function keyOf({ charger, key }: Pick<FoundMessage, 'charger' | 'key'>): string {
  return `${charger.id}-${key}`
}

/** An older page goes below. */
export function addPage(list: FoundList, { items, next, searchedTo }: FoundMessages): FoundList {
  return { ...list, shown: merged(list.shown, items), next, searchedTo, cut: false }
}

/** What came live: on top, or beside the list while it is held. */
export function receive(
  list: FoundList,
  news: { messages: readonly FoundMessage[]; missed: number },
  held: boolean,
): FoundList {
  const known = new Set([...list.shown, ...list.waiting].map(keyOf))
  const fresh = news.messages.filter((message) => !known.has(keyOf(message)))
  if (fresh.length === 0 && news.missed === 0) return list
  const missed = list.missed + news.missed
  if (!held) return cutDown({ ...list, missed, shown: merged(fresh, list.shown) })
  const waiting = merged(fresh, list.waiting)
  const overflow = Math.max(0, waiting.length - mostKept)
  return { ...list, waiting: waiting.slice(0, mostKept), missed: missed + overflow }
}

/** Shows what waited. */
export function showWaiting(list: FoundList): FoundList {
  if (list.waiting.length === 0) return list
  return cutDown({ ...list, shown: merged(list.waiting, list.shown), waiting: [] })
}

// Only by time: messages of one instant stay in the order in which they are given.
function merged(a: readonly FoundMessage[], b: readonly FoundMessage[]): FoundMessage[] {
  const known = new Set(a.map(keyOf))
  const all = [...a, ...b.filter((message) => !known.has(keyOf(message)))]
  return all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
}

function cutDown(list: FoundList): FoundList {
  if (list.shown.length <= mostKept) return list
  return { ...list, shown: list.shown.slice(0, mostKept), next: null, cut: true }
}
