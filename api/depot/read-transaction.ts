import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { readFinishedSession } from '#core/sessions/read-finished-sessions.ts'
import { errors, reply } from './replies.ts'
import { type DepotRoute, versions } from './route.ts'
import { Transaction, viewTransaction } from './view-transaction.ts'

export const readTransaction: DepotRoute = async (app, { settings }) => {
  for (const { version, suffix, deprecated } of versions) {
    app.get(
      `/${version}/transactions/:TransactionID`,
      {
        schema: {
          operationId: `readTransaction${suffix}`,
          summary: 'Read one finished transaction',
          tags: ['Transactions'],
          deprecated,
          params: Type.Object({
            TransactionID: Type.Integer({ description: 'As in the list of transactions', examples: [88121] }),
          }),
          response: { 200: reply(Transaction, 'The transaction'), ...errors(404) },
        },
        config: { grant: 'transactions' },
      },
      async (request) => {
        const { TransactionID } = request.params
        if (!Number.isSafeInteger(TransactionID)) {
          throw new Problem('session_not_found', 'There is no transaction of so large a number.')
        }
        return viewTransaction(await readFinishedSession(request.ctx, TransactionID), settings)
      },
    )
  }
}
