import type { Activation, ActivationMinute, FlexibilityOffer, KeptEnvelope } from '#core/flexibility/flexibility.ts'

export type OfferRow = {
  id: number
  location_id: number
  from_at: Temporal.Instant
  to_at: Temporal.Instant
  state: FlexibilityOffer['state']
  reduction_w: number | null
  baseline: FlexibilityOffer['baseline']
  author: string
  asked_at: Temporal.Instant
  made_at: Temporal.Instant | null
}

export function offerFrom(row: OfferRow): FlexibilityOffer {
  return {
    id: row.id,
    siteId: row.location_id,
    from: row.from_at,
    to: row.to_at,
    state: row.state,
    reductionW: row.reduction_w,
    baseline: row.baseline,
    author: row.author,
    askedAt: row.asked_at,
    madeAt: row.made_at,
  }
}

export type ActivationRow = {
  id: number
  location_id: number
  offer_id: number | null
  ordered_by: string
  author: string
  from_at: Temporal.Instant
  to_at: Temporal.Instant
  ramp_seconds: number
  targets: Activation['targets']
  baseline: Activation['baseline']
  rebound_until: Temporal.Instant
  start_w: number | null
  state: Activation['state']
  partial: Activation['partial']
  acknowledged_at: Temporal.Instant
  started_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
}

export function activationFrom(row: ActivationRow): Activation {
  return {
    id: row.id,
    siteId: row.location_id,
    offerId: row.offer_id,
    orderedBy: row.ordered_by,
    author: row.author,
    from: row.from_at,
    to: row.to_at,
    rampSeconds: row.ramp_seconds,
    targets: row.targets,
    baseline: row.baseline,
    reboundUntil: row.rebound_until,
    startW: row.start_w,
    state: row.state,
    partial: row.partial,
    acknowledgedAt: row.acknowledged_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}

export type MinuteRow = { at: Temporal.Instant; power_w: number; origin: ActivationMinute['origin'] }

export function minuteFrom({ at, power_w, origin }: MinuteRow): ActivationMinute {
  return { at, powerW: power_w, origin }
}

export type EnvelopeRow = {
  asked_at: Temporal.Instant
  made_at: Temporal.Instant | null
  has_failed: boolean
  body: KeptEnvelope['envelope']
}

export function envelopeFrom({ asked_at, made_at, has_failed, body }: EnvelopeRow): KeptEnvelope {
  return { askedAt: asked_at, madeAt: made_at, hasFailed: has_failed, envelope: body }
}
