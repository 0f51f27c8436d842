import type { Reason } from '../dispatch/reason.ts'
import type { LimitKind, LimitSource } from './limit.ts'
import { limitAt } from './limit-at.ts'
import type { CircuitRow } from './rows-of.ts'

/** What makes a row's limit what it is. `rating`: fuse or cable, or what a charger can do. */
export type BindingLimit = {
  kind: 'rating' | 'power' | 'contract' | 'transformer' | 'unbalance' | LimitKind
  /** As `boundBy` names it: the row, `c12/contract`, `charger5`, or `limit7`. */
  id: string
  /** Of the list of limits, when it is one. */
  limitId: number | null
  name: string
  author: string | null
  reason: string | null
  from: Temporal.Instant | null
  to: Temporal.Instant | null
  /** Before the margin. */
  value: number
  unit: 'A' | 'W'
  isFallback: boolean
}

export type EffectiveLimit = {
  /** After the margin, never below zero. */
  limit: number
  margin: number
  /** What to tell a session that the row holds back. */
  reason: Reason
  binding: BindingLimit
}

type Given = {
  /** Those of other circuits are passed over. */
  sources: readonly LimitSource[]
  at: Temporal.Instant
  /** What the contract allows at this instant, see `allowedByContract`; without it, the contract's own figure. */
  contractW?: number | undefined
}

/**
 * The lowest of all active sources (smart-charging 3.1); null when nothing limits the row. A source can only lower: every
 * one of them is in the same minimum. The margin is one below the rating of fuse, cable or transformer: what somebody
 * tells is meant as it is told (docs/decisions/0019).
 *
 * A source in A limits each line of its circuit, one in W its power: every circuit has rows of both kinds, so none needs
 * to be converted.
 */
export function effectiveLimit(row: CircuitRow, { sources, at, contractW }: Given): EffectiveLimit | null {
  const own = [ratingOf(row), contractOf(row, contractW)]
  const told = sources.map((source) => (isOn(source, row) ? toldBy(source, at) : null))
  let lowest: EffectiveLimit | null = null
  for (const binding of [...own, ...told]) {
    const limit = binding && withMargin(binding, row)
    if (limit && (lowest === null || limit.limit < lowest.limit)) lowest = limit
  }
  return lowest
}

/** Smart-charging 3.2: below the fuse's rating, in percent of it and at least so many A. */
export function marginOf({ kind, of, rated, circuit }: CircuitRow): number {
  if (kind !== 'current' || rated === null || of === 'charger') return 0
  return Math.max((rated * circuit.marginPercent) / 100, circuit.leastMarginA)
}

/**
 * Smart-charging 3.2: how much a metered load may rise before we can act; 5 % of the limit until it is known. Raises leave
 * it free; what runs is lowered only for the limit itself, or every rise would change every grant.
 */
export function riseMargin(usualRise: number | null, limit: number): number {
  return usualRise ?? limit * 0.05
}

function withMargin(binding: BindingLimit, row: CircuitRow): EffectiveLimit {
  const margin = binding.kind === 'rating' || binding.kind === 'transformer' ? marginOf(row) : 0
  const limit = Math.max(0, binding.value - margin)
  return { limit, margin, reason: reasonOf(binding, row), binding }
}

const own = { limitId: null, author: null, reason: null, from: null, to: null, isFallback: false }

function ratingOf(row: CircuitRow): BindingLimit | null {
  const { id, of, kind, rated, circuit } = row
  if (rated === null) return null
  const unit = kind === 'power' ? 'W' : 'A'
  if (of === 'charger') return { ...own, kind: 'rating', id: id.split('/')[0]!, name: id, value: rated, unit }
  const name = kind === 'power' ? 'power' : of === 'circuit' ? 'rating' : of
  return { ...own, kind: name, id, name: circuit.name, value: rated, unit }
}

function contractOf({ of, kind, circuit }: CircuitRow, allowedW = circuit.contractW): BindingLimit | null {
  if (of !== 'circuit' || kind !== 'power' || circuit.contractW === null || allowedW === null) return null
  return { ...own, kind: 'contract', id: `c${circuit.id}/contract`, name: circuit.name, value: allowedW, unit: 'W' }
}

function isOn({ circuitId, unit }: LimitSource, { of, kind, circuit }: CircuitRow): boolean {
  return of === 'circuit' && circuit.id === circuitId && (unit === 'W') === (kind === 'power')
}

function toldBy(source: LimitSource, at: Temporal.Instant): BindingLimit | null {
  const said = limitAt(source, at)
  if (!said) return null
  const { id, kind, name, author, reason, unit } = source
  return { kind, id: `limit${id}`, limitId: id, name, author, reason, unit, ...said }
}

const reasonByKind: Partial<Record<BindingLimit['kind'], Reason>> = {
  external: 'external_limit',
  'grid-operator': 'grid_operator_limit',
  flexibility: 'flexibility_activation',
  operator: 'operator_limit',
  unbalance: 'unbalance_limit',
}

/** A fuse or cable holds back a phase; schedules, contracts and heat hold back the circuit. */
function reasonOf({ kind }: BindingLimit, { of, phase, circuit }: CircuitRow): Reason {
  if (of === 'charger') return 'charger_limit'
  const isOfPhase = (kind === 'rating' || kind === 'transformer') && phase !== null && circuit.phases === 3
  return reasonByKind[kind] ?? (isOfPhase ? 'phase_limit' : 'circuit_limit')
}
