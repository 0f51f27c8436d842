import type { SupplyPhase } from '#simulator/evse.ts'
import type { PlannedCharger } from '#simulator/site/site-plan.ts'
import type { SiteFlows } from '#simulator/site/start-site.ts'

export type Tightness = {
  above: ReadonlyMap<string, readonly string[]>
  /** The most that draws beside chargers. */
  worstA: ReadonlyMap<string, number>
  metered: ReadonlySet<string>
  /** The meters tell nothing. */
  isBlind: boolean
}

export const lineOf = (circuit: string, phase: SupplyPhase) => `${circuit} ${phase}`

/**
 * The lines on which the least rates of all who charge do not fit beside what has to be kept free there, whoever steers:
 * the margin below the fuse, what draws beside chargers as it has to be taken, and how much it may rise (smart-charging
 * 3.2, 3.3); all that a charger can which goes by nothing or is away (3.4, 7.3, 8); and the start of one more vehicle, which
 * begins by itself.
 */
export function tightLines({ circuits, chargers }: SiteFlows, tightness: Tightness): Set<string> {
  const { above, worstA, metered, isBlind } = tightness
  const tight = new Set<string>()
  for (const { name, ratedA, unmanaged } of circuits) {
    const below = chargers.filter(({ planned }) => above.get(planned.circuit)!.includes(name))
    const riseA = metered.has(name) && !isBlind ? riseShare * ratedA : 0
    const limitA = ratedA - Math.max(marginShare * ratedA, leastMarginA) - riseA
    for (const phase of phases) {
      const on = below.filter(({ planned }) => linesOf(planned).includes(phase))
      const kept = on.reduce((sum, one) => sum + keptA(one, phase), 0)
      const next = Math.max(0, ...on.filter(isFree).map(({ planned }) => ampsOf(planned, planned.fallback)))
      const others = isBlind ? worstA.get(name)! : unmanaged[phase]
      if (kept + next + others > limitA) tight.add(lineOf(name, phase))
    }
  }
  return tight
}

/** On which a charger may draw. */
export function linesOf({ phases: count, firstPhase }: PlannedCharger): readonly SupplyPhase[] {
  return count === 3 ? phases : [firstPhase]
}

type Seen = SiteFlows['chargers'][number]

function isFree({ evse, isOnline }: Seen): boolean {
  return evse.session === null && isOnline
}

function keptA({ planned, evse, amps, isOnline }: Seen, phase: SupplyPhase): number {
  const { misbehaviour, least, fallback, maxA, maxW, current, standbyW } = planned
  const most = current === 'AC' ? maxA : maxW!
  const standbyA = standbyW / wattsPerAmp
  if (evse.session === null) return standbyA + (isOnline ? 0 : ampsOf(planned, fallback))
  if (misbehaviour.ignoresProfiles) return standbyA + ampsOf(planned, most)
  // What its meter does not show looks like something else.
  const hiddenA = (misbehaviour.reportedPhases ?? 3) < 3 ? amps[phase] : 0
  const heldA = isOnline ? 0 : Math.max(amps[phase] - standbyA, ampsOf(planned, fallback))
  return standbyA + Math.max(ampsOf(planned, least), heldA) + hiddenA
}

/** Of a rate in A or, of direct current, in W. */
function ampsOf({ current, efficiency }: PlannedCharger, rate: number): number {
  return current === 'AC' ? rate : rate / efficiency / wattsPerAmp
}

const phases = ['L1', 'L2', 'L3'] as const
const wattsPerAmp = 3 * 230
// Smart-charging 3.2.
const marginShare = 0.03
const leastMarginA = 1
const riseShare = 0.05
