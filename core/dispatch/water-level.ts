import type { Demand } from './demand.ts'
import type { Policy } from './policy.ts'

/**
 * What a session wants at a water level: `slope · (level − origin)`, between its floor and its cap.
 *
 * For laxity the level is the laxity that all shall have after the next step (smart-charging 5.2); for the equal share
 * it is the rate itself.
 */
export type Wishes = { slope: Float64Array; origin: Float64Array }

/** By what sessions in amperes and in watts are compared where no laxity does it. */
export const nominalWattsPerAmpere = 230

export function wishesOf(demands: readonly Demand[], policy: Policy): Wishes {
  const slope = new Float64Array(demands.length)
  const origin = new Float64Array(demands.length)
  const stepH = policy.stepSeconds / 3600
  for (let i = 0; i < demands.length; i++) {
    const demand = demands[i]!
    if (policy.name === 'laxity') {
      slope[i] = Math.max(demand.full, demand.step) / stepH
      origin[i] = demand.laxityH - stepH
    } else {
      const scale = demand.unit === 'W' ? nominalWattsPerAmpere : 1
      slope[i] = policy.name === 'proportional' ? scale * demand.weight : scale
    }
  }
  return { slope, origin }
}
