import { capacityReasons } from '../dispatch/reason.ts'
import type { VehicleStay } from './vehicle-link.ts'

/**
 * Whether a vehicle that conditions itself would find power: not while it gets nothing because there is none. One that
 * only waits for its hour, its price or the sun is given some as soon as it is to condition itself.
 */
export function hasPower(stay: VehicleStay | null): boolean {
  if (!stay?.steering) return true
  const { granted, reason } = stay.steering
  return granted !== 0 || !(capacityReasons.has(reason) || reason === 'fault')
}
