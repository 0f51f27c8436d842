import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { EvseStatus } from '../evse.ts'

export function connectorStatusOf(status: EvseStatus): ocpp.ConnectorStatusEnumType {
  if (status === 'available') return 'Available'
  if (status === 'reserved') return 'Reserved'
  if (status === 'unavailable') return 'Unavailable'
  return status === 'faulted' ? 'Faulted' : 'Occupied'
}
