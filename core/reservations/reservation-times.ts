import { Problem } from '../errors.ts'
import type { Reservation } from './reservation.ts'

/** no charger is asked for a reservation that ends sooner. */
export const shortestSeconds = 60

type Times = Pick<Reservation, 'startsAt' | 'expiresAt'>

/** Refuses times that nothing can be kept free for. A start that stays as it was may lie as long ago as it likes. */
export function refuseTimes(now: Temporal.Instant, { startsAt, expiresAt }: Times, before: Times | null = null): void {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  if (Temporal.Instant.compare(expiresAt, startsAt) <= 0) {
    throw fault('expiresAt', 'A reservation ends after its start.')
  }
  if (Temporal.Instant.compare(expiresAt, now) <= 0) throw fault('expiresAt', 'The reservation would be over already.')
  if (Temporal.Instant.compare(expiresAt, now.add({ hours: 24 * longestDays })) > 0) {
    throw fault('expiresAt', 'A reservation ends within a year.')
  }
  const isKept = before?.startsAt.equals(startsAt) ?? false
  if (!isKept && Temporal.Instant.compare(startsAt, now.subtract({ minutes: lateMinutes })) < 0) {
    throw fault('startsAt', `A reservation begins at most ${lateMinutes} minutes ago.`)
  }
}

/** Refuses what is meant for now, and is over within a minute. */
export function refuseShort(now: Temporal.Instant, { expiresAt }: Pick<Times, 'expiresAt'>): void {
  if (!lastsLong(now, expiresAt)) {
    throw new Problem('invalid_value', 'A reservation lasts for a minute or more.', { subject: 'expiresAt' })
  }
}

/** Whether there is so much left that a charger can be asked. */
export function lastsLong(now: Temporal.Instant, expiresAt: Temporal.Instant): boolean {
  return Temporal.Instant.compare(expiresAt, now.add({ seconds: shortestSeconds })) >= 0
}

/** Whether it counts at this moment: from its start to right before its end. */
export function isWithin(at: Temporal.Instant, { startsAt, expiresAt }: Times): boolean {
  return Temporal.Instant.compare(startsAt, at) <= 0 && Temporal.Instant.compare(at, expiresAt) < 0
}

const longestDays = 366
const lateMinutes = 5
