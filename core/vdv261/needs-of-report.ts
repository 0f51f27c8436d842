import type { VehicleLink, VehicleSaid } from './vehicle-link.ts'

export type ReportedNeeds = { needFullWh: number | null; precondition: { powerW: number; minutes: number } | null }

/**
 * What a vehicle's own words ask for (smart-charging 9.1): the energy that it is short of, and a block of power before
 * its departure for battery and cabin together. What is not available is not known, never zero.
 */
export function needsOfReport(said: VehicleSaid, { preconditions }: Pick<VehicleLink, 'preconditions'>): ReportedNeeds {
  return {
    needFullWh: said.needKwh === null ? null : said.needKwh * 1_000,
    precondition: preconditions ? blockOf(said) : null,
  }
}

/** How long its conditioning takes; both begin so that they end with the departure. Null: it does not say. */
export function conditioningMinutes({ batteryMinutes, cabinMinutes }: VehicleSaid): number | null {
  if (batteryMinutes === null && cabinMinutes === null) return null
  return Math.max(batteryMinutes ?? 0, cabinMinutes ?? 0)
}

function blockOf(said: VehicleSaid): ReportedNeeds['precondition'] {
  const minutes = conditioningMinutes(said)
  const kwh = (said.batteryKwh ?? 0) + (said.cabinKwh ?? 0)
  if (!minutes || kwh === 0) return null
  const powerW = Math.round((kwh * 1_000 * 60) / minutes)
  // No vehicle draws more than a megawatt for that: one of the two numbers is wrong.
  return powerW <= 1_000_000 ? { powerW, minutes } : null
}
