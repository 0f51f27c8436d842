import type { Measurand } from '../meter-reading.ts'
import type { SpeakerWorld } from '../speaker.ts'
import { fixed, flag, isWhole, type Key, kept, listOf, measurandList, whole } from './key.ts'
import { priceKeys } from './price-display.ts'
import { securityKeys } from './security-keys.ts'

const usualMeasurands = {
  MeterValuesAlignedData: 'Energy.Active.Import.Register',
  MeterValuesSampledData: 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC,Power.Offered',
  StopTxnAlignedData: '',
  StopTxnSampledData: 'Energy.Active.Import.Register',
}

export type MeasurandKey = keyof typeof usualMeasurands

/** Which measurands a charger tells; the value of a key, checked when it was written. */
export function wantedMeasurands(world: SpeakerWorld, key: MeasurandKey) {
  return listOf(world.texts.get(key) ?? usualMeasurands[key]) as Measurand[]
}

export function findKey(name: string): Key | undefined {
  return keys.find((key) => key.name.toLowerCase() === name.toLowerCase())
}

export const maxStackLevel = 9
export const maxPeriods = 1_000
export const maxProfiles = 100
export const maxKeys = 100

const measurandKeys = Object.entries(usualMeasurands).map(([name, usual]) => measurandList(name, usual))

const ownKeys: readonly Key[] = [
  flag('AllowOfflineTxForUnknownId', 'allowUnknownCardsWhenOffline'),
  flag('AuthorizationCacheEnabled', 'isCacheEnabled'),
  flag('AuthorizeRemoteTxRequests', 'authorizeRemoteStarts'),
  fixed('ChargeProfileMaxStackLevel', String(maxStackLevel)),
  fixed('ChargingScheduleAllowedChargingRateUnit', 'Current,Power'),
  fixed('ChargingScheduleMaxPeriods', String(maxPeriods)),
  {
    name: 'ClockAlignedDataInterval',
    read: ({ charger }) => String(charger.settings.alignedIntervalSeconds),
    write({ charger }, value) {
      if (!isWhole(value)) return 'rejected'
      charger.alignSamples(Number(value))
      return 'accepted'
    },
  },
  whole('ConnectionTimeOut', 'connectionTimeoutSeconds'),
  // How it is wired is read when the charger starts.
  kept('ConnectorPhaseRotation', 'NotApplicable', /^[\w.]+(,\s*[\w.]+)*$/, 'reboot'),
  fixed('GetConfigurationMaxKeys', String(maxKeys)),
  whole('HeartbeatInterval', 'heartbeatIntervalSeconds'),
  kept('LightIntensity', '100', /^(100|\d{1,2})$/),
  flag('LocalAuthListEnabled', 'isListEnabled'),
  { name: 'LocalAuthListMaxLength', read: ({ charger }) => String(charger.settings.maxListEntries) },
  flag('LocalAuthorizeOffline', 'authorizeLocallyWhenOffline'),
  flag('LocalPreAuthorize', 'authorizeLocallyFirst'),
  fixed('MaxChargingProfilesInstalled', String(maxProfiles)),
  whole('MeterValueSampleInterval', 'sampleIntervalSeconds'),
  { name: 'NumberOfConnectors', read: ({ charger }) => String(charger.evses.length) },
  fixed('ReserveConnectorZeroSupported', 'true'),
  fixed('ResetRetries', '0'),
  { name: 'SendLocalListMaxLength', read: ({ charger }) => String(charger.settings.maxListEntriesPerUpdate) },
  fixed('StopTransactionOnEVSideDisconnect', 'true'),
  flag('StopTransactionOnInvalidId', 'stopOnRefusedCard'),
  fixed(
    'SupportedFeatureProfiles',
    'Core,FirmwareManagement,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging',
  ),
  whole('TransactionMessageAttempts', 'transactionMessageAttempts'),
  whole('TransactionMessageRetryInterval', 'transactionMessageRetrySeconds'),
  fixed('UnlockConnectorOnEVSideDisconnect', 'true'),
]

/** All keys, by name. */
export const keys: readonly Key[] = [...ownKeys, ...priceKeys, ...securityKeys, ...measurandKeys].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)
