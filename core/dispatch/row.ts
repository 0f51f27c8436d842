import type { Reason } from './reason.ts'

export type Phase = 'L1' | 'L2' | 'L3'

/**
 * One limit of one circuit: the current of a phase (A), the power (W), or how far two phases may lie apart (A).
 *
 * What a row carries is `base + reserved + Σ coefficient · rate`. Where coefficients are complex (line-to-line supplies)
 * it is `base + reserved + |Σ coefficient · rate|`, for every draw between nothing and the rate (smart-charging H1').
 * An unbalance row has signs, its base too, and carries `reserved + |base + Σ coefficient · rate|`.
 */
export type Row = {
  id: string
  circuitId: string
  kind: 'current' | 'power' | 'unbalance'
  phase?: Phase
  /** After margins, never below zero. */
  limit: number
  /** What raises leave free below the limit, for other load that rises before anybody can act (smart-charging 3.2). */
  headroom?: number
  /** What is drawn there and not ours to steer. */
  base: number
  /** What chargers may draw that cannot be told otherwise now. */
  reserved: number
  /** What to say to a session that this row holds back; `boundBy` is the source of the limit, or the row itself. */
  reason: Reason
  boundBy: string
}
