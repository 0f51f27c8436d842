import type { Command } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

export const reservationList: Command = {
  name: 'reservation list',
  arguments: '[CHARGER]',
  words: { min: 0, max: 1 },
  summary: 'Show what is reserved, at one charger or all.',
  examples: ['voltyard reservation list', 'voltyard reservation list CP-1 --all'],
  options: { all: { description: 'Also those that have ended.' }, ...serverOptions },
  async run(input, terminal) {
    const { all, tenant } = input.options
    const args = given({ charger: input.words[0], all: all === undefined ? undefined : true, tenant })
    const found = (await operate({ operation: 'reservation.list', args }, input, terminal)) as {
      reservations: Reservation[]
    }
    terminal.out(input.json ? JSON.stringify(found) : found.reservations.map(reservationText).join('\n') || 'None.')
    return 0
  },
}

export type Reservation = {
  id: number
  charger: string
  evse: number | null
  card: string
  startsAt: string
  expiresAt: string
  state: string
  reason: string | null
}

export function reservationText(one: Reservation): string {
  const { id, charger, evse, card, startsAt, expiresAt, state, reason } = one
  const place = evse === null ? charger : `${charger} EVSE ${evse}`
  return `${id}: ${place} for ${card} from ${startsAt} until ${expiresAt}, ${state}${reason === null ? '' : ` (${reason})`}`
}
