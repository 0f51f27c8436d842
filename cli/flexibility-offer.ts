import { type Command, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'
import { readTime } from './read-time.ts'

export const flexibilityOffer: Command = {
  name: 'flexibility offer',
  arguments: 'SITE',
  words: { min: 1, max: 1 },
  summary: 'Ask what a site can promise to draw less, from and to.',
  details: [
    'SITE is its number, its public id or its name. The engine answers within seconds: see flexibility list. The plan of',
    'that moment is frozen with the offer; what is delivered is measured against it.',
  ],
  examples: ['voltyard flexibility offer Depot --from 2027-01-31T17:00:00Z --to 2027-01-31T19:00:00Z'],
  options: {
    from: { value: 'TIME', description: 'When it begins; now when absent.' },
    to: { value: 'TIME', description: 'When it ends.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { from, to, tenant } = input.options
    if (to === undefined) throw new UsageError('--to is missing.')
    const span = { from: readTime('--from', from)?.toString(), to: readTime('--to', to)!.toString() }
    const args = given({ site: input.words[0], ...span, tenant })
    const asked = (await operate({ operation: 'flexibility.offer', args }, input, terminal)) as { id: number }
    terminal.out(input.json ? JSON.stringify(asked) : `Offer ${asked.id} is being reckoned.`)
    return 0
  },
}
