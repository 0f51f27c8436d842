import type { KeptFilter, KeptMembers } from '../kept-members.ts'
import type { ListPage } from '../list-page.ts'
import type { Card, CardDetails } from './card.ts'
import type { TokenType } from './token.ts'

/** A card with all that a back office says of it. */
export type DescribedCard = Card & { kept: KeptMembers; modifiedAt: Temporal.Instant }

export type CardDescription = CardDetails & { uid: string; type: TokenType; masterPass: boolean; kept: KeptMembers }

export type DescribedCardFilter = {
  id: number | null
  /** Whatever the case. */
  uid: string | null
  visualNumber: string | null
  /** Whether it is something else than a card. */
  isOther: boolean | null
  blocked: boolean | null
  /** Whether its owner, and not the operator, put it out of use. */
  isSuspended: boolean | null
  expiringFrom: Temporal.Instant | null
  modifiedAfter: Temporal.Instant | null
  modifiedBefore: Temporal.Instant | null
  kept: readonly KeptFilter[]
}

/** Cards of one tenant in the order of their ids; removed ones are left out. */
export type DescribedCardStore = {
  page(filter: Partial<DescribedCardFilter>, page: ListPage): Promise<DescribedCard[]>
  count(filter: Partial<DescribedCardFilter>): Promise<number>
}

export type DescribedCardWriter = {
  /** Whether a card other than `except` has this uid, whatever its type and the case. */
  isTaken(uid: string, except: number | null): Promise<boolean>
  /** Null when there is one of this type and uid; one that was removed begins anew. */
  add(card: CardDescription): Promise<number | null>
  /** Locked. Null when there is no such card, or it was removed. */
  find(id: number): Promise<DescribedCard | null>
  /** False when a removed card stands in the way of its new uid. */
  change(id: number, card: CardDescription): Promise<boolean>
}
