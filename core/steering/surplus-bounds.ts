import type { Bounds } from '../planner/plan.ts'

/** A session as far as it concerns who gets sun that is there now. In W. */
export type SunSeeker = {
  id: string
  bounds: Bounds
  laxityS: number
  /** Its smallest rate that is not a pause, and the most that it could take. */
  minimumW: number
  mostW: number
  /** Measured. */
  drawnW: number
}

/**
 * Bounds of sessions that wait for the sun, when more of it is there than others draw: it is theirs, least laxity first,
 * whatever the forecast said of this hour (smart-charging 6.3). A session is not begun for less than its smallest rate.
 */
export function withSurplus(sessions: readonly SunSeeker[], surplusW: number): Map<string, Bounds> {
  const bounds = new Map(sessions.map((one) => [one.id, one.bounds]))
  const waiting = sessions.filter((one) => one.bounds.hiReason === 'solar_wait')
  const others = sessions.filter((one) => one.bounds.hiReason !== 'solar_wait')
  let leftW = surplusW - others.reduce((sum, { drawnW }) => sum + drawnW, 0)
  for (const one of waiting.toSorted((a, b) => a.laxityS - b.laxityS || (a.id < b.id ? -1 : 1))) {
    const hiW = Math.max(one.bounds.hiW, leftW >= one.minimumW ? Math.min(one.mostW, leftW) : 0)
    bounds.set(one.id, { ...one.bounds, hiW })
    leftW -= hiW
  }
  return bounds
}
