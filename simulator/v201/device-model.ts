import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { ChargerSettings } from '../charger-settings.ts'
import { type Measurand, measurands } from '../meter-reading.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** One variable of the device model, with its actual value. */
export type Variable = {
  component: ocpp.ComponentType
  variable: ocpp.VariableType
  characteristics: ocpp.VariableCharacteristicsType
  read(): string
  /** False refuses the value. Without it the variable is read-only. */
  write?(value: string): boolean
}

/** All variables of a charger, as they are now. */
export function deviceModel(world: SpeakerWorld): Variable[] {
  return [
    ...ofStation(world),
    ...controllers.map((one) => one(world)),
    ...world.charger.evses.flatMap((evse) => ofEvse(evse)),
  ]
}

/** Names compare without regard to case. */
export function findVariable(
  model: readonly Variable[],
  component: ocpp.ComponentType,
  variable: ocpp.VariableType,
): Variable | 'unknown-component' | 'unknown-variable' {
  const ofComponent = model.filter((one) => isSameComponent(one.component, component))
  if (ofComponent.length === 0) return 'unknown-component'
  return ofComponent.find((one) => isSameNamed(one.variable, variable)) ?? 'unknown-variable'
}

export function sampledMeasurands({ texts }: SpeakerWorld, name: MeasurandVariable): Measurand[] {
  return listOf(texts.get(name) ?? usualTexts[name]) as Measurand[]
}

export const limits = { stackLevel: 9, periods: 1_000, profiles: 100, itemsPerMessage: 100 }

type MeasurandVariable = 'TxStartedMeasurands' | 'TxUpdatedMeasurands' | 'TxEndedMeasurands'

const usualTexts: Record<MeasurandVariable, string> = {
  TxStartedMeasurands: 'Energy.Active.Import.Register,SoC',
  TxUpdatedMeasurands: 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC,Power.Offered',
  TxEndedMeasurands: 'Energy.Active.Import.Register,SoC',
}

type Make = (world: SpeakerWorld) => Variable

const controllers: Make[] = [
  flag('AuthCtrlr', 'OfflineTxForUnknownIdEnabled', 'allowUnknownCardsWhenOffline'),
  flag('AuthCtrlr', 'LocalAuthorizeOffline', 'authorizeLocallyWhenOffline'),
  flag('AuthCtrlr', 'LocalPreAuthorize', 'authorizeLocallyFirst'),
  flag('AuthCtrlr', 'AuthorizeRemoteStart', 'authorizeRemoteStarts'),
  flag('AuthCacheCtrlr', 'Enabled', 'isCacheEnabled'),
  flag('LocalAuthListCtrlr', 'Enabled', 'isListEnabled'),
  fixed('LocalAuthListCtrlr', 'Entries', '0', 'integer'),
  fixed('LocalAuthListCtrlr', 'ItemsPerMessage', '1000', 'integer'),
  fixed('LocalAuthListCtrlr', 'BytesPerMessage', '1000000', 'integer'),
  whole('OCPPCommCtrlr', 'HeartbeatInterval', 'heartbeatIntervalSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffWaitMinimum', 'backOffSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffRandomRange', 'backOffRandomSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffRepeatTimes', 'backOffDoublings'),
  whole('OCPPCommCtrlr', 'MessageAttempts', 'transactionMessageAttempts', { instance: 'TransactionEvent' }),
  whole('OCPPCommCtrlr', 'MessageAttemptInterval', 'transactionMessageRetrySeconds', {
    instance: 'TransactionEvent',
    unit: 's',
  }),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'GetVariables'),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'SetVariables'),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'GetReport'),
  fixed('DeviceDataCtrlr', 'BytesPerMessage', '1000000', 'integer', 'GetVariables'),
  fixed('DeviceDataCtrlr', 'BytesPerMessage', '1000000', 'integer', 'SetVariables'),
  whole('TxCtrlr', 'EVConnectionTimeOut', 'connectionTimeoutSeconds', { unit: 's' }),
  flag('TxCtrlr', 'StopTxOnInvalidId', 'stopOnRefusedCard'),
  fixed('TxCtrlr', 'StopTxOnEVSideDisconnect', 'true', 'boolean'),
  fixed('TxCtrlr', 'TxStartPoint', 'PowerPathClosed', 'MemberList'),
  fixed('TxCtrlr', 'TxStopPoint', 'EVConnected,Authorized', 'MemberList'),
  whole('SampledDataCtrlr', 'TxUpdatedInterval', 'sampleIntervalSeconds', { unit: 's' }),
  fixed('SampledDataCtrlr', 'TxEndedInterval', '0', 'integer'),
  measurandList('TxStartedMeasurands'),
  measurandList('TxUpdatedMeasurands'),
  measurandList('TxEndedMeasurands'),
  fixed('ReservationCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('ReservationCtrlr', 'NonEvseSpecific', 'true', 'boolean'),
  fixed('SmartChargingCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('SmartChargingCtrlr', 'ProfileStackLevel', String(limits.stackLevel), 'integer'),
  fixed('SmartChargingCtrlr', 'PeriodsPerSchedule', String(limits.periods), 'integer'),
  fixed('SmartChargingCtrlr', 'RateUnit', 'A,W', 'MemberList'),
  fixed('SmartChargingCtrlr', 'Entries', '0', 'integer', 'ChargingProfiles'),
  fixed('ClockCtrlr', 'TimeSource', 'Heartbeat', 'SequenceList'),
  fixed('SecurityCtrlr', 'SecurityProfile', '1', 'integer'),
  (world) => ({
    ...described('ClockCtrlr', 'DateTime', 'dateTime'),
    read: () => world.stamp(world.charger.clock.nowMs()),
  }),
  (world) => ({
    ...described('SecurityCtrlr', 'Identity', 'string'),
    read: () => world.charger.identity,
  }),
]

function ofStation({ charger, about }: SpeakerWorld): Variable[] {
  const component = { name: 'ChargingStation' }
  const text = (name: string, value: () => string, dataType: ocpp.DataEnumType = 'string'): Variable => ({
    component,
    variable: { name },
    characteristics: { dataType, supportsMonitoring: false },
    read: value,
  })
  return [
    text('VendorName', () => about.vendor),
    text('Model', () => about.model),
    text('SerialNumber', () => about.serialNumber),
    text('Available', () => 'true', 'boolean'),
    text('AvailabilityState', () => (charger.isOperative ? 'Available' : 'Unavailable'), 'OptionList'),
    text('SupplyPhases', () => '3', 'integer'),
  ]
}

function ofEvse(evse: SpeakerWorld['charger']['evses'][number]): Variable[] {
  const state = () => connectorStatusOf(evse.status)
  const at =
    (component: ocpp.ComponentType) =>
    (name: string, dataType: ocpp.DataEnumType, read: () => string, unit?: string) => ({
      component,
      variable: { name },
      characteristics: { dataType, supportsMonitoring: false, ...(unit === undefined ? {} : { unit }) },
      read,
    })
  const onEvse = at({ name: 'EVSE', evse: { id: evse.number } })
  const onConnector = at({ name: 'Connector', evse: { id: evse.number, connectorId: 1 } })
  const power = onEvse('Power', 'decimal', () => String(Math.round(evse.powerW)), 'W')
  return [
    onEvse('Available', 'boolean', () => String(evse.isOperative)),
    onEvse('AvailabilityState', 'OptionList', state),
    onEvse('SupplyPhases', 'integer', () => String(evse.current === 'DC' ? 0 : evse.phases)),
    { ...power, characteristics: { ...power.characteristics, maxLimit: evse.maxPowerW } },
    onConnector('Available', 'boolean', () => String(evse.isOperative)),
    onConnector('AvailabilityState', 'OptionList', state),
    onConnector('ConnectorType', 'string', () => (evse.current === 'DC' ? 'cCCS2' : 'sType2')),
    onConnector('SupplyPhases', 'integer', () => String(evse.current === 'DC' ? 0 : evse.phases)),
  ]
}

export function connectorStatusOf(
  status: SpeakerWorld['charger']['evses'][number]['status'],
): ocpp.ConnectorStatusEnumType {
  if (status === 'available') return 'Available'
  if (status === 'reserved') return 'Reserved'
  if (status === 'unavailable') return 'Unavailable'
  return status === 'faulted' ? 'Faulted' : 'Occupied'
}

type NamesOf<V> = { [K in keyof ChargerSettings]: ChargerSettings[K] extends V ? K : never }[keyof ChargerSettings]

function flag(component: string, name: string, setting: NamesOf<boolean>): Make {
  return ({ charger: { settings } }) => ({
    ...described(component, name, 'boolean'),
    read: () => String(settings[setting]),
    write(value) {
      if (value !== 'true' && value !== 'false') return false
      settings[setting] = value === 'true'
      return true
    },
  })
}

function whole(
  component: string,
  name: string,
  setting: NamesOf<number>,
  { unit, instance }: { unit?: string; instance?: string } = {},
): Make {
  return ({ charger: { settings } }) => ({
    ...described(component, name, 'integer', instance, unit),
    read: () => String(settings[setting]),
    write(value) {
      if (!/^\d{1,7}$/.test(value)) return false
      settings[setting] = Number(value)
      return true
    },
  })
}

function fixed(component: string, name: string, value: string, dataType: ocpp.DataEnumType, instance?: string): Make {
  return () => ({ ...described(component, name, dataType, instance), read: () => value })
}

function measurandList(name: MeasurandVariable): Make {
  return ({ texts }) => ({
    ...described('SampledDataCtrlr', name, 'MemberList'),
    read: () => texts.get(name) ?? usualTexts[name],
    write(value) {
      const wanted = listOf(value)
      if (!wanted.every((one) => measurands.some((known) => known === one))) return false
      texts.set(name, wanted.join(','))
      return true
    },
  })
}

function described(component: string, name: string, dataType: ocpp.DataEnumType, instance?: string, unit?: string) {
  return {
    component: { name: component },
    variable: { name, ...(instance === undefined ? {} : { instance }) },
    characteristics: { dataType, supportsMonitoring: false, ...(unit === undefined ? {} : { unit }) },
  }
}

function isSameComponent(one: ocpp.ComponentType, other: ocpp.ComponentType): boolean {
  const isSamePlace = one.evse?.id === other.evse?.id && one.evse?.connectorId === other.evse?.connectorId
  return isSamePlace && isSameNamed(one, other)
}

function isSameNamed(one: { name: string; instance?: string }, other: { name: string; instance?: string }): boolean {
  return (
    one.name.toLowerCase() === other.name.toLowerCase() && one.instance?.toLowerCase() === other.instance?.toLowerCase()
  )
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
