import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { describeVehicle } from './describe-vehicle.ts'
import type { Vehicle, VehicleChange } from './vehicle.ts'

/** Adds a vehicle that is not known yet. One that a card has named is known, and is described instead. */
export async function addVehicle(
  ctx: Uses<'transaction' | 'vehicles'>,
  publicId: string,
  described: VehicleChange,
): Promise<Vehicle> {
  if (await ctx.vehicles.find(publicId)) {
    throw new Problem('conflict', `There is a vehicle '${publicId}' already.`, { subject: 'vehicle' })
  }
  return describeVehicle(ctx, publicId, described)
}
