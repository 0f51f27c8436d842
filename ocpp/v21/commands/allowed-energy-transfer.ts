import { readStatus } from '../../read-status.ts'
import { openSession } from '../../v201/commands/open-session.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'

type Modes = Calls['NotifyAllowedEnergyTransfer']['request']['allowedEnergyTransfer']

/** What the session may do has changed while it runs (Q02.FR.05). */
export const allowedEnergyTransfer: Command<'allowed-energy-transfer', 'NotifyAllowedEnergyTransfer'> = {
  action: 'NotifyAllowedEnergyTransfer',
  needsCharger: true,
  call({ sessionId, modes }, { charger }) {
    if (modes.length === 0) return { refused: 'At least one way to charge has to be allowed.' }
    const session = openSession(sessionId, charger)
    if ('refused' in session) return session
    return { transactionId: session.wireId, allowedEnergyTransfer: [...modes] as Modes }
  },
  read: readStatus,
}
