import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { SpeakerWorld } from '../../speaker.ts'
import type { Variable } from '../device-model.ts'

export function variablesOfStation({ charger, about }: SpeakerWorld): Variable[] {
  const component = { name: 'ChargingStation' }
  const text = (name: string, read: () => string, dataType: ocpp.DataEnumType = 'string'): Variable => ({
    component,
    variable: { name },
    characteristics: { dataType, supportsMonitoring: name === 'AvailabilityState' },
    read,
  })
  return [
    text('VendorName', () => about.vendor),
    text('Model', () => about.model),
    text('SerialNumber', () => about.serialNumber),
    text('FirmwareVersion', () => about.firmwareVersion),
    text('Available', () => 'true', 'boolean'),
    text('AvailabilityState', () => (charger.isOperative ? 'Available' : 'Unavailable'), 'OptionList'),
    text('SupplyPhases', () => '3', 'integer'),
  ]
}
