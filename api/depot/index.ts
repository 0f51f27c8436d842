import { addReservation } from './add-reservation.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { changeReservation } from './change-reservation.ts'
import { forceTerminateConnection } from './force-terminate-connection.ts'
import { importRfid } from './import-rfid.ts'
import { issueToken } from './issue-token.ts'
import { jwks } from './jwks.ts'
import { listChargerGroups } from './list-charger-groups.ts'
import { listReservations } from './list-reservations.ts'
import { listRfid } from './list-rfid.ts'
import { listSessionReports } from './list-session-reports.ts'
import { listTransactions } from './list-transactions.ts'
import { readChargerAvailability } from './read-charger-availability.ts'
import { readConnectivity } from './read-connectivity.ts'
import { readConnectorAvailability } from './read-connector-availability.ts'
import { readEnergyPrices } from './read-energy-prices.ts'
import { readExternalPowerLimits } from './read-external-power-limits.ts'
import { readReservation } from './read-reservation.ts'
import { readTimeSeries } from './read-time-series.ts'
import { readTransaction } from './read-transaction.ts'
import { sendRemoteCommand } from './send-remote-command.ts'
import { switchRfid } from './switch-rfid.ts'
import { postVdv } from './vdv261/post-vdv.ts'
import { writeEnergyPrices } from './write-energy-prices.ts'
import { writeExternalPowerLimits } from './write-external-power-limits.ts'

/** Every route of the depot API. */
export const routes = [
  issueToken,
  jwks,
  readChargerAvailability,
  readConnectorAvailability,
  readConnectivity,
  listTransactions,
  readTransaction,
  forceTerminateConnection,
  importRfid,
  switchRfid,
  listRfid,
  sendRemoteCommand,
  listChargerGroups,
  writeExternalPowerLimits,
  readExternalPowerLimits,
  writeEnergyPrices,
  readEnergyPrices,
  readTimeSeries,
  postVdv,
  listSessionReports,
  addReservation,
  listReservations,
  readReservation,
  changeReservation,
  cancelReservation,
]
