import { type ActivationOutcome, orderedAt } from '../planner/activation.ts'
import type { SiteAdvice } from '../steering/round.ts'
import type { Activation } from './flexibility.ts'
import { bindingOf, orderOf } from './order-of.ts'

type Given = {
  /** What the plan advises; null: there is no plan to go by. */
  advice: SiteAdvice | null
  nowS: number
  /** At the grid connection, beside our vehicles. */
  baseW: number
  /** What the site drew when it began. */
  startW: number
  /** By the last plan; null: it knew nothing of the activation. */
  outcome: ActivationOutcome | null
}

/**
 * The advice of a round while an activation runs: its power at this moment, the ramp included. What a plan has found to
 * be impossible without hurting minimum targets is left to them (smart-charging 1.5, 6.4); an even lower wish stays.
 */
export function adviceUnder(
  activation: Activation,
  { advice, nowS, baseW, startW, outcome }: Given,
): SiteAdvice | null {
  if (activation.state !== 'acknowledged' && activation.state !== 'running') return advice
  const ordered = orderedAt(orderOf(activation), { nowS, startW })
  if (!ordered) return advice
  const boundBy = bindingOf(activation)
  const powerW = ordered.highW + excessAt(outcome, nowS)
  if (advice && advice.boundBy !== boundBy && advice.powerW < powerW) return advice
  // Without a plan nobody knows who could not wait: then all keep their smallest rate.
  return { powerW, reason: 'flexibility_activation', boundBy, baseW, isOrder: outcome !== null }
}

function excessAt(outcome: ActivationOutcome | null, nowS: number): number {
  if (outcome?.status !== 'partial') return 0
  const missed = outcome.shortfalls.find(({ fromS, toS }) => fromS <= nowS && nowS < toS)
  return Math.max(0, missed?.byW ?? 0)
}
