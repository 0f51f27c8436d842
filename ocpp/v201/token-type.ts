import type { IdTokenType } from './messages.ts'

/** the uid of a card is hex of 4, 7 or 10 bytes; whatever else is known here only. */
export function tokenTypeOf(tokenUid: string): IdTokenType {
  return /^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/i.test(tokenUid) ? 'ISO14443' : 'Central'
}
