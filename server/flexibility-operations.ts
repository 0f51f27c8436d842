import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import { type ActivationRequest, activate, cancelActivation } from '#core/flexibility/activate.ts'
import { askOffer } from '#core/flexibility/ask-offer.ts'
import type { Activation, FlexibilityOffer } from '#core/flexibility/flexibility.ts'
import { reportActivation } from '#core/flexibility/report-activation.ts'
import { siteOf } from './circuit-operations.ts'
import { type Operations, operation } from './operation.ts'

/** What sites offer and deliver, by the command line. */
export function flexibilityOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'flexibility.offer': operation(Offer, async ({ tenant, site, from, to }) => {
      const ctx = await contextFor(tenant)
      const { id: siteId } = await siteOf(ctx, site)
      const span = { from: from === undefined ? ctx.now() : instantOf('from', from), to: instantOf('to', to) }
      return viewOffer(await askOffer(ctx, { siteId, ...span }))
    }),

    'flexibility.list': operation(OneSite, async ({ tenant, site }) => {
      const ctx = await contextFor(tenant)
      const { id } = await siteOf(ctx, site)
      const [offers, activations] = await Promise.all([ctx.flexibility.offers(id), ctx.flexibility.activations(id)])
      return { offers: offers.map(viewOffer), activations: activations.map(viewActivation) }
    }),

    'flexibility.activate': operation(Activate, async ({ tenant, site, ...asked }) => {
      const ctx = await contextFor(tenant)
      const { id: siteId } = await siteOf(ctx, site)
      return viewActivation(await activate(ctx, requestOf(ctx, siteId, asked)))
    }),

    'flexibility.report': operation(One, async ({ tenant, activation: id }) => {
      const report = await reportActivation(await contextFor(tenant), id)
      if (!report) throw unknown(id)
      const minutes = report.minutes.map(({ fromS, ...minute }) => ({ at: textOf(fromS), ...minute }))
      return { ...viewActivation(report.activation), deliveredWh: report.deliveredWh, minutes }
    }),

    'flexibility.cancel': operation(One, async ({ tenant, activation: id }) => {
      const ctx = await contextFor(tenant)
      const activation = await ctx.flexibility.activation(id)
      if (!activation) throw unknown(id)
      return viewActivation(await cancelActivation(ctx, activation))
    }),
  }
}

type Asked = {
  offer?: number
  reductionW?: number
  from?: string
  to?: string
  lowW?: number
  highW?: number
  rampSeconds?: number
  orderedBy?: string
}

function requestOf(ctx: Context, siteId: number, asked: Asked): ActivationRequest {
  const { offer, reductionW = null, lowW = null, highW, rampSeconds = 0, orderedBy = ctx.actor.name } = asked
  const order = { siteId, rampSeconds, orderedBy }
  if (offer !== undefined) return { ...order, offerId: offer, reductionW }
  if (highW === undefined || asked.to === undefined) {
    throw new Problem('invalid_value', 'Without an offer an order has an end and a power.', { subject: 'highW' })
  }
  const from = asked.from === undefined ? ctx.now() : instantOf('from', asked.from)
  return { ...order, offerId: null, from, to: instantOf('to', asked.to), lowW, highW }
}

function viewOffer({ baseline: _, siteId, ...offer }: FlexibilityOffer) {
  return { ...offer, site: siteId }
}

function viewActivation({ baseline: _, siteId, partial, ...activation }: Activation) {
  return { ...activation, site: siteId, partial: partial?.reason ?? null }
}

function unknown(id: number): Problem {
  return new Problem('not_found', `There is no activation ${id}.`, { subject: 'activation' })
}

function instantOf(subject: string, text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new Problem('invalid_value', `${subject} is no moment such as 2027-01-31T12:00:00Z.`, { subject })
  }
}

function textOf(seconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1_000)).toString()
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const site = Type.String({ minLength: 1, maxLength: 100 })
const time = Type.String({ minLength: 10, maxLength: 40 })
const watts = Type.Optional(Type.Number({ minimum: 0 }))

const OneSite = Type.Object({ tenant, site }, closed)
const One = Type.Object({ tenant, activation: Type.Integer({ minimum: 1 }) }, closed)
const Offer = Type.Object({ tenant, site, from: Type.Optional(time), to: time }, closed)
const Activate = Type.Object(
  {
    ...{ tenant, site, offer: Type.Optional(Type.Integer({ minimum: 1 })), reductionW: watts },
    ...{ from: Type.Optional(time), to: Type.Optional(time), lowW: watts, highW: watts },
    rampSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    orderedBy: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  closed,
)
