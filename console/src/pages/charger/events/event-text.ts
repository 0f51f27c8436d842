import type { ChargerEventView } from '../../../../../api/console/wire/devices.ts'
import type { Tone } from '../../../parts/mark.tsx'

/** How bad it is, in four words: OCPP counts from 0, danger, to 9, debug. */
export type Gravity = 'danger' | 'error' | 'warning' | 'note'

export function gravityOf(severity: number | null): Gravity | null {
  if (severity === null) return null
  if (severity <= 3) return 'danger'
  if (severity <= 5) return 'error'
  return severity === 6 ? 'warning' : 'note'
}

export const toneOf: Record<Gravity, Tone> = { danger: 'bad', error: 'bad', warning: 'warn', note: 'quiet' }

/** Besides its type, what an event says in one line: its value, its cause, the maker's words. */
export function eventLine({ body }: Pick<ChargerEventView, 'body'>): string {
  const told = [body.value, body.info, body.techCode, body.techInfo]
  return told.filter((one) => typeof one === 'string' && one !== '' && one !== 'true').join(' · ')
}

/** What else came with it, without what is empty. */
export function hasMore({ body }: Pick<ChargerEventView, 'body'>): boolean {
  return Object.values(body).some((value) => value !== null && value !== undefined)
}

/** The part of the charger and what it measures: `Connector`, `Problem`; the whole for what is no event of a part. */
export function partsOf(type: string): { part: string; variable: string | null } {
  const dot = type.lastIndexOf('.')
  return dot < 0 ? { part: type, variable: null } : { part: type.slice(0, dot), variable: type.slice(dot + 1) }
}
