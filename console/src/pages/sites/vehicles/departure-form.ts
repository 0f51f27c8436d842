import type { RequestToWrite } from '../../../../../api/console/wire/site-requests.ts'
import { amountOf } from '../amount.ts'

/** When a vehicle leaves and what it shall have then, as the form has it. */
export interface DepartureForm extends Record<string, unknown> {
  /** `{charger id}/{evse}`. */
  place: string
  /** In the browser's zone. */
  departsAt: string
  minimumSoc: string
  targetSoc: string
  /** kWh. */
  need: string
  klass: string
}

/** What the form says; what is left empty is left to others to say. */
export function requestOf({ place, departsAt, minimumSoc, targetSoc, need, klass }: DepartureForm): RequestToWrite {
  const [chargerId, evse] = place.split('/')
  const energy = amountOf(need)
  return {
    chargerId: Number(chargerId),
    evse: Number(evse),
    departsAt: departsAt === '' ? null : new Date(departsAt).toISOString(),
    minimumSoc: amountOf(minimumSoc),
    targetSoc: amountOf(targetSoc),
    needFullWh: energy === null ? null : Math.round(energy * 1_000),
    klass: klass.trim() === '' ? null : Number(klass),
  }
}

export function isPercent(text: string): boolean {
  const value = amountOf(text)
  return text.trim() === '' || (value !== null && value <= 100)
}
