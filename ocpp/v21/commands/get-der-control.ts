import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** They come in ReportDERControl, under this number (R04). */
export const getDerControl: Command<'get-der-control', 'GetDERControl'> = {
  action: 'GetDERControl',
  needsCharger: false,
  call: ({ requestId, isDefault, type, controlId }) => ({
    requestId,
    ...(isDefault === null ? {} : { isDefault }),
    ...(type === null ? {} : { controlType: type }),
    ...(controlId === null ? {} : { controlId }),
  }),
  read(answer) {
    // There are none: an answer, not a refusal.
    return answer.status === 'NotFound' ? { state: 'accepted', reason: 'NotFound' } : readStatus(answer)
  },
}
