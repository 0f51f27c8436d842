import { type Command, wholeNumber } from './command.ts'
import { given, operateOnline, serverOptions } from './operate.ts'
import { type Reservation, reservationText } from './reservation-list.ts'

export const reservationCancel: Command = {
  name: 'reservation cancel',
  arguments: 'NUMBER',
  words: { min: 1, max: 1 },
  summary: 'Have a charger give a reservation up.',
  details: [
    'NUMBER is the one that `reservation list` shows first. A charger that is away is asked when it comes back.',
  ],
  examples: ['voltyard reservation cancel 12'],
  options: { ...serverOptions },
  async run(input, terminal) {
    const args = given({ id: wholeNumber('NUMBER', input.words[0]!), tenant: input.options.tenant })
    const ended = (await operateOnline({ operation: 'reservation.cancel', args }, input, terminal)) as Reservation
    terminal.out(input.json ? JSON.stringify(ended) : reservationText(ended))
    return ended.state === 'active' || ended.state === 'requested' ? 1 : 0
  },
}
