import type { NewReservation } from '../../../../api/console/wire/reservations.ts'

/** A reservation as its form has it. */
/** As OCPP writes them; what they are called is in the texts. */
export const connectorTypes = [
  'cCCS1',
  'cCCS2',
  'cChaoJi',
  'cG105',
  'cGBT-DC',
  'cLECCS',
  'cMCS',
  'cNACS',
  'cType1',
  'cType2',
] as const

export interface ReservationForm extends Record<string, unknown> {
  charger: number | null
  /** '' is any. */
  evse: string
  card: string
  /** '' is now. */
  startsAt: string
  expiresAt: string
  connectorType: string
}

export function newReservationOf({ evse, card, startsAt, expiresAt, connectorType }: ReservationForm): NewReservation {
  return {
    evse: evse === '' ? null : Number(evse),
    card: card.trim(),
    startsAt: startsAt === '' ? null : new Date(startsAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    connectorType: connectorType.trim() || null,
  }
}

/** A start that is given lies before the end, and at most a few minutes ago. */
export function startFault(startsAt: string, expiresAt: string, nowMs: number): 'start' | null {
  if (startsAt === '') return null
  const at = new Date(startsAt).getTime()
  const end = new Date(expiresAt).getTime()
  return Number.isNaN(at) || at < nowMs - 5 * 60_000 || at >= end ? 'start' : null
}

/** The server keeps nothing free for less than a minute or more than a year. */
export function endFault(text: string, nowMs: number): 'time' | 'soon' | 'late' | null {
  const at = new Date(text).getTime()
  if (text === '' || Number.isNaN(at)) return 'time'
  if (at < nowMs + 60_000) return 'soon'
  return at > nowMs + 366 * 86_400_000 ? 'late' : null
}
