import { Value } from 'typebox/value'
import type { MessageSearch } from '#core/live/message-log.ts'
import { readMessageSearch } from '../read-message-search.ts'
import { LiveMessageQuery } from '../wire/messages.ts'

/** Reads `action=Reset&chargerId=12`, with commas as `%2C`; null when that is no filter of messages. */
export function readLogFilter(text: string): MessageSearch | null {
  const query: Record<string, unknown> = Object.fromEntries(new URLSearchParams(text))
  if (typeof query.chargerId === 'string') query.chargerId = Number(query.chargerId)
  return Value.Check(LiveMessageQuery, query) ? readMessageSearch(query) : null
}
