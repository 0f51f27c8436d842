import type { PartialReason, Shortfall, Target } from '../planner/activation.ts'
import type { Baseline } from '../planner/firm-offer.ts'
import type { Envelope } from '../planner/flexibility-envelope.ts'
import type { Block } from '../planner/plan-input.ts'

/**
 * What a site can promise to draw less than planned, from and to. Asked by a door, reckoned by the engine; the plan of
 * that moment is frozen with it as its baseline: asking is the gate closure (smart-charging 6.4).
 */
export type FlexibilityOffer = {
  id: number
  siteId: number
  from: Temporal.Instant
  to: Temporal.Instant
  /** `nothing`: no reduction can be held. `failed`: none was found in time. */
  state: 'asked' | 'open' | 'nothing' | 'failed' | 'activated' | 'withdrawn'
  /** Firm; null while it is being reckoned. */
  reductionW: number | null
  baseline: Baseline | null
  author: string
  askedAt: Temporal.Instant
  madeAt: Temporal.Instant | null
}

export const activationStates = ['acknowledged', 'running', 'delivered', 'partial', 'cancelled'] as const

/** An order to deliver flexibility that this site has taken, and what became of it. */
export type Activation = {
  id: number
  siteId: number
  offerId: number | null
  /** Who ordered it, as the door was told: a virtual power plant, a trader. */
  orderedBy: string
  author: string
  from: Temporal.Instant
  to: Temporal.Instant
  rampSeconds: number
  targets: readonly Target[]
  /** What it is measured against. */
  baseline: Baseline
  /** Until then what is made up stays below the baseline's peak. */
  reboundUntil: Temporal.Instant
  /** What the site drew when it began: its ramp goes on from there after a takeover as well. */
  startW: number | null
  /** `delivered` and `partial` are said at its end, by what was measured. */
  state: (typeof activationStates)[number]
  /** What cannot be delivered, said as soon as it is known, also before it begins; null: nothing of that kind. */
  partial: PartialDelivery | null
  acknowledgedAt: Temporal.Instant
  startedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
}

/** `not_measured`: nobody can tell. `measured`: planned to be kept, and not kept. */
export type PartialDelivery = {
  reason: PartialReason | 'not_measured' | 'measured'
  shortfalls: readonly Shortfall[]
}

/** `meter`: of all grid connections. `chargers`: what they told, and what is reckoned beside them. */
export type PowerOrigin = 'meter' | 'chargers'

export type ActivationMinute = { at: Temporal.Instant; powerW: number; origin: PowerOrigin }

/** Of one site; `blocks` are those of the plan it was reckoned with. */
export type KeptEnvelope = {
  askedAt: Temporal.Instant
  /** Null while it is being reckoned for the first time. */
  madeAt: Temporal.Instant | null
  hasFailed: boolean
  envelope: (Envelope & { blocks: readonly Block[]; planW: readonly number[] }) | null
}

/** What the engine of a site has to do. */
export type FlexibilityDue = {
  /** To come, running, or over and still to be made up for. */
  activations: readonly Activation[]
  /** To be reckoned, oldest first. */
  offers: readonly FlexibilityOffer[]
  isEnvelopeAsked: boolean
}

/** Of one tenant. */
export type FlexibilityStore = {
  /** Newest first, 100 at most. */
  offers(siteId: number): Promise<FlexibilityOffer[]>
  offer(id: number): Promise<FlexibilityOffer | null>
  /** Newest first, 100 at most. */
  activations(siteId: number): Promise<Activation[]>
  activation(id: number): Promise<Activation | null>
  /** What the site drew while it ran, in order. */
  minutes(activationId: number): Promise<ActivationMinute[]>
  envelope(siteId: number): Promise<KeptEnvelope | null>
  due(siteId: number, at: Temporal.Instant): Promise<FlexibilityDue>
}

export type NewActivation = Pick<
  Activation,
  'siteId' | 'offerId' | 'orderedBy' | 'from' | 'to' | 'rampSeconds' | 'targets' | 'baseline' | 'reboundUntil'
>
