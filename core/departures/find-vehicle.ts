import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Vehicle } from './vehicle.ts'

/** A vehicle by what it is called, else by its VIN; a Problem when there is none. */
export async function findVehicle(ctx: Uses<'vehicles'>, named: string): Promise<Vehicle> {
  const found = await vehicleNamed(ctx, named)
  if (!found) throw new Problem('not_found', `There is no vehicle '${named}'.`, { subject: 'vehicle' })
  return found
}

/** The same; null when there is none. */
export async function vehicleNamed(ctx: Uses<'vehicles'>, named: string): Promise<Vehicle | null> {
  return (await ctx.vehicles.find(named)) ?? (await ctx.vehicles.byVin(named))
}
