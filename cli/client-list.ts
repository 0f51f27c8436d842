import { clientText, type ShownClient } from './client-options.ts'
import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const clientList: Command = {
  name: 'client list',
  arguments: '',
  words: { min: 0, max: 0 },
  summary: 'Show which programs may call the depot API, and what.',
  examples: ['voltyard client list', 'voltyard client list --tenant depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ tenant: input.options.tenant })
    const found = (await operate({ operation: 'client.list', args }, input, terminal)) as { clients: ShownClient[] }
    terminal.out(input.json ? JSON.stringify(found) : found.clients.map(clientText).join('\n') || 'None.')
    return 0
  },
}
