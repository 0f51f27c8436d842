import { allowedMembers, allowedOptions, clientText, type ShownClient } from './client-options.ts'
import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientGrants: Command = {
  name: 'client grants',
  arguments: 'CLIENT',
  words: { min: 1, max: 1 },
  summary: 'Change what a program may call.',
  details: ['What is taken counts at once, and what is given with its next access token.'],
  examples: [
    'voltyard client grants dispatch --package premium',
    'voltyard client grants reports --grants transactions,sessionReports',
  ],
  options: { ...allowedOptions, ...serverOptions },
  async run(input, terminal) {
    const args = given({ client: input.words[0], ...allowedMembers(input), tenant: input.options.tenant })
    const changed = (await operate({ operation: 'client.grants', args }, input, terminal)) as ShownClient
    terminal.out(input.json ? JSON.stringify(changed) : clientText(changed))
    return 0
  },
}
