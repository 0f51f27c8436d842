import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Vehicle, VehicleChange } from './vehicle.ts'

/** Says of a vehicle what is known of it, and adds it when it is new. What is left out stays as it is. */
export async function describeVehicle(
  ctx: Uses<'transaction'>,
  publicId: string,
  change: VehicleChange,
): Promise<Vehicle> {
  const fault = vehicleFault(publicId, change)
  if (fault) throw new Problem('invalid_value', fault.message, { subject: fault.subject })
  return ctx.transaction(async (tx) => {
    const vehicle = await tx.vehicles.describe(publicId, change)
    if (!vehicle) throw new Problem('conflict', 'Another vehicle has this VIN.', { subject: 'vin' })
    await tx.audit('vehicle.described', publicId, { members: Object.keys(change) })
    return vehicle
  })
}

/** Why this cannot be said of a vehicle; null when it can. */
export function vehicleFault(publicId: string, change: VehicleChange): { subject: string; message: string } | null {
  const fault = (subject: string, message: string) => ({ subject, message })
  const { name, vin, batteryWh, maxAcA, maxDcW, klass } = change
  if (!/^[^\p{C}]{1,100}$/u.test(publicId)) return fault('vehicle', 'A vehicle is known by 1 to 100 characters.')
  if (name != null && !/^[^\p{C}]{1,100}$/u.test(name)) return fault('name', 'A name has 1 to 100 characters.')
  if (vin != null && !/^[A-HJ-NPR-Z0-9]{17}$/i.test(vin)) return fault('vin', 'A VIN has 17 letters and digits.')
  if (batteryWh != null && !isWhole(batteryWh, 10_000_000)) return fault('batteryWh', 'A battery has up to 10 MWh.')
  if (maxAcA != null && !(maxAcA > 0 && maxAcA <= 1000))
    return fault('maxAcA', 'A current is above 0 and up to 1000 A.')
  if (maxDcW != null && !isWhole(maxDcW, 10_000_000)) return fault('maxDcW', 'A power is above 0 and up to 10 MW.')
  if (klass != null && !(Number.isInteger(klass) && Math.abs(klass) <= 1_000_000)) {
    return fault('class', 'A class is a whole number.')
  }
  return null
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= most
}
