import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientRemove: Command = {
  name: 'client remove',
  arguments: 'CLIENT',
  words: { min: 1, max: 1 },
  summary: 'Take the credentials of a program away for good.',
  details: ['Its access tokens are refused from the next request on.'],
  examples: ['voltyard client remove dispatch'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ client: input.words[0], tenant: input.options.tenant })
    const removed = (await operate({ operation: 'client.remove', args }, input, terminal)) as { name: string }
    terminal.out(input.json ? JSON.stringify(removed) : `Client ${removed.name} was removed.`)
    return 0
  },
}
