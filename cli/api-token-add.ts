import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const apiTokenAdd: Command = {
  name: 'api-token add',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Give a back office a token for the platform API.',
  details: [
    'The token is shown once. It is good until it is removed, and may do everything that the platform API can.',
  ],
  examples: ['voltyard api-token add back-office', 'voltyard api-token add back-office --tenant depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ name: input.words[0], tenant: input.options.tenant })
    const added = (await operate({ operation: 'api-token.add', args }, input, terminal)) as Added
    terminal.out(input.json ? JSON.stringify(added) : show(added))
    return 0
  },
}

type Added = { name: string; token: string }

function show({ name, token }: Added): string {
  return `Token ${name} was added.\n  Authorization: Bearer ${token}   (shown only now)`
}
