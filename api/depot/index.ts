import { issueToken } from './issue-token.ts'
import { jwks } from './jwks.ts'
import { listTransactions } from './list-transactions.ts'
import { readChargerAvailability } from './read-charger-availability.ts'
import { readConnectivity } from './read-connectivity.ts'
import { readConnectorAvailability } from './read-connector-availability.ts'
import { readTransaction } from './read-transaction.ts'

/** Every route of the depot API. */
export const routes = [
  issueToken,
  jwks,
  readChargerAvailability,
  readConnectorAvailability,
  readConnectivity,
  listTransactions,
  readTransaction,
]
