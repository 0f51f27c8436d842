import type { Uses } from '../context.ts'
import type { Vehicle } from './vehicle.ts'

/**
 * Takes a vehicle out of the fleet: it cannot come in any more, no card carries it, and nothing is asked for it. Its
 * sessions stay. One of the same name that is added later is a new beginning.
 */
export async function removeVehicle(ctx: Uses<'transaction'>, vehicle: Vehicle): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.vehicles.remove(vehicle.id)
    await tx.audit('vehicle.removed', vehicle.publicId)
  })
}
