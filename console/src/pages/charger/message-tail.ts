import type { Message } from '../../../../api/console/wire/chargers.ts'

/** What a list of messages is narrowed to; '' means everything. */
export interface MessageFilter {
  q: string
  action: string
  direction: '' | 'in' | 'out'
  problems: boolean
}

/** The messages that are shown, and those that came while the list stood still. Both newest first. */
export interface Tail {
  shown: readonly Message[]
  waiting: readonly Message[]
  /** Came while held and were let go, or were left out by the server. */
  missed: number
  /** How to go on with older ones: by this key, or by the oldest shown when `cut`. Null when there are none. */
  next: string | null
  /** Older ones were dropped from the list to keep it light. */
  cut: boolean
}

const mostShown = 1_000
const keptWhenCut = 500
const mostWaiting = 500

export const emptyTail: Tail = { shown: [], waiting: [], missed: 0, next: null, cut: false }

/** Does a message pass the filter? The server asks the same of those that it reads from its log. */
export function matches(message: Message, { q, action, direction, problems }: MessageFilter): boolean {
  if (action !== '' && message.action !== action) return false
  if (direction !== '' && message.direction !== direction) return false
  if (problems && !isProblem(message)) return false
  if (q === '') return true
  const wanted = q.toLowerCase()
  return message.call.toLowerCase().includes(wanted) || (message.reply?.toLowerCase().includes(wanted) ?? false)
}

/** It failed, or was repaired. */
export function isProblem({ result, repairs }: Pick<Message, 'result' | 'repairs'>): boolean {
  return result !== 'ok' || repairs !== null
}

/** Takes in what came live: on top of the list, or beside it while it is held. */
export function receive(
  tail: Tail,
  {
    messages,
    missed,
    held,
    filter,
  }: { messages: readonly Message[]; missed: number; held: boolean; filter: MessageFilter },
): Tail {
  const known = new Set([...tail.shown, ...tail.waiting].map(({ key }) => key))
  const fresh = newestFirst(messages.filter((message) => !known.has(message.key) && matches(message, filter)))
  if (fresh.length === 0 && missed === 0) return tail
  const counted = { ...tail, missed: tail.missed + missed }
  if (!held) return cutDown({ ...counted, shown: newestFirst([...fresh, ...tail.shown]) })
  const waiting = newestFirst([...fresh, ...tail.waiting])
  const overflow = Math.max(0, waiting.length - mostWaiting)
  return { ...counted, waiting: waiting.slice(0, mostWaiting), missed: counted.missed + overflow }
}

/** Shows what waited. When some were missed, the list has to be read anew instead. */
export function resume(tail: Tail): Tail {
  if (tail.waiting.length === 0) return tail
  return cutDown({ ...tail, shown: newestFirst([...tail.waiting, ...tail.shown]), waiting: [] })
}

/** A page that was read: the first replaces all but what came live meanwhile, the others go below. */
export function addPage(tail: Tail, page: { items: readonly Message[]; next: string | null }): Tail {
  const known = new Set(tail.shown.map(({ key }) => key))
  const older = page.items.filter(({ key }) => !known.has(key))
  return { ...tail, shown: newestFirst([...tail.shown, ...older]), next: page.next, cut: false }
}

// Only by time: messages of one instant stay in the order in which they are given.
function newestFirst(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

function cutDown(tail: Tail): Tail {
  if (tail.shown.length <= mostShown) return tail
  return { ...tail, shown: tail.shown.slice(0, keptWhenCut), cut: true }
}
