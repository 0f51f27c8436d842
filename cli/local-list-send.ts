import type { Command } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'

export const localListSend: Command = {
  name: 'local-list send',
  arguments: 'CHARGER',
  words: { min: 1, max: 1 },
  summary: 'Send a charger its whole list of cards anew.',
  details: [
    'A charger that is away gets it when it comes back within the hour; `local-list show` tells how it took it.',
  ],
  examples: ['voltyard local-list send CP-1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ charger: input.words[0], tenant: input.options.tenant })
    const sent = await operateOnline({ operation: 'local-list.send', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(sent) : 'It is on its way.')
    return 0
  },
}
