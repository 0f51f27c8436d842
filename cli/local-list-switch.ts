import { type Command, UsageError } from './command.ts'
import { type List, listText } from './local-list-show.ts'
import { given, operate, serverOptions } from './operate.ts'

export const localListSwitch: Command = {
  name: 'local-list switch',
  arguments: 'CHARGER automatic|off',
  words: { min: 2, max: 2 },
  summary: 'Say whether the server keeps the list of cards in a charger.',
  details: ['With it, known cards charge while the charger is offline, as far as its settings let them.'],
  examples: ['voltyard local-list switch CP-1 automatic'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const [charger, mode] = input.words
    if (mode !== 'automatic' && mode !== 'off') throw new UsageError('A list is automatic or off.')
    const args = given({ charger, mode, tenant: input.options.tenant })
    const list = (await operate({ operation: 'local-list.switch', args }, input, terminal)) as List
    terminal.out(input.json ? JSON.stringify(list) : listText(list))
    return 0
  },
}
