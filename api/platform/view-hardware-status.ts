import type { InventoryStatus } from '#core/chargers/inventory.ts'
import type { chargePointHardwareStatus, evseHardwareStatus } from './enums.ts'

type OfCharger = (typeof chargePointHardwareStatus)[number]
type OfEvse = (typeof evseHardwareStatus)[number]

/** What a charger last said of itself, else what follows from its connectors; null until it said anything. */
export function hardwareStatusOf(statuses: readonly InventoryStatus[]): OfCharger | null {
  const whole = statuses.find(({ evse }) => evse === 0)
  if (whole)
    return whole.status === 'Faulted' ? 'faulted' : whole.status === 'Unavailable' ? 'unavailable' : 'available'
  if (statuses.length === 0) return null
  if (statuses.every(({ status }) => status === 'Faulted')) return 'faulted'
  return statuses.every(({ status }) => status === 'Faulted' || status === 'Unavailable') ? 'unavailable' : 'available'
}

/** The code of a fault while there is one. */
export function vendorErrorCodeOf(statuses: readonly InventoryStatus[]): string | null {
  return (
    statuses.find(({ status, vendorErrorCode }) => status === 'Faulted' && vendorErrorCode !== null)?.vendorErrorCode ??
    null
  )
}

/** Of an EVSE with several connectors, what the busiest of them says. Unknown words say nothing. */
export function evseHardwareStatusOf(statuses: readonly InventoryStatus[]): OfEvse | null {
  const said = statuses.map(({ status }) => wordOf(status)).filter((word) => word !== null)
  return busiestFirst.find((word) => said.includes(word)) ?? null
}

function wordOf(status: string): OfEvse | null {
  const word = status.charAt(0).toLowerCase() + status.slice(1)
  return busiestFirst.find((known) => known === word) ?? null
}

const busiestFirst: readonly OfEvse[] = [
  'charging',
  'suspendedEV',
  'suspendedEVSE',
  'finishing',
  'preparing',
  'occupied',
  'reserved',
  'available',
  'faulted',
  'unavailable',
]
