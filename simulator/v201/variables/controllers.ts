import type { MakeVariable } from '../device-model.ts'
import { limits } from '../limits.ts'
import { type MeasurandVariable, measurandText, readMeasurands } from '../sampled-measurands.ts'
import { described, fixed, flag, isBoolean, isWhole, kept, whole } from './make-variable.ts'

export const controllers: MakeVariable[] = [
  flag('AuthCtrlr', 'OfflineTxForUnknownIdEnabled', 'allowUnknownCardsWhenOffline'),
  flag('AuthCtrlr', 'LocalAuthorizeOffline', 'authorizeLocallyWhenOffline'),
  flag('AuthCtrlr', 'LocalPreAuthorize', 'authorizeLocallyFirst'),
  flag('AuthCtrlr', 'AuthorizeRemoteStart', 'authorizeRemoteStarts'),
  flag('AuthCacheCtrlr', 'Enabled', 'isCacheEnabled'),
  flag('LocalAuthListCtrlr', 'Enabled', 'isListEnabled'),
  ({ charger: { cards, settings } }) => ({
    ...described('LocalAuthListCtrlr', 'Entries', 'integer'),
    read: () => String(cards.listSizeAfter(false, [])),
    maxSet: String(settings.maxListEntries),
  }),
  ({ charger: { settings } }) => ({
    ...described('LocalAuthListCtrlr', 'ItemsPerMessage', 'integer'),
    read: () => String(settings.maxListEntriesPerUpdate),
  }),
  fixed('LocalAuthListCtrlr', 'BytesPerMessage', '1000000', 'integer'),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'GetVariables'),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'SetVariables'),
  fixed('DeviceDataCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'GetReport'),
  fixed('DeviceDataCtrlr', 'BytesPerMessage', '1000000', 'integer', 'GetVariables'),
  fixed('DeviceDataCtrlr', 'BytesPerMessage', '1000000', 'integer', 'SetVariables'),
  whole('TxCtrlr', 'EVConnectionTimeOut', 'connectionTimeoutSeconds', { unit: 's' }),
  flag('TxCtrlr', 'StopTxOnInvalidId', 'stopOnRefusedCard'),
  kept('TxCtrlr', 'MaxEnergyOnInvalidId', { value: '0', dataType: 'integer', allows: isWhole }),
  fixed('TxCtrlr', 'StopTxOnEVSideDisconnect', 'true', 'boolean'),
  fixed('TxCtrlr', 'TxStartPoint', 'PowerPathClosed', 'MemberList'),
  fixed('TxCtrlr', 'TxStopPoint', 'EVConnected,Authorized', 'MemberList'),
  ({ charger }) => ({
    ...described('AlignedDataCtrlr', 'Interval', 'integer', undefined, 's'),
    read: () => String(charger.settings.alignedIntervalSeconds),
    write(value) {
      if (!isWhole(value)) return false
      charger.alignSamples(Number(value))
      return true
    },
  }),
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
  kept('ISO15118Ctrlr', 'Enabled', { value: 'false', dataType: 'boolean', allows: isBoolean }),
  fixed('MonitoringCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('MonitoringCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'SetVariableMonitoring'),
  fixed('MonitoringCtrlr', 'ItemsPerMessage', String(limits.itemsPerMessage), 'integer', 'ClearVariableMonitoring'),
  ({ monitors }) => ({
    ...described('MonitoringCtrlr', 'ActiveMonitoringBase', 'OptionList'),
    read: () => monitors.base,
  }),
  ({ monitors }) => ({
    ...described('MonitoringCtrlr', 'ActiveMonitoringLevel', 'integer'),
    read: () => String(monitors.level),
  }),
  fixed('DisplayMessageCtrlr', 'Enabled', 'true', 'boolean'),
  fixed('DisplayMessageCtrlr', 'SupportedFormats', 'ASCII,UTF8', 'MemberList'),
  fixed('DisplayMessageCtrlr', 'SupportedPriorities', 'AlwaysFront,InFront,NormalCycle', 'MemberList'),
  displayLanguage,
  ({ displays }) => ({
    ...described('DisplayMessageCtrlr', 'DisplayMessages', 'integer'),
    read: () => String(displays.size),
    maxSet: String(limits.displayMessages),
  }),
  fixed('ClockCtrlr', 'TimeSource', 'Heartbeat', 'SequenceList'),
  (world) => ({
    ...described('ClockCtrlr', 'DateTime', 'dateTime'),
    read: () => world.stamp(world.charger.clock.nowMs()),
  }),
]

// The display learns its language when it starts. B05.FR.10
function displayLanguage({ texts }: Parameters<MakeVariable>[0]): ReturnType<MakeVariable> {
  return {
    ...described('DisplayMessageCtrlr', 'Language', 'OptionList'),
    read: () => texts.get('DisplayMessageCtrlr.Language') ?? 'en',
    write(value) {
      if (!/^[a-z]{2}$/.test(value)) return false
      texts.set('after-restart:DisplayMessageCtrlr.Language', value)
      return 'after-restart'
    },
  }
}

function measurandList(name: MeasurandVariable): MakeVariable {
  return (world) => ({
    ...described('SampledDataCtrlr', name, 'MemberList'),
    read: () => measurandText(world, name),
    write(value) {
      const wanted = readMeasurands(value)
      if (wanted === null) return false
      world.texts.set(name, wanted)
      return true
    },
  })
}
