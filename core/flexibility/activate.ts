import { lockedSite } from '../circuits/change-site.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Target } from '../planner/activation.ts'
import type { StoredPlan } from '../steering/steering-store.ts'
import { refuseFaultySpan, requireLive } from './check-span.ts'
import type { Activation, FlexibilityOffer } from './flexibility.ts'

export type ActivationRequest = {
  siteId: number
  orderedBy: string
  rampSeconds: number
} & (
  | { offerId: number /** Null: all that was offered. */; reductionW: number | null }
  /** Without a low edge a cap. */
  | { offerId: null; from: Temporal.Instant; to: Temporal.Instant; lowW: number | null; highW: number }
)

/**
 * Takes an order to deliver flexibility: it is acknowledged and durable when this returns, and in force after a restart
 * and a takeover. An offer is measured against the plan that was frozen with it, any other order against the plan in
 * force now. What of it cannot be delivered is said by the engine with the next plan, within seconds. Refused while
 * another activation of the site lies in its time.
 */
export async function activate(
  ctx: Uses<'now' | 'steering' | 'flexibility' | 'transaction'>,
  asked: ActivationRequest,
): Promise<Activation> {
  const now = ctx.now()
  const offer = asked.offerId === null ? null : await openOffer(ctx, asked.siteId, asked.offerId, now)
  const span = asked.offerId === null ? { from: asked.from, to: asked.to } : spanOf(offer!, now)
  refuseFaulty(asked, span, now)
  const plan = await ctx.steering.plan(asked.siteId)
  const baseline = offer?.baseline ?? freshPlan(plan, now)
  requireWithin(baseline, span)
  const targets = asked.offerId === null ? [{ ...secondsOf(span), ...bandOf(asked) }] : below(offer!, asked, span)
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, asked.siteId)
    requireLive(site)
    const { siteId, offerId, orderedBy, rampSeconds } = asked
    const { blocks, gridW, peakW } = baseline
    const activation = await tx.flexibility.activate({
      ...{ siteId, offerId, orderedBy, rampSeconds, ...span, targets, baseline: { blocks, gridW, peakW } },
      reboundUntil: madeUpUntil(plan, span.to),
    })
    if (!activation) {
      const message = 'Another activation lies in this time, or the offer is not open any more.'
      throw new Problem('conflict', message, { subject: 'from' })
    }
    const texts = { from: span.from.toString(), to: span.to.toString() }
    const highest = Math.max(...targets.map(({ highW }) => highW))
    await tx.audit('flexibility.activated', site.publicId, {
      ...{ activation: activation.id, offer: offerId, orderedBy, ...texts, highestW: highest, rampSeconds },
    })
    return activation
  })
}

/** Ends an activation, or one that is still to come. What was put off is still made up below the former peak. */
export async function cancelActivation(
  ctx: Uses<'now' | 'transaction'>,
  { siteId, id }: Pick<Activation, 'siteId' | 'id'>,
): Promise<Activation> {
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, siteId)
    const cancelled = await tx.flexibility.cancel(id, ctx.now())
    if (!cancelled) throw new Problem('conflict', 'The activation is over already.', { subject: 'activation' })
    await tx.audit('flexibility.cancelled', site.publicId, { activation: id })
    return cancelled
  })
}

type Span = { from: Temporal.Instant; to: Temporal.Instant }
type Baseline = Activation['baseline']

async function openOffer(
  { flexibility }: Uses<'flexibility'>,
  siteId: number,
  id: number,
  now: Temporal.Instant,
): Promise<FlexibilityOffer> {
  const offer = await flexibility.offer(id)
  if (!offer || offer.siteId !== siteId) {
    throw new Problem('not_found', `There is no offer ${id}.`, { subject: 'offer' })
  }
  if (offer.state !== 'open' || Temporal.Instant.compare(offer.to, now) <= 0) {
    throw new Problem('conflict', 'The offer is not open.', { subject: 'offer' })
  }
  return offer
}

/** Called late, it is delivered for the rest of its time. */
function spanOf({ from, to }: FlexibilityOffer, now: Temporal.Instant): Span {
  return { from: Temporal.Instant.compare(from, now) < 0 ? now : from, to }
}

function refuseFaulty(asked: ActivationRequest, span: Span, now: Temporal.Instant): void {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  const { orderedBy, rampSeconds } = asked
  if (!/^[^\p{C}]{1,100}$/u.test(orderedBy)) throw fault('orderedBy', 'Whoever orders has 1 to 100 characters.')
  if (asked.offerId === null) refuseFaultySpan(span, now)
  const seconds = span.to.since(span.from).total('seconds')
  if (!Number.isInteger(rampSeconds) || rampSeconds < 0 || rampSeconds > seconds) {
    throw fault('rampSeconds', 'A ramp takes no longer than the activation.')
  }
  if (asked.offerId !== null) {
    if (asked.reductionW !== null && !(asked.reductionW > 0)) throw fault('reductionW', 'A reduction is above 0.')
    return
  }
  const { lowW, highW } = asked
  if (!Number.isFinite(highW) || highW < 0) throw fault('highW', 'A power is a number of at least 0.')
  if (lowW !== null && !(lowW >= 0 && lowW <= highW)) throw fault('lowW', 'A band ends above where it begins.')
}

function freshPlan(plan: StoredPlan | null, now: Temporal.Instant): Baseline {
  if (plan && now.since(plan.madeAt).total('minutes') <= oldestMinutes) return plan.body.plan
  throw new Problem('conflict', 'The site has no plan to measure it against.', { subject: 'site' })
}

const oldestMinutes = 15

function requireWithin({ blocks }: Baseline, { to }: Span): void {
  if ((blocks.at(-1)?.endS ?? 0) * 1_000 >= to.epochMilliseconds) return
  throw new Problem('invalid_value', 'It ends after the plan that it is measured against.', { subject: 'to' })
}

function bandOf({ lowW, highW }: { lowW: number | null; highW: number }) {
  return { lowW, highW }
}

/** So much below the frozen plan, block by block. */
function below({ baseline, reductionW }: FlexibilityOffer, asked: ActivationRequest, span: Span): Target[] {
  const wanted = (asked.offerId === null ? null : asked.reductionW) ?? reductionW!
  if (wanted > reductionW!) {
    throw new Problem('invalid_value', 'That is more than was offered.', { subject: 'reductionW' })
  }
  const { fromS, toS } = secondsOf(span)
  return baseline!.blocks.flatMap(({ startS, endS }, at) => {
    const part = { fromS: Math.max(startS, fromS), toS: Math.min(endS, toS) }
    return part.fromS < part.toS ? [{ ...part, lowW: null, highW: baseline!.gridW[at]! - wanted }] : []
  })
}

/** Until the last of those who are there while it runs has to be ready, 12 hours at most. */
function madeUpUntil(plan: StoredPlan | null, to: Temporal.Instant): Temporal.Instant {
  const endS = to.epochMilliseconds / 1_000
  const departures = (plan?.body.vehicles ?? []).flatMap(({ arrivesAtS, departsAtS }) =>
    departsAtS !== null && (arrivesAtS ?? 0) < endS ? [departsAtS] : [],
  )
  const untilS = Math.min(Math.max(endS, ...departures), endS + 12 * 3_600)
  return Temporal.Instant.fromEpochMilliseconds(Math.round(untilS * 1_000))
}

function secondsOf({ from, to }: Span): { fromS: number; toS: number } {
  return { fromS: Math.floor(from.epochMilliseconds / 1_000), toS: Math.floor(to.epochMilliseconds / 1_000) }
}
