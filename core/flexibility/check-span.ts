import type { Site } from '../circuits/site.ts'
import { Problem } from '../errors.ts'

/** Only an engine can tell what a site could do. */
export function requireLive({ isLive }: Pick<Site, 'isLive'>): void {
  if (!isLive) throw new Problem('conflict', 'The site is not live: nobody steers it.', { subject: 'site' })
}

export function refuseFaultySpan(
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
  now: Temporal.Instant,
) {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  if (Temporal.Instant.compare(from, now.subtract({ minutes: 1 })) < 0) throw fault('from', 'It begins in the past.')
  const seconds = to.since(from).total('seconds')
  if (seconds < leastSeconds) throw fault('to', 'It takes 5 minutes at least.')
  if (seconds > mostSeconds) throw fault('to', 'It takes 24 hours at most.')
  if (Temporal.Instant.compare(to, now.add({ hours: horizonHours })) > 0) {
    throw fault('to', `A plan looks ${horizonHours} hours ahead.`)
  }
}

const leastSeconds = 300
const mostSeconds = 24 * 3_600
const horizonHours = 36
