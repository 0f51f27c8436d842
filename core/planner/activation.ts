import { limitRows, loadOf } from './limit-rows.ts'
import type { Plan } from './plan.ts'
import type { FlexibilityWindow, PlanInput } from './plan-input.ts'

/** An order to deliver flexibility, ramped: targets lie side by side from `fromS` to `toS`. */
export type OrderedPower = {
  id: string
  fromS: number
  toS: number
  /** How long the way from the present power to the ordered one may take. */
  rampS: number
  targets: readonly Target[]
}

/** Draw at most `highW`; with `lowW` a band, else a cap. */
export type Target = { fromS: number; toS: number; lowW: number | null; highW: number }

const rampStepS = 300

/**
 * What an activation asks of a plan made now: the rest of its ramp, from the power the site has at this moment, so that
 * a plan made in the middle of a ramp goes on from where it is; then the order; then a rebound that stays below the peak
 * of the plan before the activation (smart-charging 6.4).
 */
export function windowsOf(
  order: OrderedPower,
  now: { nowS: number; gridW: number; peakBeforeW: number; reboundUntilS: number },
): FlexibilityWindow[] {
  const { id, toS } = order
  const rampFromS = Math.max(now.nowS, order.fromS)
  const rampToS = Math.min(toS, order.fromS + order.rampS)
  const windows: FlexibilityWindow[] = []
  for (const { fromS, toS: untilS, ...band } of piecesFrom(order, { rampFromS, rampToS })) {
    const done = untilS <= rampToS ? ((fromS + untilS) / 2 - rampFromS) / (rampToS - rampFromS) : 1
    const { lowW, highW } = onTheWay(band, now.gridW, done)
    const last = windows.at(-1)
    if (last && last.lowW === lowW && last.highW === highW) last.toS = untilS
    else windows.push({ id, fromS, toS: untilS, lowW, highW })
  }
  const reboundFromS = Math.max(toS, now.nowS)
  if (reboundFromS < now.reboundUntilS) {
    const ordered = order.targets.flatMap(({ lowW, highW }) => (lowW === null ? [] : [highW]))
    const highW = Math.max(now.peakBeforeW, ...ordered)
    windows.push({ id, fromS: reboundFromS, toS: now.reboundUntilS, lowW: null, highW })
  }
  return windows
}

/** The order in force at this moment, the ramp from `startW` on included; null before and after. */
export function orderedAt(
  order: OrderedPower,
  { nowS, startW }: { nowS: number; startW: number },
): Pick<Target, 'lowW' | 'highW'> | null {
  const target = order.targets.find(({ fromS, toS }) => fromS <= nowS && nowS < toS)
  if (!target) return null
  const done = order.rampS > 0 ? Math.min(1, (nowS - order.fromS) / order.rampS) : 1
  return onTheWay(target, startW, done)
}

type Band = Pick<Target, 'lowW' | 'highW'>

// Who is within it already has no way to go.
function onTheWay({ lowW, highW }: Band, fromW: number, done: number): Band {
  if (done >= 1 || (fromW <= highW && (lowW === null || fromW >= lowW))) return { lowW, highW }
  const at = (value: number) => fromW + (value - fromW) * done
  return { lowW: lowW === null ? null : at(lowW), highW: at(highW) }
}

/** The targets from now on, cut where a step of the ramp ends. */
function piecesFrom({ targets, toS }: OrderedPower, ramp: { rampFromS: number; rampToS: number }): Target[] {
  const steps: number[] = []
  for (let atS = ramp.rampFromS + rampStepS; atS < ramp.rampToS; atS += rampStepS) steps.push(atS)
  return targets.flatMap((target) => {
    const [fromS, endS] = [Math.max(target.fromS, ramp.rampFromS), Math.min(target.toS, toS)]
    if (fromS >= endS) return []
    const cuts = [...steps, ramp.rampToS].filter((atS) => fromS < atS && atS < endS)
    const edges = [fromS, ...cuts, endS]
    return edges.slice(1).map((untilS, at) => ({ ...target, fromS: edges[at]!, toS: untilS }))
  })
}

export type ActivationOutcome =
  | { status: 'full' }
  | { status: 'partial'; reason: PartialReason; shortfalls: Shortfall[] }

/** Above the order: what is not ours, or minimum targets. Below: a limit, the grid operator's among them, or nobody there. */
export type PartialReason = 'unmanaged_load' | 'minimum_targets' | 'limit' | 'no_demand' | 'no_plan'

/** By how much a block misses the order; above zero: draws too much. `row` is the limit that keeps it too low. */
export type Shortfall = { fromS: number; toS: number; byW: number; row: string | null }

const tolerated = 0.005

/** Whether a plan delivers what was ordered, and if not, why: to be reported at once, before it happens. */
export function activationOutcome(plan: Plan, input: PlanInput, activation: OrderedPower): ActivationOutcome {
  const found = input.windows
    .filter(({ id, fromS }) => id === activation.id && fromS < activation.toS)
    .flatMap((window) => missesOf(plan, input, window))
  if (found.length === 0) return { status: 'full' }
  const worst = found.reduce((most, one) => (Math.abs(one.shortfall.byW) > Math.abs(most.shortfall.byW) ? one : most))
  const reason = plan.source === 'greedy' && worst.reason === 'minimum_targets' ? 'no_plan' : worst.reason
  return { status: 'partial', reason, shortfalls: found.map(({ shortfall }) => shortfall) }
}

type Miss = { reason: PartialReason; shortfall: Shortfall }

function missesOf(plan: Plan, input: PlanInput, window: FlexibilityWindow): Miss[] {
  return input.blocks.flatMap((block, at): Miss[] => {
    const span = { fromS: Math.max(block.startS, window.fromS), toS: Math.min(block.endS, window.toS) }
    // A block that the order touches only at its edge has its mean elsewhere.
    if (span.toS - span.fromS < (block.endS - block.startS) / 2) return []
    const gridW = plan.gridW[at]!
    const margin = Math.max(500, tolerated * Math.abs(gridW))
    if (window.highW !== null && gridW > window.highW + margin) {
      const fixedW = (input.site.baseW[at] ?? 0) - (input.site.solarW[at] ?? 0)
      const reason = fixedW > window.highW ? 'unmanaged_load' : 'minimum_targets'
      return [{ reason, shortfall: { ...span, byW: Math.round(gridW - window.highW), row: null } }]
    }
    if (window.lowW !== null && gridW < window.lowW - margin) {
      const row = fullRow(plan, input, at)
      const shortfall = { ...span, byW: Math.round(gridW - window.lowW), row }
      return [{ reason: row === null ? 'no_demand' : 'limit', shortfall }]
    }
    return []
  })
}

function fullRow(plan: Plan, input: PlanInput, at: number): string | null {
  const powerOf = (vehicle: number) => plan.vehicles[vehicle]!.powerW[at]! + plan.vehicles[vehicle]!.preconditionW[at]!
  const full = limitRows(input).find(
    (row) => row.coefficients.size > 0 && loadOf(row, powerOf) >= row.most[at]! * 0.999,
  )
  return full?.id ?? null
}

export type DeliveredMinute = { fromS: number; baselineW: number; measuredW: number | null; deliveredW: number | null }

/** What was delivered, minute by minute: baseline less what was measured; null where nothing was measured. */
export function deliveredPerMinute(
  baseline: Pick<Plan, 'blocks' | 'gridW'>,
  measured: readonly { atS: number; powerW: number }[],
  span: { fromS: number; toS: number },
): DeliveredMinute[] {
  const minutes: DeliveredMinute[] = []
  for (let fromS = span.fromS; fromS < span.toS; fromS += 60) {
    const samples = measured.filter(({ atS }) => atS >= fromS && atS < fromS + 60)
    const block = baseline.blocks.findIndex(({ startS, endS }) => startS <= fromS && fromS < endS)
    const baselineW = baseline.gridW[block] ?? 0
    const measuredW =
      samples.length === 0 ? null : samples.reduce((sum, { powerW }) => sum + powerW, 0) / samples.length
    minutes.push({ fromS, baselineW, measuredW, deliveredW: measuredW === null ? null : baselineW - measuredW })
  }
  return minutes
}
