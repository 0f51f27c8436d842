import { type Command, wholeNumber } from './command.ts'
import { groupLine, groupSupply, groupSupplyOptions, type ShownGroup } from './group-options.ts'
import { given, operate, serverOptions } from './operate.ts'

export const groupChange: Command = {
  name: 'group change',
  arguments: 'GROUP',
  words: { min: 1, max: 1 },
  summary: 'Change the limit or the name of a charger group, or which chargers are in it.',
  details: ['GROUP is its id, its number, or its name. Chargers of another group leave that one.'],
  examples: [
    'voltyard group change Hall --max-power 60000',
    'voltyard group change Hall --charger CP-3 --without CP-1',
  ],
  options: {
    'max-power': { value: 'W', description: 'What its chargers may draw together.' },
    name: { value: 'NAME', description: 'Its new name.' },
    charger: { value: 'ID', description: 'A charger that comes in; may be given again.', repeats: true },
    without: { value: 'ID', description: 'A charger that leaves; may be given again.', repeats: true },
    ...groupSupplyOptions,
    ...serverOptions,
  },
  async run(input, terminal) {
    const { 'max-power': maxPower, name, tenant } = input.options
    const args = given({
      ...{ group: input.words[0], name, tenant, supply: groupSupply(input) },
      ...{ add: input.repeated.charger, remove: input.repeated.without },
      maxW: maxPower === undefined ? undefined : wholeNumber('--max-power', maxPower),
    })
    const changed = (await operate({ operation: 'group.change', args }, input, terminal)) as ShownGroup
    terminal.out(input.json ? JSON.stringify(changed) : groupLine(changed))
    return 0
  },
}
