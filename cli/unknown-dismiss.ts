import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const unknownDismiss: Command = {
  name: 'unknown dismiss',
  arguments: 'IDENTITY',
  words: { min: 1, max: 1 },
  summary: 'Forget a charger that tried to connect.',
  details: ['It is back in the list when it tries again.'],
  examples: ['voltyard unknown dismiss CP-1'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ identity: input.words[0], tenant: input.options.tenant })
    const { identity } = (await operate({ operation: 'unknown.dismiss', args }, input, terminal)) as {
      identity: string
    }
    terminal.out(input.json ? JSON.stringify({ identity }) : `${identity} is forgotten.`)
    return 0
  },
}
