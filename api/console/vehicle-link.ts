import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { removeVehicle } from '#core/departures/remove-vehicle.ts'
import { Problem } from '#core/errors.ts'
import { changeVehicleLink } from '#core/vdv261/change-vehicle-link.ts'
import { renewVehiclePassword, revokeVehiclePassword } from '#core/vdv261/renew-vehicle-password.ts'
import type { VehicleLink as Link, VehicleState } from '#core/vdv261/vehicle-link.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { NewPassword } from './wire/chargers.ts'
import { closed, Id } from './wire/parts.ts'
import { VehicleLink, VehicleLinkChange, VehiclePassword } from './wire/vehicle-link.ts'

/** How vehicles talk to us about themselves (VDV 261): their passwords, what they are told, what they said last. */
export const vehicleLink: ConsoleRoute = async (app, { world }) => {
  const params = Type.Object({ id: Id }, closed)
  const nothing = { 204: Type.Null() }

  app.get(
    '/vehicles/:id/link',
    { schema: { params, response: { 200: VehicleLink } }, config: { role: 'viewer' } },
    async (request) => {
      const { vehicleLinks } = request.ctx
      const { id } = await vehicleOf(request, request.params.id)
      const [link, state] = await Promise.all([vehicleLinks.link(id), vehicleLinks.state(id)])
      return viewLink(link, state)
    },
  )

  app.patch(
    '/vehicles/:id/link',
    { schema: { params, body: VehicleLinkChange, response: nothing }, config: { role: 'operator' } },
    async (request, reply) => {
      await changeVehicleLink(request.ctx, await vehicleOf(request, request.params.id), request.body)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/vehicles/:id/password',
    {
      schema: { params, body: VehiclePassword, response: { 200: NewPassword } },
      config: { role: 'administrator', dangerous: true },
    },
    async (request) => {
      const { now, transaction } = request.ctx
      const used = { now, transaction, hashSecret: (secret: string) => world.secrets.hash(secret) }
      const vehicle = await vehicleOf(request, request.params.id)
      return { password: await renewVehiclePassword(used, vehicle, request.body) }
    },
  )

  app.delete(
    '/vehicles/:id/password',
    { schema: { params, response: nothing }, config: { role: 'administrator', dangerous: true } },
    async (request, reply) => {
      await revokeVehiclePassword(request.ctx, await vehicleOf(request, request.params.id))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/vehicles/:id',
    { schema: { params, response: nothing }, config: { role: 'administrator', dangerous: true } },
    async (request, reply) => {
      await removeVehicle(request.ctx, await vehicleOf(request, request.params.id))
      return reply.code(204).send(null)
    },
  )
}

async function vehicleOf({ ctx }: Pick<FastifyRequest, 'ctx'>, id: number) {
  const vehicle = await ctx.vehicles.byId(id)
  if (!vehicle) throw new Problem('not_found', 'There is no such vehicle.', { subject: 'vehicle' })
  return vehicle
}

function viewLink({ passwordSetAt, synchronisedAt, ...told }: Link, state: VehicleState | null): VehicleLink {
  return {
    ...told,
    passwordSetAt: passwordSetAt && timeText(passwordSetAt),
    synchronisedAt: synchronisedAt && timeText(synchronisedAt),
    heard: state && {
      ...{ at: timeText(state.heardAt), seq: state.seq, controllerId: state.controllerId },
      ...state.said,
    },
  }
}
