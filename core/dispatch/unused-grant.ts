/** What is known of a session that does not use what it is given. */
export type UnusedGrant = {
  /** Since when it has drawn clearly less than its grant; null: it uses it. */
  lowSinceS: number | null
  /** To what its grant is lowered; null: not at all. */
  cap: number | null
  /** When it was lowered, or offered more again. */
  changedAtS: number
}

export const grantIsUsed: UnusedGrant = { lowSinceS: null, cap: null, changedAtS: 0 }

export type Draw = {
  nowS: number
  grant: number
  draw: number
  unit: 'A' | 'W'
  min: number
  /** What it would be given without the cap. */
  full: number
  /** It has what it came for: nothing is offered back. */
  isAtTarget: boolean
}

/**
 * Lowers the grant of a session that leaves it unused for two minutes, so that others can have the room, and offers it
 * back in steps: the vehicle may have been warming up (smart-charging 5.5). The cap goes into the demand's `hi`.
 */
export function watchUnusedGrant(before: UnusedGrant, seen: Draw): UnusedGrant {
  const isLow = seen.grant > 0 && seen.draw < usedShare * seen.grant
  const lowSinceS = isLow ? (before.lowSinceS ?? seen.nowS) : null
  const lowered = Math.max(seen.draw + seen.draw / 10, seen.draw + spare[seen.unit], seen.min)
  if (lowSinceS !== null && seen.nowS - lowSinceS >= lowSeconds && lowered < (before.cap ?? seen.full)) {
    return { lowSinceS: null, cap: lowered, changedAtS: seen.nowS }
  }
  const isDue = before.cap !== null && !seen.isAtTarget && seen.nowS - before.changedAtS >= offerSeconds
  if (isDue) return { lowSinceS: null, cap: offered(before.cap!, seen), changedAtS: seen.nowS }
  return { ...before, lowSinceS }
}

/** Half of what is withheld; the rest of it when that is hardly anything. */
function offered(cap: number, { full, unit }: Draw): number | null {
  const next = cap + Math.max((full - cap) / 2, spare[unit])
  return next >= full ? null : next
}

const usedShare = 0.9
const lowSeconds = 120
const offerSeconds = 600
/** Two amperes on three phases are about 1.4 kW. */
const spare = { A: 2, W: 1_400 }
