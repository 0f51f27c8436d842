import type { Taper } from '../plan-input.ts'

/** What a charger measured, beside what it had granted for long enough to be followed. In W at the charger. */
export type SeenDraw = {
  powerW: number
  socPercent: number | null
  /** The vehicle could have had clearly more. */
  isFree: boolean
}

/** What one session showed of how its vehicle takes power. */
export type SessionDraw = {
  sessionId: number
  /** The most that it takes by itself; null: it was never seen to take less than it could have. */
  mostW: number | null
  /** Whatever it took at most, also when it could not have had more. */
  seenW: number
  /** What its rate falls by per percent of charge near the top; null: not seen. */
  perPercentW: number | null
}

/** Of a vehicle, or of the unknown ones at a model of charger: what their last sessions showed, oldest first. */
export type LearntDraw = {
  vehicleId: number | null
  model: string | null
  kind: 'ac' | 'dc'
  sessions: readonly SessionDraw[]
}

/**
 * A straight line from where the rate begins to fall, to nothing at 105 %: one to nothing at 100 % would never be full.
 */
const emptyAtPercent = 105

/** Of samples that are not held down by a grant. Null: too few for anything. */
export function drawOfSession(sessionId: number, seen: readonly SeenDraw[]): SessionDraw | null {
  const seenW = secondHighest(seen)
  if (seen.length < leastSamples || seenW <= 0) return null
  const free = seen.filter(({ isFree }) => isFree)
  const ofItself = free.length >= leastSamples && secondHighest(free) >= 0.9 * seenW
  return { sessionId, seenW, mostW: ofItself ? seenW : null, perPercentW: fallOf(free, seenW) }
}

/** Below the flat part, where it is full soon; not while it balances cells or rests. */
function fallOf(free: readonly SeenDraw[], seenW: number): number | null {
  const falling = free.filter(
    ({ socPercent, powerW }) =>
      socPercent !== null && socPercent >= 50 && powerW < 0.9 * seenW && powerW > 0.03 * seenW,
  )
  const percents = new Set(falling.map(({ socPercent }) => Math.round(socPercent!)))
  if (falling.length < leastSamples || percents.size < leastPercents) return null
  return median(falling.map(({ socPercent, powerW }) => powerW / (emptyAtPercent - Math.min(100, socPercent!))))
}

/** What is known after many sessions. */
export type DrawLimits = { mostW: number | null; perPercentW: number | null }

/**
 * The most that it was ever seen to take, once two sessions have shown that this is its own limit; and the usual fall.
 * One odd session, cold or interrupted, changes neither.
 */
export function limitsOf({ sessions }: Pick<LearntDraw, 'sessions'>): DrawLimits {
  const own = sessions.flatMap(({ mostW }) => mostW ?? [])
  const falls = sessions.flatMap(({ perPercentW }) => perPercentW ?? [])
  const highest = Math.max(0, ...sessions.map(({ seenW }) => seenW))
  return { mostW: own.length >= 2 ? highest : null, perPercentW: falls.length > 0 ? median(falls) : null }
}

/** With the session, which takes the place of what it was said to show before. */
export function withSession(sessions: readonly SessionDraw[], session: SessionDraw): SessionDraw[] {
  return [...sessions.filter(({ sessionId }) => sessionId !== session.sessionId), session].slice(-mostSessions)
}

/** As a plan takes it (smart-charging 3.4): `capacityWh` is what the battery takes from the charger from empty to full. */
export function taperOf({ perPercentW }: DrawLimits, capacityWh: number, socPercent: number): Taper | null {
  if (perPercentW === null || capacityWh <= 0) return null
  return {
    perHour: (perPercentW * 100) / capacityWh,
    roomWh: ((emptyAtPercent - Math.min(100, socPercent)) / 100) * capacityWh,
  }
}

/**
 * What the battery takes from empty to full by what came in since the session began, in Wh at the charger; null while
 * that is too little to tell.
 */
export function capacityShown(session: {
  energyWh: number
  initialSoc: number | null
  socPercent: number | null
}): number | null {
  const risen = (session.socPercent ?? 0) - (session.initialSoc ?? 100)
  return risen >= leastRise && session.energyWh > 0 ? (session.energyWh / risen) * 100 : null
}

const leastSamples = 5
const leastPercents = 3
const leastRise = 10
const mostSessions = 20

/** One reading alone may be wrong. */
function secondHighest(seen: readonly SeenDraw[]): number {
  return seen.map(({ powerW }) => powerW).sort((a, b) => b - a)[1] ?? 0
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
