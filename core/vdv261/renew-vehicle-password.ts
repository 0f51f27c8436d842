import type { HashSecret } from '../access/credentials.ts'
import type { Uses } from '../context.ts'
import type { Vehicle } from '../departures/vehicle.ts'
import { Problem } from '../errors.ts'
import { checkVehiclePassword, makeVehiclePassword, type PasswordRule } from './vehicle-password.ts'

/**
 * Gives a vehicle a password to come in with, the one that is given or a new one. It is told here and never again; the
 * former one is void at once, and the vehicle counts as synchronised when it has used the new one.
 */
export async function renewVehiclePassword(
  ctx: Uses<'now' | 'transaction'> & { hashSecret: HashSecret },
  vehicle: Pick<Vehicle, 'id' | 'publicId' | 'vin'>,
  {
    password = makeVehiclePassword(),
    rule = 2,
  }: { password?: string | undefined; rule?: PasswordRule | undefined } = {},
): Promise<string> {
  if (vehicle.vin === null) {
    throw new Problem('conflict', 'A vehicle comes in by its VIN: say what it is first.', { subject: 'vin' })
  }
  checkVehiclePassword(password, rule)
  await ctx.transaction(async (tx) => {
    await tx.vehicleLinks.setPassword(vehicle.id, { hash: ctx.hashSecret(password), at: ctx.now() })
    await tx.audit('vehicle.password_renewed', vehicle.publicId)
  })
  return password
}

/** Takes a vehicle's password away: it cannot come in until it gets another one. */
export async function revokeVehiclePassword(
  ctx: Uses<'transaction'>,
  vehicle: Pick<Vehicle, 'id' | 'publicId'>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.vehicleLinks.setPassword(vehicle.id, null)
    await tx.audit('vehicle.password_revoked', vehicle.publicId)
  })
}
