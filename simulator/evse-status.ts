import type { Evse, EvseStatus } from './evse.ts'

/** The status that an EVSE shows, in the words of 1.6, which has the most. */
export function statusOf(evse: Evse, { isOpen, isReserved }: { isOpen: boolean; isReserved: boolean }): EvseStatus {
  if (evse.fault !== null) return 'faulted'
  if (evse.session) {
    if (evse.powerW > 0) return 'charging'
    return evse.offeredW > 0 ? 'suspended-ev' : 'suspended-evse'
  }
  if (!isOpen) return 'unavailable'
  if (evse.vehicle) return evse.isFinished ? 'finishing' : 'preparing'
  if (evse.waiting) return 'preparing'
  return isReserved ? 'reserved' : 'available'
}
