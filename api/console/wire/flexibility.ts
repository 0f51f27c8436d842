import { type Static, Type } from 'typebox'
import { closed, Id, Name, orNull, Time, Words } from './parts.ts'

/** One block of the envelope; the power of all grid connections, in W. */
export const EnvelopeBlock = Type.Object({
  from: Time,
  to: Time,
  lowestW: Type.Number(),
  highestW: Type.Number(),
  planW: Type.Number(),
  /** Energy into vehicles up to the end of the block, charged as soon and as late as possible. */
  earliestWh: Type.Number(),
  latestWh: Type.Number(),
})
export type EnvelopeBlock = Static<typeof EnvelopeBlock>

export const FlexibilityEnvelope = Type.Object({
  askedAt: Time,
  /** Null while it is being reckoned for the first time. */
  madeAt: orNull(Time),
  /** None was found in time when it was asked last; `blocks` are of the one before. */
  hasFailed: Type.Boolean(),
  blocks: Type.Array(EnvelopeBlock),
})
export type FlexibilityEnvelope = Static<typeof FlexibilityEnvelope>

export const FlexibilityOffer = Type.Object({
  id: Id,
  from: Time,
  to: Time,
  /** `asked`: the engine reckons it. `nothing`: no reduction can be held. `failed`: none was found in time. */
  state: Words(['asked', 'open', 'nothing', 'failed', 'activated', 'withdrawn'] as const),
  reductionW: orNull(Type.Number()),
  author: Type.String(),
  askedAt: Time,
  madeAt: orNull(Time),
})
export type FlexibilityOffer = Static<typeof FlexibilityOffer>

/** Why an order is delivered in part only. */
export const PartialReason = Words([
  'unmanaged_load',
  'minimum_targets',
  'limit',
  'no_demand',
  'no_plan',
  'not_measured',
  'measured',
] as const)
export type PartialReason = Static<typeof PartialReason>

export const Activation = Type.Object({
  id: Id,
  offerId: orNull(Id),
  orderedBy: Type.String(),
  author: Type.String(),
  from: Time,
  to: Time,
  rampSeconds: Type.Integer(),
  /** The edges of the band over its whole time; without a low one it is a cap. */
  lowW: orNull(Type.Number()),
  highW: Type.Number(),
  state: Words(['acknowledged', 'running', 'delivered', 'partial', 'cancelled'] as const),
  /** Said as soon as it is known, also before it begins; null: all of it can be, or was, delivered. */
  partial: orNull(PartialReason),
  acknowledgedAt: Time,
  startedAt: orNull(Time),
  endedAt: orNull(Time),
  reboundUntil: Time,
})
export type Activation = Static<typeof Activation>

/** GET /sites/{id}/flexibility, newest first. */
export const SiteFlexibility = Type.Object({
  envelope: orNull(FlexibilityEnvelope),
  offers: Type.Array(FlexibilityOffer),
  activations: Type.Array(Activation),
})
export type SiteFlexibility = Static<typeof SiteFlexibility>

/** POST /sites/{id}/flexibility/offers (operator); DELETE …/offers/{offer} withdraws one. */
export const OfferToAsk = Type.Object({ from: Time, to: Time }, closed)
export type OfferToAsk = Static<typeof OfferToAsk>

const Watts = Type.Number({ minimum: 0, maximum: 1_000_000_000 })

/**
 * POST /sites/{id}/flexibility/activations (operator; a cap of 0 is confirmed): an open offer, or an order of its own with
 * `from`, `to` and `highW`. POST …/activations/{activation}/cancel ends it.
 */
export const ActivationToMake = Type.Object(
  {
    offerId: Type.Optional(orNull(Id)),
    /** Of the offer; without it all that was offered. */
    reductionW: Type.Optional(orNull(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000_000 }))),
    from: Type.Optional(orNull(Time)),
    to: Type.Optional(orNull(Time)),
    lowW: Type.Optional(orNull(Watts)),
    highW: Type.Optional(orNull(Watts)),
    rampSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    orderedBy: Type.Optional(Name),
  },
  closed,
)
export type ActivationToMake = Static<typeof ActivationToMake>

/** GET /sites/{id}/flexibility/activations/{activation}: what was delivered up to now, minute by minute. */
export const ActivationReport = Type.Object({
  activation: Activation,
  /** Baseline less measured, over all minutes that were measured. */
  deliveredWh: Type.Number(),
  minutes: Type.Array(
    Type.Object({
      at: Time,
      baselineW: Type.Number(),
      lowW: orNull(Type.Number()),
      highW: Type.Number(),
      /** Null: nobody measured it. */
      measuredW: orNull(Type.Number()),
      deliveredW: orNull(Type.Number()),
      /** Null: not measured, or still on its way. */
      isKept: orNull(Type.Boolean()),
    }),
  ),
})
export type ActivationReport = Static<typeof ActivationReport>
