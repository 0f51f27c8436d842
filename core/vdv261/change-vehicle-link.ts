import type { Uses } from '../context.ts'
import type { Vehicle } from '../departures/vehicle.ts'
import type { LinkChange } from './vehicle-link.ts'

/** Changes whether a vehicle may come in and what it is told. What is left out stays as it is. */
export async function changeVehicleLink(
  ctx: Uses<'transaction'>,
  vehicle: Pick<Vehicle, 'id' | 'publicId'>,
  change: LinkChange,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.vehicleLinks.change(vehicle.id, change)
    await tx.audit('vehicle.link_changed', vehicle.publicId, change)
  })
}
