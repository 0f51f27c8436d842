import { readStatus } from '../../read-status.ts'
import { openSession } from '../../v201/commands/open-session.ts'
import type { Command } from '../command.ts'
import { tariffToSend } from './tariff-to-send.ts'

export const changeTransactionTariff: Command<'change-transaction-tariff', 'ChangeTransactionTariff'> = {
  action: 'ChangeTransactionTariff',
  needsCharger: true,
  async call({ sessionId, tariffId }, about) {
    const session = openSession(sessionId, about.charger)
    if ('refused' in session) return session
    const found = await tariffToSend(tariffId, about)
    if ('refused' in found) return found
    const known = await about.ctx?.tariffs.costOf(sessionId)
    if (known && known.currency !== found.currency) {
      return { refused: `The session is reckoned in ${known.currency}; its currency cannot change.` } // I11.FR.06
    }
    return { tariff: found.tariff, transactionId: session.wireId }
  },
  read: readStatus,
}
