import type { ChargerRow, ConnectorRow } from '../../../api/console/wire/chargers.ts'

/**
 * The status to show of a connector. OCPP 2.0.1 knows only Occupied while a vehicle is plugged in: whether it charges is
 * told by its session, which the server sums up in the charger's state, and by its power. Everything else is shown as the
 * charger reported it.
 */
export function shownStatus(
  row: Pick<ChargerRow, 'state' | 'connectors'>,
  connector: ConnectorRow,
): ConnectorRow['status'] | 'Suspended' {
  if (connector.status !== 'Occupied' || connector.sessionId === null) return connector.status
  if (isDrawing(connector)) return row.state === 'charging' || outranks.has(row.state) ? 'Charging' : 'Occupied'
  // The charger charges, and no other connector explains it.
  if (row.state === 'charging' && !row.connectors.some((one) => one.status === 'Charging' || isDrawing(one)))
    return 'Charging'
  return connector.powerW === 0 ? 'Suspended' : 'Occupied'
}

/** Whether energy flows there, in agreement with the charger's state. */
export function isCharging(row: Pick<ChargerRow, 'state' | 'connectors'>, connector: ConnectorRow): boolean {
  return shownStatus(row, connector) === 'Charging'
}

function isDrawing({ sessionId, powerW }: ConnectorRow): boolean {
  return sessionId !== null && (powerW ?? 0) > 0
}

// A charger in one of these may charge all the same, at another connector.
const outranks: ReadonlySet<string> = new Set<ChargerRow['state']>(['offline', 'faulted', 'never'])
