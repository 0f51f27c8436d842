import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { listCards } from '#core/authorization/list-cards.ts'
import { addVehicle } from '#core/departures/add-vehicle.ts'
import { describeVehicle } from '#core/departures/describe-vehicle.ts'
import type { Vehicle as KnownVehicle } from '#core/departures/vehicle.ts'
import { Problem } from '#core/errors.ts'
import { viewCard } from './list-cards.ts'
import type { ConsoleRoute } from './route.ts'
import { viewRequest } from './site-requests.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { NewVehicle, Vehicle, VehicleDescription, VehicleDetail, Vehicles } from './wire/vehicles.ts'

/** The vehicles of the fleet, and what is known of each. */
export const vehicles: ConsoleRoute = async (app) => {
  const params = Type.Object({ id: Id }, closed)

  app.get('/vehicles', { schema: { response: { 200: Vehicles } }, config: { role: 'viewer' } }, async ({ ctx }) => ({
    items: (await ctx.vehicles.list()).map(viewVehicle),
  }))

  app.get(
    '/vehicles/:id',
    { schema: { params, response: { 200: VehicleDetail } }, config: { role: 'viewer' } },
    async (request) => {
      const { ctx } = request
      const known = await vehicleOf(request, request.params.id)
      const filter = { search: null, status: null, vehicle: known.publicId }
      const { cards } = await listCards(ctx, filter, { after: null, limit: 100 })
      return {
        vehicle: viewVehicle(known),
        cards: cards.map((card) => viewCard(card, ctx.now())),
        requests: await requestsOf(request, known.id),
      }
    },
  )

  app.post(
    '/vehicles',
    { schema: { body: NewVehicle, response: { 201: Vehicle } }, config: { role: 'operator' } },
    async ({ ctx, body }, reply) => {
      const { vehicle, ...described } = body
      return reply.code(201).send(viewVehicle(await addVehicle(ctx, vehicle, described)))
    },
  )

  app.patch(
    '/vehicles/:id',
    { schema: { params, body: VehicleDescription, response: { 200: Vehicle } }, config: { role: 'operator' } },
    async (request) => {
      const { publicId } = await vehicleOf(request, request.params.id)
      return viewVehicle(await describeVehicle(request.ctx, publicId, request.body))
    },
  )
}

async function vehicleOf({ ctx }: Pick<FastifyRequest, 'ctx'>, id: number): Promise<KnownVehicle> {
  const vehicle = await ctx.vehicles.byId(id)
  if (!vehicle) throw new Problem('not_found', 'There is no such vehicle.', { subject: 'vehicle' })
  return vehicle
}

async function requestsOf({ ctx }: Pick<FastifyRequest, 'ctx'>, vehicleId: number): Promise<VehicleDetail['requests']> {
  const requests = await ctx.siteLimits.requestsOf(vehicleId, ctx.now())
  const ids = [...new Set(requests.map(({ siteId }) => siteId))]
  const places = new Map(
    await Promise.all(
      ids.map(async (siteId) => {
        const [site, { chargers }, heard] = await Promise.all([
          ctx.circuits.site(siteId),
          ctx.circuits.topology(siteId),
          ctx.siteLimits.heard(siteId),
        ])
        return [siteId, { site, chargers, heard }] as const
      }),
    ),
  )
  return requests.flatMap((request) => {
    const { site, chargers, heard } = places.get(request.siteId)!
    // What a removed site was told means nothing any more.
    if (!site) return []
    const charger = chargers.find(({ chargerId }) => chargerId === request.place?.chargerId)
    const heardAt = heard.get(request.source)
    return [
      {
        ...viewRequest(request),
        site: { id: site.id, name: site.name },
        charger: charger?.identity ?? null,
        heardAt: heardAt ? timeText(heardAt) : null,
      },
    ]
  })
}

function viewVehicle({ publicId, ...known }: KnownVehicle): Vehicle {
  return { vehicle: publicId, ...known }
}
