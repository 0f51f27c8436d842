import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** What its maker has agreed with us; the standard does not look into it. */
export const dataTransfer: Command<'data-transfer', 'DataTransfer'> = {
  action: 'DataTransfer',
  needsCharger: false,
  call: ({ vendorId, messageId, data }) => ({
    vendorId,
    ...(messageId === null ? {} : { messageId }),
    // In 2.x data is of any kind; the published types say object.
    ...(data === null ? {} : { data: data as never }),
  }),
  read: readStatus,
}
