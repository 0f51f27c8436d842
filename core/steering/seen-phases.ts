import type { Phase } from '../dispatch/row.ts'

/**
 * On which phases of its EVSE the vehicle of a session has drawn so far (smart-charging 2.1). It only ever grows while
 * the session lasts: a vehicle that has used a phase once may use it again.
 */
export type SeenPhases = {
  used: readonly Phase[]
  /** Since when no other has come to them; null: nothing was seen yet, or what was seen cannot be. */
  sinceMs: number | null
  /** The last time that they were seen loaded, and no others. */
  untilMs: number
  /** What was measured until then was another session's. */
  afterMs: number
}

/** What an EVSE of three phases was measured to draw; the voltage is that from line to neutral. */
export type PhaseReading = {
  amps: readonly (number | null)[]
  powerW: number | null
  voltageV: number
  atMs: number
}

export function nothingSeen(afterMs: number): SeenPhases {
  return { used: [], sinceMs: null, untilMs: 0, afterMs }
}

/**
 * A phase with half an ampere is in use. A reading whose power is not that of its currents speaks for all three: meters
 * are wired and set up wrongly, and show a vehicle on fewer phases than it is on.
 */
export function phasesSeen(seen: SeenPhases, reading: PhaseReading): SeenPhases {
  const { amps, powerW, voltageV, atMs } = reading
  if (atMs <= seen.afterMs || atMs < seen.untilMs || three.some((_, at) => amps[at] == null)) return seen
  const found = three.filter((_, at) => amps[at]! >= inUseA)
  const used = three.filter((phase) => seen.used.includes(phase) || found.includes(phase))
  const isSame = used.length === seen.used.length
  const isLoaded = Math.max(...amps.map((one) => one!)) >= loadedA
  if (!isLoaded || powerW === null) return { ...seen, used, sinceMs: isSame ? seen.sinceMs : null }
  const ofCurrentsW = amps.reduce<number>((sum, one) => sum + one!, 0) * voltageV
  const isContrary = Math.abs(powerW - ofCurrentsW) > tolerance * ofCurrentsW
  const wasContrary = seen.used.length === three.length && seen.sinceMs === null
  if (isContrary || wasContrary) return { ...seen, used: three, sinceMs: null, untilMs: atMs }
  return { ...seen, used, sinceMs: (isSame ? seen.sinceMs : null) ?? atMs, untilMs: atMs }
}

/**
 * The phases on which it is reckoned with; null: not known, so all three. Fewer are believed when they have held for a
 * minute: chargers in vehicles begin with one of their modules and add the others.
 */
export function phasesKnown({ used, sinceMs, untilMs }: SeenPhases): readonly Phase[] | null {
  if (sinceMs === null || used.length === 0) return null
  return used.length === three.length || untilMs - sinceMs >= settledMs ? used : null
}

const three = ['L1', 'L2', 'L3'] as const satisfies readonly Phase[]
// Electronics draw a little on all phases.
const inUseA = 0.5
/** Less says nothing of how it charges. */
const loadedA = 4
const tolerance = 0.2
const settledMs = 60_000
