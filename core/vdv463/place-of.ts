import type { ChargingRequest } from '../circuits/charging-request.ts'

export type KnownCharger = { chargerId: number; identity: string; evses: readonly number[] }

/** How we call a charging point towards planning systems. */
export function chargingPointId(identity: string, evse: number): string {
  return `${identity}/${evse}`
}

/**
 * The charger or EVSE that a planning system means: by our name for it, `CHARGER/EVSE` or `CHARGER`, alone or at the end
 * of a URI. Null: none of the site's.
 */
export function placeOf(text: string, chargers: readonly KnownCharger[]): ChargingRequest['place'] {
  const isCalled = (name: string) => text === name || text.endsWith(`/${name}`) || text.endsWith(`:${name}`)
  for (const { chargerId, identity, evses } of chargers) {
    for (const evse of evses) if (isCalled(chargingPointId(identity, evse))) return { chargerId, evse }
  }
  const whole = chargers.find(({ identity }) => isCalled(identity))
  return whole ? { chargerId: whole.chargerId, evse: null } : null
}
