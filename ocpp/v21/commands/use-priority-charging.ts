import { readStatus } from '../../read-status.ts'
import { openSession } from '../../v201/commands/open-session.ts'
import type { Command } from '../command.ts'

/** K21: the session charges by the priority profile, or no more. */
export const usePriorityCharging: Command<'use-priority-charging', 'UsePriorityCharging'> = {
  action: 'UsePriorityCharging',
  needsCharger: true,
  call({ sessionId, activate }, { charger }) {
    const session = openSession(sessionId, charger)
    return 'refused' in session ? session : { transactionId: session.wireId, activate }
  },
  read: readStatus,
}
