import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const apiTokenRemove: Command = {
  name: 'api-token remove',
  arguments: 'NAME',
  words: { min: 1, max: 1 },
  summary: 'Take a token for the platform API away.',
  details: ['It is refused from the next request on.'],
  examples: ['voltyard api-token remove back-office'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ name: input.words[0], tenant: input.options.tenant })
    const removed = (await operate({ operation: 'api-token.remove', args }, input, terminal)) as { name: string }
    terminal.out(input.json ? JSON.stringify(removed) : `Token ${removed.name} was removed.`)
    return 0
  },
}
