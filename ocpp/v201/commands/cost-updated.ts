import type { Command } from '../command.ts'
import { openSession } from './open-session.ts'

/** Shows the driver what it costs so far, taxes included (I02). The answer says nothing. */
export const costUpdated: Command<'cost-updated', 'CostUpdated'> = {
  action: 'CostUpdated',
  needsCharger: true,
  call({ sessionId, totalCost }, { charger }) {
    const session = openSession(sessionId, charger)
    return 'refused' in session ? session : { totalCost: Number(totalCost), transactionId: session.wireId }
  },
  read: () => ({ state: 'accepted', reason: null }),
}
