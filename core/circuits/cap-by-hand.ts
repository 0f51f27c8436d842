import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { LimitKey, LimitSource } from './limit.ts'
import { withdrawLimits, writeLimits } from './write-limits.ts'

export type HandCap = {
  circuitId: number
  unit: 'A' | 'W'
  value: number
  /** Null: until somebody takes it away. */
  until: Temporal.Instant | null
  reason: string | null
}

/**
 * An operator's cap on a circuit, from now on: one per circuit, whoever sets it, so that the next one replaces it. It
 * ends by itself at its time, and can be undone or taken away before (`undoLimits`, with `handCapOf`).
 */
export async function capByHand(
  ctx: Uses<'now' | 'transaction'>,
  { circuitId, unit, value, until, reason }: HandCap,
): Promise<LimitSource> {
  const now = ctx.now()
  if (until !== null && Temporal.Instant.compare(until, now) <= 0) {
    throw new Problem('invalid_value', 'The cap would be over already.', { subject: 'until' })
  }
  const intervals = [{ from: now, to: until, value }]
  return (await writeLimits(ctx, { ...handCapOf(circuitId), unit, reason, intervals, lease: null }))!
}

/** Takes the operator's cap away. */
export function liftCap(ctx: Uses<'siteLimits' | 'transaction'>, circuitId: number): Promise<void> {
  return withdrawLimits(ctx, handCapOf(circuitId))
}

export function handCapOf(circuitId: number): LimitKey {
  return { circuitId, kind: 'operator', name: 'by hand' }
}
