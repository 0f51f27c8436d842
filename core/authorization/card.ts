import { isTokenUid } from './add-tokens.ts'
import type { CardOptions } from './card-options.ts'
import type { TokenType } from './token.ts'

/** A token as people keep it: with the vehicle and group that it opens, what is printed on it, and how it is treated. */
export type Card = CardOptions & {
  id: number
  uid: string
  type: TokenType
  blocked: boolean
  validUntil: Temporal.Instant | null
  vehicleId: string | null
  groupId: string | null
  visualNumber: string | null
  note: string | null
  createdAt: Temporal.Instant
}

/** What people may say of a card. */
export type CardDetails = Pick<Card, 'blocked' | 'validUntil' | 'vehicleId' | 'groupId' | 'visualNumber' | 'note'>

export type NewCard = CardDetails & { uid: string; type: TokenType }

export type CardStatus = 'active' | 'blocked' | 'expired'

export type CardFilter = {
  /** A part of the uid, the printed number, the vehicle, the group or the note, whatever the case. */
  search: string | null
  status: CardStatus | null
  /** Only those that name exactly this vehicle. */
  vehicle?: string
}

export type CardStore = {
  /** The newest first, from the one before this id; at most one more than `limit`. Removed ones are left out. */
  list(filter: CardFilter, page: { before: number | null; limit: number; now: Temporal.Instant }): Promise<Card[]>
  /** The oldest first, of one type, after so many of them. Removed ones are left out. */
  ofType(type: TokenType, page: { skip: number; limit: number }): Promise<Card[]>
}

export type CardWriter = {
  /** Null when the tenant has this card already; one that was removed begins anew. */
  add(card: NewCard): Promise<Card | null>
  /** Null when there is no such card, or it was removed. The row is locked. */
  find(id: number): Promise<Card | null>
  change(id: number, details: CardDetails): Promise<Card>
  /** Null when there is no such card that is not removed, or for `restore` none that is known. */
  remove(id: number): Promise<Card | null>
  restore(id: number): Promise<Card | null>
  /** Cards by type and folded uid, locked; removed ones are left out. */
  findAll(keys: readonly { type: TokenType; uid: string }[]): Promise<Card[]>
  /** How many were added; fewer than asked when somebody else has added some meanwhile. */
  addAll(cards: readonly NewCard[]): Promise<number>
  changeAll(cards: readonly (CardDetails & { id: number })[]): Promise<void>
}

/** Blocked counts before expired, as for whoever shows it at a charger. */
export function statusOf(
  { blocked, validUntil }: Pick<Card, 'blocked' | 'validUntil'>,
  now: Temporal.Instant,
): CardStatus {
  if (blocked) return 'blocked'
  return validUntil && Temporal.Instant.compare(validUntil, now) <= 0 ? 'expired' : 'active'
}

export type CardField = 'uid' | 'vehicleId' | 'groupId' | 'visualNumber' | 'note'

/** The first thing that is wrong with a card; null when it may be kept. */
export function cardFault(card: Partial<Pick<NewCard, CardField>>): { field: CardField; message: string } | null {
  if (card.uid !== undefined && !isTokenUid(card.uid)) {
    return { field: 'uid', message: 'A card’s uid has 1 to 36 visible characters.' }
  }
  for (const [field, { most, name }] of Object.entries(texts) as [
    keyof typeof texts,
    (typeof texts)[keyof typeof texts],
  ][]) {
    const text = card[field] ?? null
    if (text !== null && !isText(text, most))
      return { field, message: `${name} has 1 to ${most} printable characters.` }
  }
  return null
}

const texts = {
  vehicleId: { most: 100, name: 'A vehicle' },
  groupId: { most: 36, name: 'A group' },
  visualNumber: { most: 64, name: 'A printed number' },
  note: { most: 200, name: 'A note' },
} as const

function isText(text: string, most: number): boolean {
  const isPrintable = !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text) && text.isWellFormed()
  return isPrintable && text.length <= most && text !== '' && text === text.trim()
}
