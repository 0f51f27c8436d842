import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { CircuitMeter as Meter } from '#core/circuits/meter.ts'
import { addMeter } from '#core/circuits/meters/add-meter.ts'
import { removeMeter } from '#core/circuits/meters/remove-meter.ts'
import { Problem } from '#core/errors.ts'
import { readSpan } from './read-span.ts'
import type { ConsoleRoute } from './route.ts'
import { CircuitParams, circuitOf, confirmWhenLive } from './site-params.ts'
import { timeText } from './time-text.ts'
import { viewMeter } from './view-site.ts'
import { AddedMeter, MeterHistory, NewCircuitMeter } from './wire/circuit-meters.ts'
import { SpanQuery } from './wire/parts.ts'

/** The meters of circuits, with what they told; secrets go in and never come out. */
export const circuitMeters: ConsoleRoute = async (app) => {
  app.post(
    '/circuits/:id/meters',
    {
      schema: { params: CircuitParams, body: NewCircuitMeter, response: { 201: AddedMeter } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const circuit = await circuitOf(request, request.params.id)
      await confirmWhenLive(request, circuit.siteId)
      const { meter, pushToken } = await addMeter(request.ctx, { ...request.body, circuitId: circuit.id })
      return reply.code(201).send({ meter: viewMeter(meter, undefined), pushToken })
    },
  )

  app.delete(
    '/meters/:id',
    { schema: { params: CircuitParams, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      const meter = await meterOf(request, request.params.id)
      const circuit = await circuitOf(request, meter.circuitId)
      await confirmWhenLive(request, circuit.siteId)
      await removeMeter(request.ctx, meter.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/meters/:id/history',
    {
      schema: { params: CircuitParams, querystring: SpanQuery, response: { 200: MeterHistory } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { ctx, params, query } = request
      const { id } = await meterOf(request, params.id)
      const { from, to } = readSpan(query, { from: ctx.now().subtract({ hours: 6 }), hours: 6, mostHours: 48 })
      const points = await ctx.circuitMeters.history(id, from, to)
      return { points: points.map(({ at, ...point }) => ({ ...point, at: timeText(at) })) }
    },
  )
}

async function meterOf({ ctx }: Pick<FastifyRequest, 'ctx'>, id: number): Promise<Meter> {
  const meter = await ctx.circuitMeters.meter(id)
  if (!meter) throw new Problem('not_found', 'There is no such meter.', { subject: 'meter' })
  return meter
}
