import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** A no says that there is none of this number. */
export const cancelReservation: Command<'cancel-reservation', 'CancelReservation'> = {
  action: 'CancelReservation',
  needsCharger: false,
  call: ({ reservationId }) => ({ reservationId }),
  read: readStatus,
}
