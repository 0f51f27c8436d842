/** One exchange as it is kept: call and reply as text, secrets masked. */
export type LoggedMessage = {
  /** Unique among a charger's messages; sorts like their order. */
  key: string
  at: Temporal.Instant
  direction: string
  action: string
  messageId: string
  call: string
  reply: string | null
  /** `ok`, or an error code. */
  result: string
  repairs: string | null
  latencyMicros: number
}

/** Where a page of one charger's messages goes on: behind this one. `tie` tells messages of one instant apart. */
export type MessagePlace = { at: Temporal.Instant; tie: string }

export type MessageFilter = {
  /** The key, or the place, where the page before ended. */
  before: string | null
  limit: number
  /** Found in the call or the reply, without regard to case. */
  text: string | null
  action: string | null
  direction: 'in' | 'out' | null
  /** Only those that failed or were repaired. */
  problems: boolean
  from: Temporal.Instant | null
  to: Temporal.Instant | null
}

/** What messages of all chargers are searched for; null and an empty list ask for nothing in particular. */
export type MessageSearch = {
  chargerId: number | null
  /** A charger's identity or name, or a part of one, whatever the case. */
  charger: string | null
  direction: 'in' | 'out' | null
  actions: readonly string[]
  /** `ok`, `error` (anything else), or one result: `timeout`, `quarantined`, an error code. */
  result: string | null
  /** With or without deviations that were tolerated. */
  repaired: boolean | null
  messageId: string | null
  /** Found in the call or the reply, without regard to case. */
  text: string | null
  /** `from` inclusive, `to` exclusive. */
  from: Temporal.Instant | null
  to: Temporal.Instant | null
}

export type MessageCharger = { id: number; identity: string; name: string | null }
export type FoundMessage = LoggedMessage & { charger: MessageCharger }

export type MessagePage = {
  messages: FoundMessage[]
  /** Where to go on; null when everything was looked at. There may be one although fewer were found than asked for. */
  next: string | null
  /** Everything since then was looked at, as far as it lies in the span that was asked for. */
  searchedTo: Temporal.Instant
}

/** Would a search find this message of this charger? Its span of time is not asked about. */
export function isFound(search: MessageSearch, message: LoggedMessage, charger: MessageCharger): boolean {
  const { direction, actions, result, repaired, messageId } = search
  if (search.chargerId !== null && search.chargerId !== charger.id) return false
  if (direction !== null && direction !== message.direction) return false
  if (actions.length > 0 && !actions.includes(message.action)) return false
  if (result !== null && (result === 'error' ? message.result === 'ok' : message.result !== result)) return false
  if (repaired !== null && repaired !== (message.repairs !== null)) return false
  if (messageId !== null && messageId !== message.messageId) return false
  if (search.charger !== null && !contains(search.charger, charger.identity, charger.name)) return false
  return search.text === null || contains(search.text, message.call, message.reply)
}

function contains(part: string, ...texts: (string | null)[]): boolean {
  const wanted = part.toLowerCase()
  return texts.some((text) => text?.toLowerCase().includes(wanted))
}

export type MessageLogStore = {
  /**
   * Messages of all chargers, newest first. Looks at a bounded number of them and says how far it came. `until` is where
   * it begins when neither `before` nor the search says otherwise. A Problem when `before` is no place in the log.
   */
  search(
    search: MessageSearch,
    page: { before: string | null; limit: number; until: Temporal.Instant },
  ): Promise<MessagePage>
  /** The session that a charger names so; the latest, when it gave the name again. */
  sessionNamed(chargerId: number, wireId: string): Promise<number | null>
  /**
   * Newest first. A filter looks at a bounded number of messages only: there may be fewer than asked for, even none,
   * although `next` says where to go on. A Problem when `before` is no such place.
   */
  list(chargerId: number, filter: MessageFilter): Promise<{ messages: LoggedMessage[]; next: string | null }>
}
