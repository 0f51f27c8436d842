import type { Uses } from '../context.ts'
import type { MeasuredMinute, ReportedFeed } from './feed-report.ts'

/** What the meter at the feed's circuit told, minute by minute; minutes that it did not tell are left out. */
export async function measuredMinutes(
  ctx: Uses<'circuitMeters'>,
  { siteId, circuitId }: ReportedFeed,
  span: { from: Temporal.Instant; to: Temporal.Instant },
): Promise<MeasuredMinute[]> {
  const meters = await ctx.circuitMeters.meters(siteId)
  const meter = meters.find((one) => one.circuitId === circuitId && one.measures === 'total')
  if (!meter) return []
  const minutes = await ctx.circuitMeters.history(meter.id, span.from.subtract({ minutes: 1 }), span.to)
  return minutes.flatMap(({ at, powerW }) => (powerW === null ? [] : [{ at, powerW }]))
}
