import { type Static, Type } from 'typebox'
import { closed, Id, Name, orNull, Time, Words } from './parts.ts'

const Address = Type.String({ minLength: 1, maxLength: 500 })
const Text = Type.String({ minLength: 1, maxLength: 500 })
const Power = Type.Number({ minimum: 0, maximum: 1_000_000_000 })

/** Of an OpenADR 3 server: where it is, what it may say, and what counts when it says nothing any more. */
const members = {
  name: Name,
  url: Address,
  /** Null: below `url`. */
  tokenUrl: orNull(Address),
  clientId: Text,
  scope: orNull(Text),
  /** Null: events of all programmes. */
  programId: orNull(Text),
  /** By which its events name us. */
  clientName: Text,
  pollSeconds: Type.Integer({ minimum: 5, maximum: 3_600 }),
  kind: Words(['grid-operator', 'flexibility', 'external'] as const),
  /** `fallback` in W counts when nothing has been heard for `seconds`, and for `leastSeconds` at least. */
  lease: Type.Object(
    {
      seconds: Type.Integer({ minimum: 10, maximum: 604_800 }),
      fallback: Power,
      leastSeconds: Type.Integer({ minimum: 0, maximum: 604_800 }),
    },
    closed,
  ),
  /** What levels 1, 2 and 3 of a simple signal leave, in W; null: they are not obeyed. */
  levelsW: orNull(Type.Array(Power, { minItems: 3, maxItems: 3 })),
  takesPrices: Type.Boolean(),
}

/** A link to somebody who limits a circuit. Its secret is never shown. */
export const LimitFeed = Type.Object({
  id: Id,
  circuitId: Id,
  protocol: Words(['openadr'] as const),
  ...members,
  heardAt: orNull(Time),
  failingSince: orNull(Time),
  /** Why it fails, in words without secrets. */
  error: orNull(Type.String()),
})
export type LimitFeed = Static<typeof LimitFeed>

/** GET /sites/{id}/limit-feeds. DELETE /limit-feeds/{id} (administrator, confirmed) withdraws its limits as well. */
export const LimitFeeds = Type.Object({ items: Type.Array(LimitFeed) })
export type LimitFeeds = Static<typeof LimitFeeds>

/** POST /circuits/{id}/limit-feeds (administrator; confirmed when the site is live). */
export const NewLimitFeed = Type.Object({ ...members, secret: Text }, closed)
export type NewLimitFeed = Static<typeof NewLimitFeed>
