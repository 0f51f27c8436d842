import { type Command, wholeNumber } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const tariffAssign: Command = {
  name: 'tariff assign',
  arguments: 'TARIFF',
  words: { min: 1, max: 1 },
  summary: 'Say where a tariff applies, to sessions that begin from now on.',
  details: [
    'TARIFF is its id, or its name. Without a charger or token it applies to everything.',
    'A token comes before an EVSE, an EVSE before a charger, a charger before everything.',
  ],
  examples: [
    'voltyard tariff assign Standard',
    'voltyard tariff assign Fast --charger CP-1 --evse 2',
    'voltyard tariff assign Guests --token CARD-9 --prepaid --max-cost 25',
  ],
  options: {
    charger: { value: 'ID', description: 'Only at this charger.' },
    evse: { value: 'N', description: 'Only at this EVSE of it.' },
    token: { value: 'UID', description: 'For sessions of this token, wherever.' },
    prepaid: { description: 'It is paid beforehand: the charger has to ask each time.' },
    'max-cost': { value: 'AMOUNT', description: 'A session ends when it costs this, taxes included (OCPP 2.1).' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { charger, evse, token, prepaid, 'max-cost': maxCost, tenant } = input.options
    const args = given({
      tariff: input.words[0],
      charger,
      evse: evse === undefined ? undefined : wholeNumber('--evse', evse),
      token,
      prepaid: prepaid === undefined ? undefined : true,
      maxCost,
      tenant,
    })
    const assigned = await operate({ operation: 'tariff.assign', args }, input, terminal)
    terminal.out(input.json ? JSON.stringify(assigned) : 'Assigned.')
    return 0
  },
}
