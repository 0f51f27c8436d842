import type { CompositeSchedule } from '../../../../../api/console/wire/charging-profiles.ts'

export interface Step {
  from: number
  to: number
  /** Null where nothing limits. */
  limit: number | null
}

/** What a charger may give, as steps in milliseconds; neighbours of the same limit are one. */
export function stepsOf({ from, durationSeconds, periods }: CompositeSchedule): Step[] {
  const start = Date.parse(from)
  const end = start + durationSeconds * 1_000
  const steps: Step[] = []
  for (const [place, period] of periods.entries()) {
    const next = periods[place + 1]
    const to = next ? start + next.startSeconds * 1_000 : end
    const last = steps.at(-1)
    if (last && last.limit === period.limit) last.to = to
    else steps.push({ from: start + period.startSeconds * 1_000, to, limit: period.limit })
  }
  return steps
}
