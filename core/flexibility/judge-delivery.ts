import { type DeliveredMinute, deliveredPerMinute, orderedAt } from '../planner/activation.ts'
import type { Activation, ActivationMinute, PartialDelivery } from './flexibility.ts'
import { orderOf } from './order-of.ts'

export type JudgedMinute = DeliveredMinute & {
  lowW: number | null
  highW: number
  /** Null: not measured, or still on its way. */
  isKept: boolean | null
}

/** Each minute of an activation up to now: baseline, order, what was drawn, and whether that kept the order. */
export function judgedMinutes(
  activation: Activation,
  measured: readonly ActivationMinute[],
  nowS: number,
): JudgedMinute[] {
  const order = orderOf(activation)
  const span = { fromS: minuteOf(order.fromS), toS: Math.min(order.toS, nowS) }
  const samples = measured.map(({ at, powerW }) => ({ atS: minuteOf(at.epochMilliseconds / 1_000), powerW }))
  const judgedFromS = order.fromS + order.rampS + graceS
  return deliveredPerMinute(activation.baseline, samples, span).flatMap((minute) => {
    const atS = Math.min(order.toS - 1, Math.max(order.fromS, minute.fromS + 30))
    const ordered = orderedAt(order, { nowS: atS, startW: activation.startW ?? minute.baselineW })
    if (!ordered) return []
    const { measuredW } = minute
    const isJudged = measuredW !== null && minute.fromS >= judgedFromS
    return [{ ...minute, ...ordered, isKept: isJudged ? isWithin(ordered, measuredW) : null }]
  })
}

/** What became of an activation that is over: kept in 95 % of its minutes after the ramp, or partial and why. */
export function judgeDelivery(
  minutes: readonly JudgedMinute[],
  known: PartialDelivery | null,
): { state: 'delivered' | 'partial'; partial: PartialDelivery | null } {
  const judged = minutes.filter(({ isKept }) => isKept !== null)
  const kept = judged.filter(({ isKept }) => isKept)
  if (judged.length > 0 && kept.length >= judged.length * 0.95) return { state: 'delivered', partial: null }
  const reason = judged.length === 0 ? 'not_measured' : 'measured'
  return { state: 'partial', partial: judged.length > 0 && known ? known : { reason, shortfalls: [] } }
}

/** Chargers take time: what is drawn in the first minutes after the ramp is shown and not judged. */
const graceS = 120

function isWithin({ lowW, highW }: { lowW: number | null; highW: number }, powerW: number): boolean {
  const above = Math.max(500, Math.abs(highW) * 0.02)
  const below = Math.max(500, Math.abs(lowW ?? 0) * 0.02)
  return powerW <= highW + above && (lowW === null || powerW >= lowW - below)
}

function minuteOf(seconds: number): number {
  return Math.floor(seconds / 60) * 60
}
