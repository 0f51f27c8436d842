import { missesEvents } from '#core/sessions/missing-events.ts'
import type { Command } from '../command.ts'

/** What the answer means for the session is in `outcomes/get-transaction-status.ts`. */
export const transactionStatus: Command<'transaction-status', 'GetTransactionStatus'> = {
  action: 'GetTransactionStatus',
  needsCharger: true,
  call({ sessionId, unlessComplete }, { charger }) {
    if (sessionId === null) return {} // E14.FR.06: of all transactions
    const session = charger?.sessions.open().find(({ id }) => id === sessionId)
    if (!session) return { refused: `Session ${sessionId} is not open.` }
    if (session.wireFamily !== '2') return { refused: `Session ${sessionId} is of OCPP 1.6.` }
    if (unlessComplete && !missesEvents(session.evidence)) return { refused: 'All its events have come meanwhile.' }
    return { transactionId: session.wireId }
  },
  read({ ongoingIndicator, messagesInQueue }) {
    const going = ongoingIndicator === undefined ? [] : [ongoingIndicator ? 'goes on' : 'does not go on']
    return { state: 'accepted', reason: [...going, messagesInQueue ? 'messages wait' : 'no messages wait'].join(', ') }
  },
}
