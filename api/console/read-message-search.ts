import type { MessageSearch } from '#core/live/message-log.ts'
import { readTime } from './read-time.ts'
import type { MessageExportQuery } from './wire/messages.ts'

/** What a query asks for; nothing but blanks asks for nothing. */
export function readMessageSearch(query: MessageExportQuery): MessageSearch {
  const { chargerId, charger, direction, action, result, repaired, messageId, q, from, to } = query
  return {
    chargerId: chargerId ?? null,
    charger: charger?.trim() || null,
    direction: direction ?? null,
    actions: (action ?? '').split(',').flatMap((name) => name.trim() || []),
    result: result?.trim() || null,
    repaired: repaired === undefined ? null : repaired === '1' || repaired === 'true',
    messageId: messageId?.trim() || null,
    text: q?.trim() || null,
    from: readTime('from', from),
    to: readTime('to', to),
  }
}
