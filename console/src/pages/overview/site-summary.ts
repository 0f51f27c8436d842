import type { ChargerRow, ConnectorRow } from '../../../../api/console/wire/chargers.ts'
import { isCharging } from '../../parts/shown-status.ts'

export interface SiteSummary {
  total: number
  online: number
  charging: number
  powerW: number
  faulted: number
  offline: number
  never: number
}

/** The figures of all chargers together. `charging` counts connectors, since a charger may charge several vehicles. */
export function siteSummary(rows: readonly ChargerRow[]): SiteSummary {
  const sum: SiteSummary = { total: rows.length, online: 0, charging: 0, powerW: 0, faulted: 0, offline: 0, never: 0 }
  for (const row of rows) {
    if (row.connected) sum.online += 1
    sum.powerW += row.powerW
    if (row.state === 'faulted') sum.faulted += 1
    if (row.state === 'offline') sum.offline += 1
    if (row.state === 'never') sum.never += 1
    if (row.connected) for (const connector of row.connectors) if (isCharging(row, connector)) sum.charging += 1
  }
  return sum
}

/** What needs a person: faults, then lost connections, the latest first; then what was never connected. */
export function needsAttention(rows: readonly ChargerRow[]): ChargerRow[] {
  return rows
    .filter((row) => row.state in urgency)
    .sort((a, b) => urgencyOf(a) - urgencyOf(b) || (b.since ?? '').localeCompare(a.since ?? '') || a.id - b.id)
}

export interface RunningCharge {
  charger: ChargerRow
  connector: ConnectorRow
}

/** The connectors that charge now, in the order of `ranks`. */
export function runningCharges(rows: readonly ChargerRow[], ranks: ReadonlyMap<number, number>): RunningCharge[] {
  return rows
    .filter((charger) => charger.connected)
    .flatMap((charger) =>
      charger.connectors
        .filter((connector) => isCharging(charger, connector))
        .map((connector) => ({ charger, connector })),
    )
    .sort(
      (a, b) =>
        (ranks.get(a.charger.id) ?? 0) - (ranks.get(b.charger.id) ?? 0) || a.connector.number - b.connector.number,
    )
}

/** The connector of a charger that is at fault, if it is one of them. */
export function faultyConnector(row: ChargerRow): ConnectorRow | null {
  const isFault = (one: ConnectorRow) => one.errorCode !== null && one.errorCode !== 'NoError'
  return row.connectors.find(isFault) ?? row.connectors.find((one) => one.status === 'Faulted') ?? null
}

const urgency: Partial<Record<ChargerRow['state'], number>> = { faulted: 0, offline: 1, never: 2 }

function urgencyOf(row: ChargerRow): number {
  return urgency[row.state] ?? Number.MAX_SAFE_INTEGER
}
