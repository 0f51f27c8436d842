import { Type } from 'typebox'
import type { HashSecret } from '#core/access/credentials.ts'
import type { Context } from '#core/context.ts'
import { addVehicle } from '#core/departures/add-vehicle.ts'
import { describeVehicle } from '#core/departures/describe-vehicle.ts'
import { findVehicle, vehicleNamed } from '#core/departures/find-vehicle.ts'
import { removeVehicle } from '#core/departures/remove-vehicle.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import { changeVehicleLink } from '#core/vdv261/change-vehicle-link.ts'
import { renewVehiclePassword, revokeVehiclePassword } from '#core/vdv261/renew-vehicle-password.ts'
import { climates, driveoffModes } from '#core/vdv261/vehicle-link.ts'
import { checkVehiclePassword } from '#core/vdv261/vehicle-password.ts'
import { type Operations, operation } from './operation.ts'

type VehicleWorld = { contextFor(tenantSlug: string | undefined): Promise<Context>; hashSecret: HashSecret }

/** Vehicles by the command line. */
export function vehicleOperations({ contextFor, hashSecret }: VehicleWorld): Operations {
  const withSecrets = (ctx: Context) => ({ now: ctx.now, transaction: ctx.transaction, hashSecret })
  return {
    'vehicle.add': operation(Add, async ({ tenant, vehicle: id, vin, password: given, rule, link, ...described }) => {
      const ctx = await contextFor(tenant)
      if (given !== undefined) checkVehiclePassword(given, rule ?? 2)
      const vehicle = await addVehicle(ctx, id ?? vin, { ...described, vin })
      if (link) await changeVehicleLink(ctx, vehicle, link)
      const password = await renewVehiclePassword(withSecrets(ctx), vehicle, { password: given, rule })
      return { ...shown(vehicle), password }
    }),
    'vehicle.describe': operation(Describe, async ({ tenant, vehicle: id, link, ...change }) => {
      const ctx = await contextFor(tenant)
      // Its VIN names a vehicle that is known; only another name makes a new one.
      const known = await vehicleNamed(ctx, id)
      const vehicle = await describeVehicle(ctx, known?.publicId ?? id, change)
      if (link) await changeVehicleLink(ctx, vehicle, link)
      return shown(vehicle)
    }),
    'vehicle.password': operation(Password, async ({ tenant, vehicle: named, ...given }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      const password = await renewVehiclePassword(withSecrets(ctx), vehicle, given)
      return { vehicle: vehicle.publicId, vin: vehicle.vin, password }
    }),
    'vehicle.revoke': operation(One, async ({ tenant, vehicle: named }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      await revokeVehiclePassword(ctx, vehicle)
      return { vehicle: vehicle.publicId }
    }),
    'vehicle.switch': operation(Switch, async ({ tenant, vehicle: named, enabled }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      await changeVehicleLink(ctx, vehicle, { isEnabled: enabled })
      return { vehicle: vehicle.publicId, enabled }
    }),
    'vehicle.remove': operation(One, async ({ tenant, vehicle: named }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      await removeVehicle(ctx, vehicle)
      return { vehicle: vehicle.publicId }
    }),
    'vehicle.list': operation(List, async ({ tenant }) => {
      const ctx = await contextFor(tenant)
      return { vehicles: (await ctx.vehicles.list()).map(shown) }
    }),
    'vehicle.show': operation(One, async ({ tenant, vehicle: named }) => {
      const ctx = await contextFor(tenant)
      const vehicle = await findVehicle(ctx, named)
      const [link, state] = await Promise.all([ctx.vehicleLinks.link(vehicle.id), ctx.vehicleLinks.state(vehicle.id)])
      const { passwordSetAt, synchronisedAt, ...rest } = link
      return {
        ...shown(vehicle),
        link: { ...rest, passwordSetAt: textOf(passwordSetAt), synchronisedAt: textOf(synchronisedAt) },
        state: state && { heardAt: textOf(state.heardAt), seq: state.seq, ...state.said },
      }
    }),
  }
}

const tenant = Type.Optional(Type.String({ minLength: 1, maxLength: 63 }))
const closed = { additionalProperties: false }
const vehicle = Type.String({ minLength: 1, maxLength: 100 })
const credentials = {
  password: Type.Optional(Type.String({ maxLength: 150 })),
  rule: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
}
const described = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  batteryWh: Type.Optional(Type.Integer()),
  maxAcA: Type.Optional(Type.Number()),
  phases: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)])),
  maxDcW: Type.Optional(Type.Integer()),
  klass: Type.Optional(Type.Integer()),
  link: Type.Optional(
    Type.Object(
      {
        preconditions: Type.Optional(Type.Boolean()),
        climate: Type.Optional(Type.Union(climates.map((one) => Type.Literal(one)))),
        driveoff: Type.Optional(Type.Union([...driveoffModes.map((one) => Type.Literal(one)), Type.Null()])),
      },
      closed,
    ),
  ),
}
const vin = Type.String({ minLength: 17, maxLength: 17 })
const List = Type.Object({ tenant }, closed)
const One = Type.Object({ tenant, vehicle }, closed)
const Switch = Type.Object({ tenant, vehicle, enabled: Type.Boolean() }, closed)
const Password = Type.Object({ tenant, vehicle, ...credentials }, closed)
const Add = Type.Object({ tenant, vehicle: Type.Optional(vehicle), vin, ...credentials, ...described }, closed)
const Describe = Type.Object({ tenant, vehicle, vin: Type.Optional(vin), ...described }, closed)

function shown({ id: _, publicId, ...vehicle }: Vehicle) {
  return { vehicle: publicId, ...vehicle }
}

function textOf(at: Temporal.Instant | null): string | null {
  return at?.toString({ smallestUnit: 'second' }) ?? null
}
