import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** The answer is kept with the command. */
export const readSchedule: Command<'read-schedule', 'GetCompositeSchedule'> = {
  action: 'GetCompositeSchedule',
  needsCharger: false,
  call: ({ evse, durationSeconds, unit }) => ({
    connectorId: evse,
    duration: durationSeconds,
    ...(unit === null ? {} : { chargingRateUnit: unit }),
  }),
  read: readStatus,
}
