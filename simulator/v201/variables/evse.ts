import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Evse } from '../../evse.ts'
import { connectorStatusOf } from '../connector-status.ts'
import type { Variable } from '../device-model.ts'

export function variablesOfEvse(evse: Evse): Variable[] {
  const state = () => connectorStatusOf(evse.status)
  const onEvse = on({ name: 'EVSE', evse: { id: evse.number } })
  const onConnector = on({ name: 'Connector', evse: { id: evse.number, connectorId: 1 } })
  const power = onEvse('Power', 'decimal', () => String(Math.round(evse.powerW)), 'W')
  const phases = String(evse.current === 'DC' ? 0 : evse.phases)
  return [
    onEvse('Available', 'boolean', () => String(evse.isOperative)),
    onEvse('AvailabilityState', 'OptionList', state),
    onEvse('Problem', 'boolean', () => String(evse.fault !== null)),
    onEvse('SupplyPhases', 'integer', () => phases),
    onEvse('Temperature', 'decimal', () => (evse.fault === 'over-temperature' ? '95' : '25'), 'Celsius'),
    {
      ...power,
      characteristics: { ...power.characteristics, maxLimit: evse.maxPowerW },
      maxSet: String(evse.maxPowerW),
    },
    onConnector('Available', 'boolean', () => String(evse.isOperative)),
    onConnector('AvailabilityState', 'OptionList', state),
    onConnector('ConnectorType', 'string', () => (evse.current === 'DC' ? 'cCCS2' : 'sType2')),
    onConnector('SupplyPhases', 'integer', () => phases),
  ]
}

const monitored = ['AvailabilityState', 'Problem', 'Power', 'Temperature']

function on(component: ocpp.ComponentType) {
  return (name: string, dataType: ocpp.DataEnumType, read: () => string, unit?: string): Variable => ({
    component,
    variable: { name },
    characteristics: {
      dataType,
      supportsMonitoring: monitored.includes(name),
      ...(unit === undefined ? {} : { unit }),
      ...(dataType === 'OptionList' ? { valuesList: 'Available,Occupied,Reserved,Unavailable,Faulted' } : {}),
    },
    read,
  })
}
