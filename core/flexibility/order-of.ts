import type { OrderedPower } from '../planner/activation.ts'
import { windowsOf } from '../planner/activation.ts'
import type { FlexibilityWindow } from '../planner/plan-input.ts'
import type { Activation } from './flexibility.ts'

/** As sessions name what binds them. */
export function bindingOf({ id }: Pick<Activation, 'id'>): string {
  return `activation${id}`
}

/** An activation as the planner takes it; one that was cancelled ended then. */
export function orderOf(activation: Activation): OrderedPower {
  const fromS = secondsOf(activation.from)
  const toS = Math.max(fromS, endOf(activation))
  return { id: bindingOf(activation), fromS, toS, rampS: activation.rampSeconds, targets: activation.targets }
}

/** What all activations of a site ask of a plan made now, the making up afterwards included. */
export function windowsAhead(
  activations: readonly Activation[],
  { nowS, gridW }: { nowS: number; gridW: number },
): FlexibilityWindow[] {
  return activations.flatMap((activation) => {
    const order = orderOf(activation)
    const { baseline } = activation
    const ahead = baseline.blocks.findIndex(({ startS, endS }) => startS <= order.fromS && order.fromS < endS)
    // Before it begins, its ramp starts where the baseline will be.
    const fromW = nowS >= order.fromS ? gridW : (baseline.gridW[ahead] ?? gridW)
    // What was cancelled before it began has put nothing off.
    if (activation.state === 'cancelled' && activation.startedAt === null) return []
    const reboundUntilS = secondsOf(activation.reboundUntil)
    return windowsOf(order, { nowS, gridW: fromW, peakBeforeW: baseline.peakW, reboundUntilS })
  })
}

/** Where an activation changes something. */
export function edgesOf(activations: readonly Activation[]): Temporal.Instant[] {
  return activations.flatMap(({ from, to, rampSeconds, reboundUntil }) => [
    from,
    ...(rampSeconds > 0 ? [from.add({ seconds: rampSeconds })] : []),
    to,
    reboundUntil,
  ])
}

function endOf({ to, state, endedAt }: Activation): number {
  return secondsOf(state === 'cancelled' && endedAt ? endedAt : to)
}

function secondsOf(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1_000)
}
