import { Type } from 'typebox'
import type { Context } from '#core/context.ts'
import { describeVehicle } from '#core/departures/describe-vehicle.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import { type Operations, operation } from './operation.ts'

/** Vehicles by the command line. */
export function vehicleOperations(contextFor: (tenantSlug: string | undefined) => Promise<Context>): Operations {
  return {
    'vehicle.describe': operation(Describe, async ({ tenant, vehicle, ...change }) =>
      shown(await describeVehicle(await contextFor(tenant), vehicle, change)),
    ),
    'vehicle.list': operation(List, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      return { vehicles: (await ctx.vehicles.list()).map(shown) }
    }),
  }
}

const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const closed = { additionalProperties: false }
const List = Type.Object({ tenant }, closed)
const Describe = Type.Object(
  {
    ...{ tenant, vehicle: Type.String({ minLength: 1, maxLength: 100 }) },
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    vin: Type.Optional(Type.String({ minLength: 17, maxLength: 17 })),
    batteryWh: Type.Optional(Type.Integer()),
    maxAcA: Type.Optional(Type.Number()),
    phases: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
    maxDcW: Type.Optional(Type.Integer()),
    klass: Type.Optional(Type.Integer()),
  },
  closed,
)

function shown({ id: _, publicId, ...vehicle }: Vehicle) {
  return { vehicle: publicId, ...vehicle }
}
