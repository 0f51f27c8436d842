import { type Command, wholeNumber } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'
import { type Reservation, reservationText } from './reservation-list.ts'

export const reservationAdd: Command = {
  name: 'reservation add',
  arguments: 'CHARGER CARD',
  words: { min: 2, max: 2 },
  summary: 'Have a charger keep something free for a card.',
  details: ['Exit code 0 is: the charger has promised it, or will be asked when its time has come.'],
  examples: [
    'voltyard reservation add CP-1 CARD-1 --evse 2',
    'voltyard reservation add CP-1 BUS-7 --evse 1 --from 2027-01-31T22:00+01:00 --minutes 90',
  ],
  options: {
    evse: { value: 'N', description: 'Which EVSE; without it, any, where the charger can do that.' },
    from: { value: 'TIME', description: 'From when, with its offset from UTC; without it, now.' },
    minutes: { value: 'N', description: 'How long; without it, 60.' },
    group: { value: 'GROUP', description: 'Cards that may use it as well; without it, the group of the card.' },
    'connector-type': { value: 'TYPE', description: 'Which kind, such as cType2 (OCPP 2.x).' },
    ...serverOptions,
  },
  async run(input, terminal) {
    const { evse, from, minutes, group, tenant, 'connector-type': connectorType } = input.options
    const args = given({
      charger: input.words[0],
      card: input.words[1],
      evse: evse === undefined ? undefined : wholeNumber('--evse', evse),
      minutes: minutes === undefined ? 60 : wholeNumber('--minutes', minutes),
      ...{ from, group, connectorType, tenant },
    })
    const made = (await operateOnline({ operation: 'reservation.add', args }, input, terminal)) as Reservation
    terminal.out(input.json ? JSON.stringify(made) : reservationText(made))
    return made.state === 'active' || made.state === 'scheduled' ? 0 : 1
  },
}
