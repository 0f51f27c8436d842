import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { type ActivationRequest, activate, cancelActivation } from '#core/flexibility/activate.ts'
import { askEnvelope, askOffer, withdrawOffer } from '#core/flexibility/ask-offer.ts'
import type { Activation as CoreActivation } from '#core/flexibility/flexibility.ts'
import { reportActivation } from '#core/flexibility/report-activation.ts'
import { requireConfirmed } from './check-access.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { viewActivation, viewEnvelope, viewOffer, viewReport } from './view-flexibility.ts'
import {
  Activation,
  ActivationReport,
  ActivationToMake,
  FlexibilityOffer,
  OfferToAsk,
  SiteFlexibility,
} from './wire/flexibility.ts'
import { closed, Id } from './wire/parts.ts'

const OfferParams = Type.Object({ id: Id, offer: Id }, closed)
const ActivationParams = Type.Object({ id: Id, activation: Id }, closed)

/** How far a site's power can be moved, what it has offered, and what it was ordered to deliver. */
export const siteFlexibility: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/flexibility',
    { schema: { params: SiteParams, response: { 200: SiteFlexibility } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      const { flexibility } = request.ctx
      const [envelope, offers, activations] = await Promise.all([
        flexibility.envelope(id),
        flexibility.offers(id),
        flexibility.activations(id),
      ])
      return {
        envelope: envelope && viewEnvelope(envelope),
        offers: offers.map(viewOffer),
        activations: activations.map(viewActivation),
      }
    },
  )

  app.post(
    '/sites/:id/flexibility/envelope',
    { schema: { params: SiteParams, response: { 202: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { id } = await siteOf(request, request.params.id)
      await askEnvelope(request.ctx, id)
      return reply.code(202).send(null)
    },
  )

  app.post(
    '/sites/:id/flexibility/offers',
    {
      schema: { params: SiteParams, body: OfferToAsk, response: { 202: FlexibilityOffer } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { ctx, body } = request
      const { id } = await siteOf(request, request.params.id)
      const span = { from: readTime('from', body.from)!, to: readTime('to', body.to)! }
      return reply.code(202).send(viewOffer(await askOffer(ctx, { siteId: id, ...span })))
    },
  )

  app.delete(
    '/sites/:id/flexibility/offers/:offer',
    { schema: { params: OfferParams, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { ctx, params } = request
      const { id } = await siteOf(request, params.id)
      const offer = await ctx.flexibility.offer(params.offer)
      if (offer?.siteId !== id) {
        throw new Problem('not_found', `There is no offer ${params.offer}.`, { subject: 'offer' })
      }
      await withdrawOffer(ctx, offer)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/sites/:id/flexibility/activations',
    {
      schema: { params: SiteParams, body: ActivationToMake, response: { 201: Activation } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { id } = await siteOf(request, request.params.id)
      // It stops what is charging.
      if (request.body.highW === 0) requireConfirmed(request)
      return reply.code(201).send(viewActivation(await activate(request.ctx, orderOf(request, id))))
    },
  )

  app.get(
    '/sites/:id/flexibility/activations/:activation',
    { schema: { params: ActivationParams, response: { 200: ActivationReport } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await activationOf(request)
      return viewReport((await reportActivation(request.ctx, id))!)
    },
  )

  app.post(
    '/sites/:id/flexibility/activations/:activation/cancel',
    { schema: { params: ActivationParams, response: { 200: Activation } }, config: { role: 'operator' } },
    async (request) => viewActivation(await cancelActivation(request.ctx, await activationOf(request))),
  )
}

type OfActivation = Pick<FastifyRequest, 'ctx'> & { params: { id: number; activation: number } }

async function activationOf(request: OfActivation): Promise<CoreActivation> {
  const site = await siteOf(request, request.params.id)
  const found = await request.ctx.flexibility.activation(request.params.activation)
  if (found?.siteId === site.id) return found
  throw new Problem('not_found', `There is no activation ${request.params.activation}.`, { subject: 'activation' })
}

/** Without an author of its own it is the person who asks. */
function orderOf({ ctx, body }: Pick<FastifyRequest, 'ctx'> & { body: ActivationToMake }, siteId: number) {
  const { offerId = null, reductionW = null, lowW = null, highW, rampSeconds = 0 } = body
  const order = { siteId, rampSeconds, orderedBy: body.orderedBy ?? ctx.actor.name }
  if (offerId !== null) return { ...order, offerId, reductionW } satisfies ActivationRequest
  if (highW == null) throw missing('highW')
  const to = readTime('to', body.to)
  if (to === null) throw missing('to')
  const from = readTime('from', body.from) ?? ctx.now()
  return { ...order, offerId: null, from, to, lowW, highW } satisfies ActivationRequest
}

function missing(subject: string): Problem {
  return new Problem('invalid_value', 'Without an offer an order has an end and a power.', { subject })
}
