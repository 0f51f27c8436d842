/** Why a session gets what it gets: exactly one at any time (smart-charging 9.2). */
export const reasons = [
  'full_rate',
  'vehicle_limit',
  'vehicle_not_drawing',
  'evse_limit',
  'cable_limit',
  'charger_limit',
  'circuit_limit',
  'phase_limit',
  'unbalance_limit',
  'external_limit',
  'grid_operator_limit',
  'flexibility_activation',
  'operator_limit',
  'schedule_wait',
  'price_wait',
  'solar_wait',
  'minimum_current_wait',
  'priority_wait',
  'ramping',
  'meter_fallback',
  'charger_offline_fallback',
  'charger_uncooperative',
  'target_reached',
  'authorisation_wait',
  'fault',
] as const

export type Reason = (typeof reasons)[number]

/** Of those, why there is no more power to be had; a session without any then waits for capacity. */
export const capacityReasons: ReadonlySet<Reason> = new Set([
  'evse_limit',
  'cable_limit',
  'charger_limit',
  'circuit_limit',
  'phase_limit',
  'unbalance_limit',
  'external_limit',
  'grid_operator_limit',
  'flexibility_activation',
  'operator_limit',
  'minimum_current_wait',
  'priority_wait',
  'meter_fallback',
  'charger_offline_fallback',
  'charger_uncooperative',
])

/** A reason with the id of the thing that binds: a row, a limit source, a charger. */
export type Binding = { reason: Reason; boundBy: string | null }
