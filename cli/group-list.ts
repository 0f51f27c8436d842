import type { Command } from './command.ts'
import { groupLine, type ShownGroup } from './group-options.ts'
import { given, operate, serverOptions } from './operate.ts'

export const groupList: Command = {
  name: 'group list',
  arguments: '[SITE]',
  words: { min: 0, max: 1 },
  summary: 'Show the charger groups with their ids and limits. Every circuit is one.',
  examples: ['voltyard group list', 'voltyard group list Depot --json'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ site: input.words[0], tenant: input.options.tenant })
    const { groups } = (await operate({ operation: 'group.list', args }, input, terminal)) as { groups: ShownGroup[] }
    terminal.out(input.json ? JSON.stringify({ groups }) : groups.map(groupLine).join('\n') || 'None.')
    return 0
  },
}
