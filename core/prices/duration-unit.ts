export type DurationUnit = 'seconds' | 'minutes' | 'hours'

/** A block whose duration comes without a unit. */
export type UnitlessBlock = { start: Temporal.Instant; duration: number }

const milliseconds: Record<DurationUnit, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 }

/** When a block ends, to the millisecond. */
export function endOf({ start, duration }: UnitlessBlock, unit: DurationUnit): Temporal.Instant {
  return start.add({ milliseconds: Math.round(duration * milliseconds[unit]) })
}

export function durationIn(unit: DurationUnit, from: Temporal.Instant, to: Temporal.Instant): number {
  return to.since(from).total('milliseconds') / milliseconds[unit]
}

/**
 * In which unit durations are meant (depot-api 15.2): the one by which most blocks end where the next begins. Where that
 * tells nothing, by the size of the shortest: from 900 seconds, from 5 minutes, else hours.
 */
export function durationUnitOf(blocks: readonly UnitlessBlock[]): DurationUnit {
  const inOrder = blocks.toSorted((a, b) => Temporal.Instant.compare(a.start, b.start))
  const meets = (unit: DurationUnit) =>
    inOrder.filter((block, at) => at + 1 < inOrder.length && endOf(block, unit).equals(inOrder[at + 1]!.start)).length
  const [best] = (['seconds', 'minutes', 'hours'] as const)
    .map((unit) => ({ unit, count: meets(unit) }))
    .toSorted((a, b) => b.count - a.count)
  if (best!.count > 0) return best!.unit
  const shortest = Math.min(...blocks.map(({ duration }) => duration))
  if (shortest >= 900) return 'seconds'
  return shortest >= 5 ? 'minutes' : 'hours'
}
