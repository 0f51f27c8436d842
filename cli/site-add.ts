import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const siteAdd: Command = {
  name: 'site add',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Add a site, whose chargers share its grid connection.',
  details: ['It is steered from the moment when it goes live: see "site live".'],
  examples: ['voltyard site add Depot --time-zone Europe/Berlin'],
  options: {
    'time-zone': { value: 'ZONE', description: 'In which its schedules are written, such as Europe/Berlin.' },
    currency: { value: 'CODE', description: 'Of its prices, such as EUR.' },
    'public-id': { value: 'ID', description: 'By which other systems know it; made when absent.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { 'time-zone': timeZone, currency, 'public-id': publicId, tenant } = input.options
    if (timeZone === undefined) throw new UsageError('--time-zone is missing, such as Europe/Berlin.')
    const args = given({ name: input.words[0], timeZone, currency, publicId, tenant })
    const added = (await operate({ operation: 'site.add', args }, input, terminal)) as { id: number }
    terminal.out(input.json ? JSON.stringify(added) : `Site ${added.id}.`)
    return 0
  },
}
