import type { Query } from '../../api/request.ts'

/** What the page keeps in its address; '' does not narrow anything. `span` is the last day unless it says otherwise. */
export const nothing = {
  q: '',
  charger: '',
  chargerId: '',
  direction: '',
  /** With commas between them. */
  action: '',
  result: '',
  repaired: '',
  messageId: '',
  span: '',
  from: '',
  to: '',
  live: '',
}
export type Filters = typeof nothing

export const spans = ['15m', '1h', '', '7d', '30d', 'own'] as const
export const results = ['ok', 'error', 'timeout', 'quarantined', 'not-sent'] as const

const minutesOf: Record<string, number> = { '15m': 15, '1h': 60, '': 24 * 60, '7d': 7 * 24 * 60, '30d': 30 * 24 * 60 }

/** What narrows the messages, without their span of time. What somebody else wrote into the address may be anything. */
function narrowing(filters: Filters): Record<string, string> {
  const { q, charger, chargerId, direction, action, result, repaired, messageId } = filters
  const all = {
    q: q.trim(),
    charger: charger.trim(),
    chargerId: /^[1-9]\d{0,14}$/.test(chargerId) ? chargerId : '',
    direction: direction === 'in' || direction === 'out' ? direction : '',
    action: actionsIn(action).join(','),
    result: /^[\w-]{1,64}$/.test(result) ? result : '',
    repaired: repaired === '1' ? '1' : '',
    messageId: messageId.trim().slice(0, 100),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

export function actionsIn(action: string): string[] {
  return [...new Set(action.split(',').map((name) => name.trim()))].filter((name) => name !== '').slice(0, 12)
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(narrowing(filters)).length > 0
}

/** The query of a search or an export. The span of time is fixed to what it means now. */
export function queryOf(filters: Filters, nowMs: number): Query {
  return { ...narrowing(filters), ...spanOf(filters, nowMs) }
}

function spanOf({ span, from, to }: Filters, nowMs: number): { from?: string | undefined; to?: string | undefined } {
  if (span === 'own') return { from: instantOf(from), to: instantOf(to) }
  const minutes = minutesOf[span] ?? 24 * 60
  return { from: new Date(nowMs - minutes * 60_000).toISOString() }
}

/** The topic that has what is searched for live; null when the span has an end, so that nothing new can be in it. */
export function topicOf(filters: Filters): string | null {
  if (filters.span === 'own' && instantOf(filters.to) !== undefined) return null
  return `logs:${new URLSearchParams(narrowing(filters))}`
}

/** A moment as a field for date and time gives it, in the browser's zone. */
export function instantOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
