import { Type } from 'typebox'
import type { ChargingRequest } from '#core/circuits/charging-request.ts'
import type { Context } from '#core/context.ts'
import { findVehicle } from '#core/departures/find-vehicle.ts'
import { removeDepartures, setDeparture } from '#core/departures/set-departure.ts'
import { Problem } from '#core/errors.ts'
import { siteOf } from './circuit-operations.ts'
import { type Operations, operation } from './operation.ts'

/** When vehicles leave, by the command line. */
export function departureOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'departure.set': operation(Asked, async ({ tenant, vehicle: named, site, at, source, trip, ...asked }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      const { id: siteId, name } = site === undefined ? await onlySite(ctx) : await siteOf(ctx, site)
      const departsAt = Temporal.Instant.from(at)
      const { minimumSoc = null, targetSoc = null, needFullWh = null } = asked
      const request = await setDeparture(ctx, vehicle, {
        ...{ siteId, source: source ?? 'operator', trip: trip ?? null, departsAt },
        ...{ minimumSoc, targetSoc, needFullWh },
      })
      return { vehicle: vehicle.publicId, site: name, request, departsAt: departsAt.toString() }
    }),
    'departure.list': operation(List, async ({ tenant, vehicle: named }) => {
      const ctx = await contextFor(tenant)
      const vehicles = named === undefined ? await ctx.vehicles.list() : [await findVehicle(ctx, named)]
      const sites = new Map((await ctx.circuits.sites()).map(({ id, name }) => [id, name]))
      const listed = vehicles.map(async ({ id, publicId }) =>
        (await ctx.siteLimits.requestsOf(id, ctx.now())).map((request) => ({
          vehicle: publicId,
          site: sites.get(request.siteId) ?? null,
          ...shown(request),
        })),
      )
      return { departures: (await Promise.all(listed)).flat() }
    }),
    'departure.remove': operation(Remove, async ({ tenant, vehicle: named, trip }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      return { vehicle: vehicle.publicId, removed: await removeDepartures(ctx, vehicle, trip ?? null) }
    }),
  }
}

async function onlySite(ctx: Context): Promise<{ id: number; name: string }> {
  const [site, ...others] = await ctx.circuits.sites()
  if (!site) throw new Problem('not_found', 'There is no site yet.', { subject: 'site' })
  if (others.length > 0) throw new Problem('invalid_value', 'There are several sites: say which.', { subject: 'site' })
  return site
}

function shown({ requestId, source, departsAt, minimumSoc, targetSoc, needFullWh, reportedAt }: ChargingRequest) {
  return {
    ...{ request: requestId, source, departsAt: departsAt?.toString() ?? null },
    ...{ minimumSoc, targetSoc, needFullWh, reportedAt: reportedAt.toString() },
  }
}

const closed = { additionalProperties: false }
const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const vehicle = Type.String({ minLength: 1, maxLength: 100 })
const trip = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))
const percent = Type.Optional(Type.Number({ minimum: 0, maximum: 100 }))
const List = Type.Object({ tenant, vehicle: Type.Optional(vehicle) }, closed)
const Remove = Type.Object({ tenant, vehicle, trip }, closed)
const Asked = Type.Object(
  {
    ...{ tenant, vehicle, trip, minimumSoc: percent, targetSoc: percent },
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    at: Type.String({ maxLength: 60, pattern: '^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z$' }),
    source: Type.Optional(Type.Union([Type.Literal('fleet'), Type.Literal('operator')])),
    needFullWh: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
)
