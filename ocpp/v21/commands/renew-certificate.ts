import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** As in 2.0.1, also for vehicles of ISO 15118-20. */
export const renewCertificate: Command<'renew-certificate', 'TriggerMessage'> = {
  action: 'TriggerMessage',
  needsCharger: false,
  call: ({ certificate }) => ({ requestedMessage: triggers[certificate] }),
  read: readStatus,
}

const triggers = {
  charger: 'SignChargingStationCertificate',
  v2g: 'SignV2GCertificate',
  v2g20: 'SignV2G20Certificate',
} as const
