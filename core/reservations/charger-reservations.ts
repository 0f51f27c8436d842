import type { Uses } from '../context.ts'
import { placeOfKey } from '../devices/configuration-keys.ts'
import { stationVariable } from '../devices/device-variable.ts'

/**
 * Whether a charger can keep something free, as far as it has told: 1.6 lists the profiles that it has, 2.x says so of
 * its reservations. One that has told nothing is asked, and answers.
 */
export async function hasReservations(ctx: Uses<'devices'>, charger: { id: number }): Promise<boolean> {
  const [profiles, ...switches] = await Promise.all(
    [placeOfKey('SupportedFeatureProfiles'), available, enabled].map((place) =>
      ctx.devices.variable(charger.id, place),
    ),
  )
  if (profiles?.value && !listsReservation(profiles.value)) return false
  return switches.every((one) => one?.value?.trim().toLowerCase() !== 'false')
}

/** `Core,Reservation,RemoteTrigger`, with blanks or without. */
export function listsReservation(profiles: string): boolean {
  return profiles.split(/[\s,;]+/).some((name) => name.toLowerCase() === 'reservation')
}

const available = stationVariable('ReservationCtrlr', 'Available')
const enabled = stationVariable('ReservationCtrlr', 'Enabled')
