import { type Command, UsageError, wholeNumber } from './command.ts'
import { groupLine, groupSupply, groupSupplyOptions, type ShownGroup } from './group-options.ts'
import { given, operate, serverOptions } from './operate.ts'

export const groupAdd: Command = {
  name: 'group add',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Make chargers share a limit of power, which other systems can lower.',
  details: [
    'Prints the id by which the depot API knows the group. It is a circuit with this limit, and its site goes live, so',
    'that the limit is enforced. Each charger falls back to the most that fits: the usual (6 A), its smallest rate, or 0.',
  ],
  examples: [
    'voltyard group add Hall --max-power 80000 --charger CP-1 --charger CP-2',
    'voltyard group add Yard --max-power 600000 --charger HPC-1 --dc --max 150000 --site Depot',
  ],
  options: {
    'max-power': { value: 'W', description: 'What its chargers may draw together.' },
    charger: { value: 'ID', description: 'A charger of the group; may be given again.', repeats: true },
    site: { value: 'SITE', description: 'Without it the only site; with none, one is made.' },
    parent: { value: 'CIRCUIT', description: 'The circuit that feeds it; without it, it is a grid connection.' },
    'public-id': { value: 'ID', description: 'The id of the group; made when absent.' },
    'time-zone': { value: 'ZONE', description: "Of a site that is made; the server's when absent." },
    'not-live': { description: 'Leave the site as it is: nobody enforces the limit before it is live.' },
    ...groupSupplyOptions,
    ...serverOptions,
  },
  async run(input, terminal) {
    const { 'max-power': maxPower, site, parent, 'public-id': publicId, 'time-zone': timeZone, tenant } = input.options
    if (maxPower === undefined) throw new UsageError('--max-power is missing, such as --max-power 80000.')
    const args = given({
      ...{ name: input.words[0], site, parent, publicId, timeZone, tenant, supply: groupSupply(input) },
      ...{ maxW: wholeNumber('--max-power', maxPower), chargers: input.repeated.charger ?? [] },
      live: input.options['not-live'] === undefined,
    })
    const added = (await operate({ operation: 'group.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : told(added).join('\n'))
    return 0
  },
}

type Added = ShownGroup & { newSite: boolean; fallback: keyof typeof fallbacks }

const fallbacks = {
  usual: 'Without the server each charger falls back to its usual rate.',
  smallest: 'The usual fallbacks do not fit: without the server each charger falls back to its smallest rate.',
  none: 'No fallback fits: without the server its chargers do not charge.',
}

function told(added: Added): string[] {
  return [
    groupLine(added),
    ...(added.newSite ? [`The site ${added.site} was made: ${added.siteId}.`] : []),
    ...(added.chargers.length > 0 ? [fallbacks[added.fallback]] : []),
    added.live
      ? 'Its limit is enforced from now on.'
      : `Nobody enforces its limit yet: voltyard site live ${added.siteId}`,
  ]
}
