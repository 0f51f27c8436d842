import type { Reason } from '../dispatch/reason.ts'
import type { VehicleStay } from './vehicle-link.ts'

/**
 * Whether a vehicle that conditions itself would find power: not while it gets nothing because there is none. One that
 * only waits for its hour, its price or the sun is given some as soon as it is to condition itself.
 */
export function hasPower(stay: VehicleStay | null): boolean {
  if (!stay?.steering) return true
  const { granted, reason } = stay.steering
  return granted !== 0 || !withoutPower.has(reason)
}

const withoutPower: ReadonlySet<Reason> = new Set([
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
  'fault',
])
