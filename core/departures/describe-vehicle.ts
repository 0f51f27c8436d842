import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Vehicle, VehicleChange } from './vehicle.ts'

/** Says of a vehicle what is known of it, and adds it when it is new. What is left out stays as it is. */
export async function describeVehicle(
  ctx: Uses<'transaction'>,
  publicId: string,
  change: VehicleChange,
): Promise<Vehicle> {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  const { name, vin, batteryWh, maxAcA, maxDcW, klass } = change
  if (!/^[^\p{C}]{1,100}$/u.test(publicId)) throw fault('vehicle', 'A vehicle is known by 1 to 100 characters.')
  if (name != null && !/^[^\p{C}]{1,100}$/u.test(name)) throw fault('name', 'A name has 1 to 100 characters.')
  if (vin != null && !/^[A-HJ-NPR-Z0-9]{17}$/i.test(vin)) throw fault('vin', 'A VIN has 17 letters and digits.')
  if (batteryWh != null && !isWhole(batteryWh, 10_000_000)) throw fault('batteryWh', 'A battery has up to 10 MWh.')
  if (maxAcA != null && !(maxAcA > 0 && maxAcA <= 1000)) throw fault('maxAcA', 'A current is above 0 and up to 1000 A.')
  if (maxDcW != null && !isWhole(maxDcW, 10_000_000)) throw fault('maxDcW', 'A power is above 0 and up to 10 MW.')
  if (klass != null && !Number.isInteger(klass)) throw fault('class', 'A class is a whole number.')
  return ctx.transaction(async (tx) => {
    const vehicle = await tx.vehicles.describe(publicId, change)
    if (!vehicle) throw new Problem('conflict', 'Another vehicle has this VIN.', { subject: 'vin' })
    await tx.audit('vehicle.described', publicId, { members: Object.keys(change) })
    return vehicle
  })
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= most
}
