import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { capByHand, handCapOf, liftCap } from '#core/circuits/cap-by-hand.ts'
import type { SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import { limitAt } from '#core/circuits/limit-at.ts'
import { undoLimits } from '#core/circuits/write-limits.ts'
import { Problem } from '#core/errors.ts'
import { withdrawLimitsByHand, writeLimitsByHand } from '#core/limit-feeds/limit-by-hand.ts'
import { requireConfirmed } from './check-access.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { CircuitParams, circuitOf, SiteParams, siteOf, wiringOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { CapToSet, CircuitLimit, CircuitLimits, LimitsToWrite, LimitUndone } from './wire/circuit-limits.ts'
import { closed, Id } from './wire/parts.ts'

/** Who limits the circuits of a site, who changed what, and the operator's own cap. */
export const circuitLimits: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/limits',
    { schema: { params: SiteParams, response: { 200: CircuitLimits } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      const { topology, limits } = await wiringOf(request, id)
      const items = limits.map((one) => viewLimit(one, topology, request.ctx.now()))
      return { items, history: await historyOf(request, topology) }
    },
  )

  app.post(
    '/circuits/:id/cap',
    {
      schema: { params: CircuitParams, body: CapToSet, response: { 201: CircuitLimit } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { ctx, params, body } = request
      // It stops what is charging.
      if (body.value === 0) requireConfirmed(request)
      const circuit = await circuitOf(request, params.id)
      const { value, unit, reason } = body
      const until = readTime('until', body.until)
      const set = await capByHand(ctx, { circuitId: circuit.id, value, unit, until, reason })
      return reply.code(201).send(viewLimit(set, { circuits: [circuit], chargers: [] }, ctx.now()))
    },
  )

  app.delete(
    '/circuits/:id/cap',
    { schema: { params: CircuitParams, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { id } = await circuitOf(request, request.params.id)
      await liftCap(request.ctx, id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/circuits/:id/cap/undo',
    { schema: { params: CircuitParams, response: { 200: LimitUndone } }, config: { role: 'operator' } },
    async (request) => {
      const circuit = await circuitOf(request, request.params.id)
      const undone = await undoLimits(request.ctx, handCapOf(circuit.id))
      return { limit: undone && viewLimit(undone, { circuits: [circuit], chargers: [] }, request.ctx.now()) }
    },
  )

  app.post(
    '/circuits/:id/limits',
    {
      schema: { params: CircuitParams, body: LimitsToWrite, response: { 201: CircuitLimit } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { name, unit, reason } = request.body
      const intervals = request.body.intervals.map(({ from, to, value }) => ({
        from: readTime('intervals', from)!,
        to: readTime('intervals', to),
        value,
      }))
      // It stops what is charging.
      if (intervals.some(({ value }) => value === 0)) requireConfirmed(request)
      const circuit = await circuitOf(request, request.params.id)
      const written = await writeLimitsByHand(request.ctx, circuit, { name, unit, reason, intervals, lease: null })
      return reply.code(201).send(viewLimit(written, { circuits: [circuit], chargers: [] }, request.ctx.now()))
    },
  )

  app.delete(
    '/sites/:id/limits/:limit',
    { schema: { params: LimitParams, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async (request, reply) => {
      const { limit, topology } = await limitOf(request, request.params)
      requireConfirmed(request)
      const circuit = topology.circuits.find(({ id }) => id === limit.circuitId)!
      await withdrawLimitsByHand(request.ctx, circuit, limit)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/sites/:id/limits/:limit/undo',
    {
      schema: { params: LimitParams, response: { 200: LimitUndone } },
      config: { role: 'operator' },
    },
    async (request) => {
      const { limit, topology } = await limitOf(request, request.params)
      // What the grid or a contract demands is obeyed until they say otherwise.
      if (limit.kind === 'grid-operator' || limit.kind === 'flexibility') {
        throw new Problem('conflict', 'Only its author may take this limit back.', { subject: 'limit' })
      }
      if (limit.kind !== 'operator') requireConfirmed(request)
      const undone = await undoLimits(request.ctx, limit)
      return { limit: undone && viewLimit(undone, topology, request.ctx.now()) }
    },
  )
}

const LimitParams = Type.Object({ id: Id, limit: Id }, closed)

async function limitOf(request: Pick<FastifyRequest, 'ctx'>, asked: { id: number; limit: number }) {
  const { topology, limits } = await wiringOf(request, (await siteOf(request, asked.id)).id)
  const limit = limits.find(({ id }) => id === asked.limit)
  if (!limit) throw new Problem('not_found', 'There is no such limit at this site.', { subject: 'limit' })
  return { limit, topology }
}

function viewLimit(limit: LimitSource, { circuits }: SiteTopology, now: Temporal.Instant): CircuitLimit {
  const said = limitAt(limit, now)
  const { id, circuitId, kind, name, unit, author, reason, intervals, lease } = limit
  return {
    ...{ id, circuitId, kind, name, unit, author, reason },
    circuit: circuits.find((one) => one.id === circuitId)?.name ?? '',
    intervals: intervals.map(({ from, to, value }) => ({ from: timeText(from), to: to && timeText(to), value })),
    writtenAt: timeText(limit.writtenAt),
    valueNow: said?.value ?? null,
    lease: lease && {
      seconds: lease.seconds,
      renewedAt: timeText(lease.renewedAt),
      fallback: lease.fallback,
      isLate: said?.isFallback ?? false,
    },
  }
}

/** The last changes at this site, as the audit trail has them: by the public id of the circuit. */
async function historyOf({ ctx }: Pick<FastifyRequest, 'ctx'>, { circuits }: SiteTopology) {
  const nameOf = new Map(circuits.map(({ publicId, name }) => [publicId, name]))
  const found = await ctx.auditTrail.search({ text: 'limits.', limit: 500 })
  return found
    .filter(({ action, subject }) => action.startsWith('limits.') && nameOf.has(subject ?? ''))
    .slice(0, 100)
    .map(({ at, actor, action, subject, body }) => ({
      at: timeText(at),
      author: actor.replace(/^\w+:/, ''),
      action,
      subject: nameOf.get(subject!)!,
      detail: body ?? {},
    }))
}
