import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const clearDerControl: Command<'clear-der-control', 'ClearDERControl'> = {
  action: 'ClearDERControl',
  needsCharger: false,
  call: ({ isDefault, type, controlId }) => ({
    isDefault,
    ...(type === null ? {} : { controlType: type }),
    ...(controlId === null ? {} : { controlId }),
  }),
  read(answer) {
    // There was none, so it is as it was to be.
    return answer.status === 'NotFound' ? { state: 'accepted', reason: 'NotFound' } : readStatus(answer)
  },
}
