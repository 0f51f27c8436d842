import { text } from 'node:stream/consumers'
import { accountRoles } from '#core/access/account.ts'
import { type Command, oneOf, UsageError } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const accountAdd: Command = {
  name: 'account add',
  arguments: 'LOGIN --role ROLE',
  words: { min: 1, max: 1 },
  summary: 'Let a person log in to the console.',
  details: [
    'Without --password-stdin a password is made and shown once; it must be changed at the first login.',
    'A viewer sees, an operator also acts on chargers and cards, an administrator does everything.',
  ],
  examples: ['voltyard account add anna --role operator', 'voltyard account add bo --role viewer --name "Bo Lind"'],
  options: {
    role: { value: 'ROLE', description: `What the person may do: ${accountRoles.join(', ')}.` },
    name: { value: 'NAME', description: 'The name for people; without it, LOGIN.' },
    'password-stdin': { description: 'Read the password, at least 12 characters, from the standard input.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { role, name, tenant } = input.options
    if (role === undefined) throw new UsageError(`--role is missing: one of ${accountRoles.join(', ')}.`)
    const chosen = oneOf('--role', role, accountRoles)
    const password = input.options['password-stdin'] === 'on' ? await firstLineOfInput() : undefined
    const args = given({ login: input.words[0], role: chosen, name, password, tenant })
    const added = (await operate({ operation: 'account.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

async function firstLineOfInput(): Promise<string> {
  return (await text(process.stdin)).split(/\r?\n/, 1)[0]!
}

type Added = { id: number; login: string; role: string; password: string | null }

function show({ login, role, password }: Added): string {
  const lines = [`Account ${login} was added with role ${role}.`]
  if (password !== null) lines.push(`  Password: ${password}   (shown only now; must be changed at the first login)`)
  return lines.join('\n')
}
