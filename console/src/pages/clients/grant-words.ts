import type { TFunction } from 'i18next'
import type { clients } from '../../i18n/en/clients.ts'

const known = [
  'chargerStatus',
  'transactions',
  'sessionReports',
  'timeSeries',
  'forceTermination',
  'rfid',
  'remoteCommands',
  'reservations',
  'chargerControl',
  'vpp',
  'vdv261',
] as const satisfies readonly (keyof (typeof clients)['grant'])[]

/** What a client may call, in words; a grant that is not known yet in its own. */
export function grantWords(t: TFunction<'clients'>, grants: readonly string[]): string[] {
  return grants.map((grant) => {
    const one = known.find((each) => each === grant)
    return one ? t(`grant.${one}`) : grant
  })
}
