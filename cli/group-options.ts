import { amount } from './circuit-options.ts'
import type { Input, Option } from './command.ts'
import { given } from './operate.ts'

/** What is said of the chargers that come into a group. */
export const groupSupplyOptions: Record<string, Option> = {
  dc: { description: 'They give direct current; without it, as they have told, and else AC.' },
  max: { value: 'N', description: 'The most that each EVSE gives: A per phase, W for DC.' },
  fallback: { value: 'N', description: 'What each EVSE does without the server; 0 is nothing.' },
}

export function groupSupply({ options: { dc, max, fallback } }: Input): object | undefined {
  const supply = given({
    kind: dc === undefined ? undefined : 'dc',
    [dc === undefined ? 'maxA' : 'maxW']: amount('--max', max),
    fallback: amount('--fallback', fallback),
  })
  return Object.keys(supply).length === 0 ? undefined : supply
}

export type ShownGroup = {
  chargerGroupId: string
  name: string
  maxPower: number | null
  chargers: string[]
  siteId: string
  site: string
  live: boolean
}

export function groupLine({ chargerGroupId, name, maxPower, chargers, site, live }: ShownGroup): string {
  const limit = maxPower === null ? 'no limit' : `${maxPower} W`
  const count = chargers.length === 1 ? '1 charger' : `${chargers.length} chargers`
  return `${chargerGroupId} ${name}: ${limit}, ${count}, site ${site} (${live ? 'live' : 'not live'})`
}
