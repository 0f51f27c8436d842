import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { tokenTypeOf } from '../token-type.ts'

export const customerInformation: Command<'customer-information', 'CustomerInformation'> = {
  action: 'CustomerInformation',
  needsCharger: false,
  call({ requestId, report, clear, tokenUid, customer }) {
    if (tokenUid === null && customer === null) return { refused: 'It has to be said whose information is meant.' } // N09.FR.09
    return {
      requestId,
      report,
      clear,
      ...(tokenUid === null ? {} : { idToken: { idToken: tokenUid, type: tokenTypeOf(tokenUid) } }),
      ...(customer === null ? {} : { customerIdentifier: customer }),
    }
  },
  read: readStatus,
}
