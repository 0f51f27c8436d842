import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** A charger that is busy says `Scheduled`, and does it when the session has ended. */
export const availability: Command<'availability', 'ChangeAvailability'> = {
  action: 'ChangeAvailability',
  needsCharger: false,
  // Connector 0 is the whole charger.
  call: ({ operative, connector }) => ({
    connectorId: connector ?? 0,
    type: operative ? 'Operative' : 'Inoperative',
  }),
  read: readStatus,
}
