import type { Phase } from '../../dispatch/row.ts'

/** What the meter above a single-phase EVSE showed when it began to charge, or ended. */
export type RotationObservation = {
  /** By how much the EVSE's own meter changed: more is positive. */
  changeA: number
  /** By how much each phase of the circuit changed within the same time. */
  phases: Record<Phase, number | null>
}

/**
 * The phase that a single-phase EVSE is connected to, once several of its starts and stops agree (smart-charging 2.1).
 * Null while too few do: other loads come and go as well, and a wrong phase is worse than none.
 */
export function learntPhase(observations: readonly RotationObservation[]): Phase | null {
  const moved = observations.map(phaseMoved).filter((phase) => phase !== null)
  const counts = Map.groupBy(moved, (phase) => phase)
  const [best] = [...counts].toSorted(([, a], [, b]) => b.length - a.length)
  if (!best || best[1].length < leastAgreeing) return null
  return best[1].length >= leastShare * moved.length ? best[0] : null
}

/** The one phase that changed as the EVSE did, while the others stayed. Null: it cannot be told. */
export function phaseMoved({ changeA, phases }: RotationObservation): Phase | null {
  if (Math.abs(changeA) < leastChangeA) return null
  const shares = (['L1', 'L2', 'L3'] as const).map((phase) => {
    const change = phases[phase]
    return { phase, share: change === null ? Number.NaN : change / changeA }
  })
  const [moved, ...more] = shares.filter(({ share }) => Math.abs(share - 1) <= 0.3)
  const stayed = shares.filter(({ share }) => Math.abs(share) <= 0.3)
  return moved && more.length === 0 && stayed.length === 2 ? moved.phase : null
}

const leastChangeA = 4
const leastAgreeing = 3
const leastShare = 0.8
