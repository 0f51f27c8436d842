import type { StreamEvents } from '../../../../api/console/wire/stream.ts'

export type LiveReading = Pick<StreamEvents['readings']['readings'][number], 'evse' | 'at' | 'powerW'>

export interface PowerPoint {
  ms: number
  powerW: number
}

/** Power by EVSE, oldest first. */
export type PowerWindow = ReadonlyMap<number, readonly PowerPoint[]>

export const windowMs = 30 * 60_000

/** Takes in readings, once each, and lets go of what is older than the window. */
export function addReadings(window: PowerWindow, readings: readonly LiveReading[], nowMs: number): PowerWindow {
  const next = new Map<number, readonly PowerPoint[]>()
  const evses = new Set([...window.keys(), ...readings.map(({ evse }) => evse)])
  for (const evse of evses) {
    const byTime = new Map(window.get(evse)?.map((point) => [point.ms, point]))
    for (const reading of readings) {
      if (reading.evse !== evse || reading.powerW === null) continue
      const ms = Date.parse(reading.at)
      byTime.set(ms, { ms, powerW: reading.powerW })
    }
    const points = [...byTime.values()].filter(({ ms }) => ms > nowMs - windowMs).sort((a, b) => a.ms - b.ms)
    if (points.length > 0) next.set(evse, points)
  }
  return next
}
