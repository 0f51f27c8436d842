import { Decimal } from 'decimal.js'
import type { Reading } from '../metering/reading.ts'
import type { EnergyOfReadings } from './record.ts'

/** What energy needs of a placed reading. */
export type EnergyReading = Pick<Reading, 'context' | 'intervalWh' | 'powerW'> & { at: Temporal.Instant }

/** Between two values of power that are further apart nobody knows what was charged. */
const longestStepMs = 3_600_000

/**
 * The energy of a session without usable registers, from its readings in order of time: the sum of the interval
 * values, each counted once per instant and context (V-05), and power over time, by trapezoids.
 */
export function energyOfReadings(readings: readonly EnergyReading[]): EnergyOfReadings {
  return { intervalWh: sumOfIntervals(readings), powerWh: powerOverTime(readings) }
}

function sumOfIntervals(readings: readonly EnergyReading[]): Decimal | null {
  const counted = new Map<string, Decimal>()
  for (const { at, context, intervalWh } of readings) {
    if (intervalWh === null) continue
    const key = `${at.epochMilliseconds} ${context}`
    const known = counted.get(key)
    if (!known || intervalWh.greaterThan(known)) counted.set(key, intervalWh)
  }
  return counted.size === 0 ? null : Decimal.sum(...counted.values())
}

function powerOverTime(readings: readonly EnergyReading[]): Decimal | null {
  let wattMs = new Decimal(0)
  let steps = 0
  let before: { ms: number; powerW: number } | null = null
  for (const { at, powerW } of readings) {
    if (powerW === null) continue
    const ms = at.epochMilliseconds
    if (before && ms - before.ms <= longestStepMs) {
      wattMs = wattMs.plus(
        new Decimal(powerW)
          .plus(before.powerW)
          .div(2)
          .times(ms - before.ms),
      )
      steps++
    }
    before = { ms, powerW }
  }
  return steps === 0 ? null : wattMs.div(3_600_000)
}
