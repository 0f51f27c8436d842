import { type Command, wholeNumber } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'
import { type Reservation, reservationText } from './reservation-list.ts'

export const reservationAdd: Command = {
  name: 'reservation add',
  arguments: 'CHARGER CARD',
  words: { min: 2, max: 2 },
  summary: 'Have a charger keep something free for a card.',
  details: ['Exit code 0 is: the charger has promised it.'],
  examples: ['voltyard reservation add CP-1 CARD-1 --evse 2', 'voltyard reservation add CP-1 BUS-7 --minutes 90'],
  options: {
    evse: { value: 'N', description: 'Which EVSE; without it, any, where the charger can do that.' },
    minutes: { value: 'N', description: 'How long; without it, 60.' },
    group: { value: 'GROUP', description: 'Cards that may use it as well; without it, the group of the card.' },
    'connector-type': { value: 'TYPE', description: 'Which kind, such as cType2 (OCPP 2.x).' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { evse, minutes, group, tenant, 'connector-type': connectorType } = input.options
    const args = given({
      charger: input.words[0],
      card: input.words[1],
      evse: evse === undefined ? undefined : wholeNumber('--evse', evse),
      minutes: minutes === undefined ? 60 : wholeNumber('--minutes', minutes),
      ...{ group, connectorType, tenant },
    })
    const made = (await operateOnline({ operation: 'reservation.add', args }, input, terminal)) as Reservation
    terminal.out(input.json ? JSON.stringify(made) : reservationText(made))
    return made.state === 'active' ? 0 : 1
  },
}
