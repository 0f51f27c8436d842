import { Type } from 'typebox'
import { addCircuit, changeCircuit, removeCircuit } from '#core/circuits/change-circuit.ts'
import { connectCharger, disconnectCharger } from '#core/circuits/connect-charger.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import type { ConsoleRoute } from './route.ts'
import { CircuitParams, circuitOf, confirmWhenLive, SiteParams } from './site-params.ts'
import { viewCircuit } from './view-site.ts'
import { CircuitChange, CircuitView, NewCircuit } from './wire/circuits.ts'
import { closed, Id } from './wire/parts.ts'
import { ChargerToConnect } from './wire/site-chargers.ts'

/** The tree of circuits and what hangs on it. At a live site each change needs the password again. */
export const circuits: ConsoleRoute = async (app) => {
  app.post(
    '/sites/:id/circuits',
    {
      schema: { params: SiteParams, body: NewCircuit, response: { 201: CircuitView } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      await confirmWhenLive(request, request.params.id)
      const added = await addCircuit(request.ctx, { ...request.body, siteId: request.params.id })
      return reply.code(201).send(viewCircuit(added, [], null))
    },
  )

  app.patch(
    '/circuits/:id',
    {
      schema: { params: CircuitParams, body: CircuitChange, response: { 200: CircuitView } },
      config: { role: 'administrator' },
    },
    async (request) => {
      const circuit = await circuitOf(request, request.params.id)
      await confirmWhenLive(request, circuit.siteId)
      return viewCircuit(await changeCircuit(request.ctx, circuit.id, request.body), [], null)
    },
  )

  app.delete(
    '/circuits/:id',
    { schema: { params: CircuitParams, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      const circuit = await circuitOf(request, request.params.id)
      await confirmWhenLive(request, circuit.siteId)
      await removeCircuit(request.ctx, circuit.id)
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/circuits/:id/chargers/:charger',
    {
      schema: {
        params: Type.Object({ id: Id, charger: Id }, closed),
        body: ChargerToConnect,
        response: { 204: Type.Null() },
      },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const circuit = await circuitOf(request, request.params.id)
      const { id, identity } = await chargerOf(request, request.params.charger)
      const former = await request.ctx.circuits.siteOfCharger(id)
      for (const site of new Set([circuit.siteId, former ?? circuit.siteId])) await confirmWhenLive(request, site)
      await connectCharger(request.ctx, { identity, circuitId: circuit.id, ...request.body })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/chargers/:id/supply',
    { schema: { params: ChargerParams, response: { 204: Type.Null() } }, config: { role: 'administrator' } },
    async (request, reply) => {
      const { id } = await chargerOf(request, request.params.id)
      const site = await request.ctx.circuits.siteOfCharger(id)
      if (site !== null) await confirmWhenLive(request, site)
      await disconnectCharger(request.ctx, id)
      return reply.code(204).send(null)
    },
  )
}
