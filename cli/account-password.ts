import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const accountPassword: Command = {
  name: 'account password',
  arguments: 'LOGIN',
  words: { min: 1, max: 1 },
  summary: 'Give a person who is locked out a new password.',
  details: [
    'The password is made and shown once; it must be changed at the first login.',
    'The person is logged out everywhere. Whoever may run this command on the server needs no other password.',
  ],
  examples: ['voltyard account password admin', 'voltyard account password admin --no-second-factor'],
  options: {
    'no-second-factor': { description: 'Switch off the second factor too, when the authenticator is lost.' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const secondFactor = input.options['no-second-factor'] === 'on' ? false : undefined
    const args = given({ login: input.words[0], secondFactor, tenant: input.options.tenant })
    const changed = (await operate({ operation: 'account.password', args }, input, terminal)) as Changed
    terminal.out(input.json ? JSON.stringify(changed) : show(changed))
    return 0
  },
}

type Changed = { login: string; password: string }

function show({ login, password }: Changed): string {
  return `Account ${login} has a new password.\n  Password: ${password}   (shown only now; must be changed at the first login)`
}
