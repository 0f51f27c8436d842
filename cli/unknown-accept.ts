import { type Command, UsageError, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const unknownAccept: Command = {
  name: 'unknown accept',
  arguments: 'IDENTITY',
  words: { min: 1, max: 1 },
  summary: 'Take in a charger that tried to connect.',
  details: [
    'A password is made and shown once; put it into the charger. With --first-password the charger keeps its own:',
    'whoever comes under this identity within ten minutes and shows a password is taken for it.',
  ],
  examples: ['voltyard unknown accept CP-1', 'voltyard unknown accept CP-1 --first-password'],
  options: {
    'first-password': { description: 'With the password that it shows within ten minutes.' },
    'no-password': { description: 'Without a password, for networks of your own only.' },
    evses: { value: 'N', description: 'How many vehicles it charges at a time. Default 1; it may say more itself.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const [identity] = input.words
    const { tenant, evses, 'first-password': first, 'no-password': none } = input.options
    if (first !== undefined && none !== undefined) {
      throw new UsageError('--first-password and --no-password exclude each other.')
    }
    const welcome = first !== undefined ? 'first-password' : none !== undefined ? 'no-password' : 'new-password'
    const count = evses === undefined ? undefined : wholeNumber('--evses', evses)
    const args = given({ identity, welcome, evses: count, tenant })
    const taken = (await operate({ operation: 'unknown.accept', args }, input, terminal)) as Taken
    terminal.out(input.json ? JSON.stringify(taken) : show(taken))
    return 0
  },
}

type Taken = { identity: string; password: string | null; until: string | null }

function show({ identity, password, until }: Taken): string {
  if (until !== null) return `${identity} is waited for until ${until}.`
  return password === null ? `${identity} may connect without a password.` : `${identity} has the password ${password}`
}
