import type { ChargerSettings } from '../charger-settings.ts'
import { type Measurand, measurands } from '../meter-reading.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** One configuration key of 1.6. */
export type Key = {
  name: string
  read(world: SpeakerWorld): string
  /** False refuses the value. Without it the key is read-only. */
  write?(world: SpeakerWorld, value: string): boolean
}

/** Which measurands a charger samples; the value of a key, checked when it was written. */
export function sampledMeasurands(world: SpeakerWorld, key: 'MeterValuesSampledData' | 'StopTxnSampledData') {
  return listOf(world.texts.get(key) ?? usualTexts[key]) as Measurand[]
}

export function findKey(name: string): Key | undefined {
  return keys.find((key) => key.name.toLowerCase() === name.toLowerCase())
}

const usualTexts = {
  MeterValuesSampledData: 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC,Power.Offered',
  StopTxnSampledData: 'Energy.Active.Import.Register',
}

export const keys: readonly Key[] = [
  flag('AllowOfflineTxForUnknownId', 'allowUnknownCardsWhenOffline'),
  flag('AuthorizationCacheEnabled', 'isCacheEnabled'),
  flag('AuthorizeRemoteTxRequests', 'authorizeRemoteStarts'),
  { name: 'ChargeProfileMaxStackLevel', read: () => String(maxStackLevel) },
  { name: 'ChargingScheduleAllowedChargingRateUnit', read: () => 'Current,Power' },
  { name: 'ChargingScheduleMaxPeriods', read: () => String(maxPeriods) },
  seconds('ClockAlignedDataInterval', null),
  seconds('ConnectionTimeOut', 'connectionTimeoutSeconds'),
  { name: 'ConnectorPhaseRotation', read: () => 'NotApplicable' },
  { name: 'GetConfigurationMaxKeys', read: () => String(maxKeys) },
  seconds('HeartbeatInterval', 'heartbeatIntervalSeconds'),
  flag('LocalAuthListEnabled', 'isListEnabled'),
  { name: 'LocalAuthListMaxLength', read: () => '10000' },
  flag('LocalAuthorizeOffline', 'authorizeLocallyWhenOffline'),
  flag('LocalPreAuthorize', 'authorizeLocallyFirst'),
  { name: 'MaxChargingProfilesInstalled', read: () => String(maxProfiles) },
  { name: 'MeterValuesAlignedData', read: () => '' },
  measurandList('MeterValuesSampledData'),
  seconds('MeterValueSampleInterval', 'sampleIntervalSeconds'),
  { name: 'NumberOfConnectors', read: ({ charger }) => String(charger.evses.length) },
  { name: 'ReserveConnectorZeroSupported', read: () => 'true' },
  { name: 'ResetRetries', read: () => '0' },
  { name: 'SendLocalListMaxLength', read: () => '1000' },
  { name: 'StopTransactionOnEVSideDisconnect', read: () => 'true' },
  flag('StopTransactionOnInvalidId', 'stopOnRefusedCard'),
  { name: 'StopTxnAlignedData', read: () => '' },
  measurandList('StopTxnSampledData'),
  {
    name: 'SupportedFeatureProfiles',
    read: () => 'Core,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging',
  },
  whole('TransactionMessageAttempts', 'transactionMessageAttempts'),
  seconds('TransactionMessageRetryInterval', 'transactionMessageRetrySeconds'),
  { name: 'UnlockConnectorOnEVSideDisconnect', read: () => 'true' },
]

export const maxStackLevel = 9
export const maxPeriods = 1_000
export const maxProfiles = 100
export const maxKeys = 100

type NamesOf<V> = { [K in keyof ChargerSettings]: ChargerSettings[K] extends V ? K : never }[keyof ChargerSettings]

function flag(name: string, setting: NamesOf<boolean>): Key {
  return {
    name,
    read: ({ charger }) => String(charger.settings[setting]),
    write({ charger }, value) {
      const text = value.toLowerCase()
      if (text !== 'true' && text !== 'false') return false
      charger.settings[setting] = text === 'true'
      return true
    },
  }
}

function whole(name: string, setting: NamesOf<number>): Key {
  return {
    name,
    read: ({ charger }) => String(charger.settings[setting]),
    write({ charger }, value) {
      if (!/^\d{1,7}$/.test(value)) return false
      charger.settings[setting] = Number(value)
      return true
    },
  }
}

/** Without a setting the charger has no such thing, and 0 is all it takes. */
function seconds(name: string, setting: NamesOf<number> | null): Key {
  return setting === null ? { name, read: () => '0', write: (_, value) => value === '0' } : whole(name, setting)
}

function measurandList(name: keyof typeof usualTexts): Key {
  return {
    name,
    read: ({ texts }) => texts.get(name) ?? usualTexts[name],
    // One that is not supported makes the whole list refused. 16 §3.16.4
    write({ texts }, value) {
      const wanted = listOf(value)
      if (!wanted.every((one) => measurands.some((known) => known === one))) return false
      texts.set(name, wanted.join(','))
      return true
    },
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
