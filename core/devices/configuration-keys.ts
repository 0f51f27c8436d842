import { stationVariable, type VariablePlace } from './device-variable.ts'

/**
 * Where a 1.6 configuration key has its place in the device model (D-01). A key that the device model has no variable
 * for, or means otherwise, is a variable of the component `Custom16`, as every key of a maker is.
 */
export function placeOfKey(key: string): VariablePlace {
  return places.get(key.toLowerCase()) ?? stationVariable(custom, key)
}

/** The 1.6 key of a variable, as the standard spells it; null when 1.6 knows no such thing. */
export function keyOfPlace(place: VariablePlace): string | null {
  if (place.evse !== null || place.connector !== null || place.componentInstance !== null) return null
  if (place.component.toLowerCase() === custom.toLowerCase()) {
    return place.variableInstance === null ? place.variable : null
  }
  return keys.get(nameOf(place)) ?? null
}

const custom = 'Custom16'

/** A key, and its component, variable and instance; without them its place is in `Custom16`. */
type Row = [key: string, component?: string, variable?: string, instance?: string]

const table: readonly Row[] = [
  // Core
  ['AllowOfflineTxForUnknownId', 'AuthCtrlr', 'OfflineTxForUnknownIdEnabled'],
  ['AuthorizationCacheEnabled', 'AuthCacheCtrlr', 'Enabled'],
  ['AuthorizeRemoteTxRequests', 'AuthCtrlr', 'AuthorizeRemoteStart'],
  ['BlinkRepeat'],
  ['ClockAlignedDataInterval', 'AlignedDataCtrlr', 'Interval'],
  ['ConnectionTimeOut', 'TxCtrlr', 'EVConnectionTimeOut'],
  // 2.x has a variable of each connector instead of one list.
  ['ConnectorPhaseRotation'],
  ['ConnectorPhaseRotationMaxLength'],
  ['GetConfigurationMaxKeys', 'DeviceDataCtrlr', 'ItemsPerMessage', 'GetVariables'],
  ['HeartbeatInterval', 'OCPPCommCtrlr', 'HeartbeatInterval'],
  ['LightIntensity'],
  ['LocalAuthorizeOffline', 'AuthCtrlr', 'LocalAuthorizeOffline'],
  ['LocalPreAuthorize', 'AuthCtrlr', 'LocalPreAuthorize'],
  ['MaxEnergyOnInvalidId', 'TxCtrlr', 'MaxEnergyOnInvalidId'],
  ['MeterValuesAlignedData', 'AlignedDataCtrlr', 'Measurands'],
  // How many items a list takes is the characteristic of its variable in 2.x.
  ['MeterValuesAlignedDataMaxLength'],
  ['MeterValuesSampledData', 'SampledDataCtrlr', 'TxUpdatedMeasurands'],
  ['MeterValuesSampledDataMaxLength'],
  ['MeterValueSampleInterval', 'SampledDataCtrlr', 'TxUpdatedInterval'],
  ['MinimumStatusDuration'],
  ['NumberOfConnectors'],
  ['ResetRetries', 'OCPPCommCtrlr', 'ResetRetries'],
  ['StopTransactionOnEVSideDisconnect', 'TxCtrlr', 'StopTxOnEVSideDisconnect'],
  ['StopTransactionOnInvalidId', 'TxCtrlr', 'StopTxOnInvalidId'],
  ['StopTxnAlignedData', 'AlignedDataCtrlr', 'TxEndedMeasurands'],
  ['StopTxnAlignedDataMaxLength'],
  ['StopTxnSampledData', 'SampledDataCtrlr', 'TxEndedMeasurands'],
  ['StopTxnSampledDataMaxLength'],
  ['SupportedFeatureProfiles'],
  ['SupportedFeatureProfilesMaxLength'],
  ['TransactionMessageAttempts', 'OCPPCommCtrlr', 'MessageAttempts', 'TransactionEvent'],
  ['TransactionMessageRetryInterval', 'OCPPCommCtrlr', 'MessageAttemptInterval', 'TransactionEvent'],
  ['UnlockConnectorOnEVSideDisconnect', 'OCPPCommCtrlr', 'UnlockOnEVSideDisconnect'],
  ['WebSocketPingInterval', 'OCPPCommCtrlr', 'WebSocketPingInterval'],
  // Local list
  ['LocalAuthListEnabled', 'LocalAuthListCtrlr', 'Enabled'],
  ['LocalAuthListMaxLength'],
  ['SendLocalListMaxLength', 'LocalAuthListCtrlr', 'ItemsPerMessage'],
  // Reservation
  ['ReserveConnectorZeroSupported', 'ReservationCtrlr', 'NonEvseSpecific'],
  // Smart charging
  ['ChargeProfileMaxStackLevel', 'SmartChargingCtrlr', 'ProfileStackLevel'],
  ['ChargingScheduleAllowedChargingRateUnit', 'SmartChargingCtrlr', 'RateUnit'],
  ['ChargingScheduleMaxPeriods', 'SmartChargingCtrlr', 'PeriodsPerSchedule'],
  ['ConnectorSwitch3to1PhaseSupported', 'SmartChargingCtrlr', 'Phases3to1'],
  ['MaxChargingProfilesInstalled', 'SmartChargingCtrlr', 'Entries', 'ChargingProfiles'],
  // Firmware
  ['SupportedFileTransferProtocols', 'OCPPCommCtrlr', 'FileTransferProtocols'],
  // Security white paper
  ['AdditionalRootCertificateCheck', 'SecurityCtrlr', 'AdditionalRootCertificateCheck'],
  ['AuthorizationKey', 'SecurityCtrlr', 'BasicAuthPassword'],
  ['CertificateSignedMaxChainSize', 'SecurityCtrlr', 'MaxCertificateChainSize'],
  ['CertificateStoreMaxLength'],
  ['CpoName', 'SecurityCtrlr', 'OrganizationName'],
  ['SecurityProfile', 'SecurityCtrlr', 'SecurityProfile'],
  // Plug & Charge white paper
  ['CentralContractValidationAllowed', 'ISO15118Ctrlr', 'CentralContractValidationAllowed'],
  ['CertSigningRepeatTimes', 'SecurityCtrlr', 'CertSigningRepeatTimes'],
  ['CertSigningWaitMinimum', 'SecurityCtrlr', 'CertSigningWaitMinimum'],
  ['ContractValidationOffline', 'ISO15118Ctrlr', 'ContractValidationOffline'],
  ['ISO15118PnCEnabled', 'ISO15118Ctrlr', 'PnCEnabled'],
  // California pricing application note; where it names variables of 2.x, those. There is a `DefaultPriceText,de` for
  // each language besides.
  ['CustomDisplayCostAndPrice', 'CustomizationCtrlr', 'CustomImplementationEnabled', 'org.openchargealliance.costmsg'],
  ['CustomIdleFeeAfterStop'],
  [
    'CustomMultiLanguageMessages',
    'CustomizationCtrlr',
    'CustomImplementationEnabled',
    'org.openchargealliance.multilanguage',
  ],
  ['DefaultPrice'],
  ['DefaultPriceText'],
  ['Language', 'DisplayMessageCtrlr', 'Language'],
  ['NextTimeOffsetTransitionDateTime', 'ClockCtrlr', 'NextTimeOffsetTransitionDateTime'],
  ['NumberOfDecimalsForCostValues', 'TariffCostCtrlr', 'NumberOfDecimalsForCostValues'],
  ['SupportedLanguages'],
  ['TimeOffset', 'ClockCtrlr', 'TimeOffset'],
  ['TimeOffsetNextTransition', 'ClockCtrlr', 'TimeOffset', 'NextTransition'],
]

/** Every key that the 1.6 standard and its white papers know: what is asked of a charger that cannot tell all at once. */
export const standardKeys: readonly string[] = table.map(([key]) => key)

const places = new Map<string, VariablePlace>()
const keys = new Map<string, string>()
for (const [key, component = custom, variable = key, instance = null] of table) {
  const place = stationVariable(component, variable, instance)
  places.set(key.toLowerCase(), place)
  keys.set(nameOf(place), key)
}

function nameOf({ component, variable, variableInstance }: VariablePlace): string {
  return `${component}/${variable}/${variableInstance ?? ''}`.toLowerCase()
}
