import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** While somebody still fetches it the charger says so, and keeps it (L04.FR.04). */
export const unpublishFirmware: Command<'unpublish-firmware', 'UnpublishFirmware'> = {
  action: 'UnpublishFirmware',
  needsCharger: false,
  call: ({ checksum }) => ({ checksum }),
  read: readStatus,
}
