import type { LimitsToWrite } from '../../../../../api/console/wire/circuit-limits.ts'
import { amountOf } from '../amount.ts'

/** A list of limits as its form has it; times are in the browser's zone. */
export interface ListForm extends Record<string, unknown> {
  circuit: string
  name: string
  unit: 'A' | 'kW'
  reason: string
  intervals: Span[]
}

/** '' as its end: until it is withdrawn. */
export interface Span {
  key: string
  from: string
  to: string
  amount: string
}

export function listOf({ name, unit, reason, intervals }: ListForm): LimitsToWrite {
  return {
    name: name.trim(),
    unit: unit === 'A' ? 'A' : 'W',
    reason: reason.trim() || null,
    intervals: intervals.map(({ from, to, amount }) => ({
      from: new Date(from).toISOString(),
      to: to === '' ? null : new Date(to).toISOString(),
      value: limitOf(amount, unit) ?? 0,
    })),
  }
}

/** What is wrong with a span, by field; `nowMs` is the server's. */
export function spanFaults({ from, to, amount }: Span, unit: ListForm['unit'], nowMs: number) {
  const [begins, ends] = [new Date(from).getTime(), new Date(to).getTime()]
  return {
    ...(limitOf(amount, unit) === null ? { amount: 'amount' as const } : {}),
    ...(Number.isNaN(begins) ? { from: 'from' as const } : {}),
    ...(to !== '' && !(ends > begins && ends > nowMs) ? { to: 'to' as const } : {}),
  }
}

export function hasZero({ unit, intervals }: Pick<ListForm, 'unit' | 'intervals'>): boolean {
  return intervals.some(({ amount }) => limitOf(amount, unit) === 0)
}

function limitOf(amount: string, unit: ListForm['unit']): number | null {
  const value = amountOf(amount)
  if (value === null || value > 1_000_000) return null
  return unit === 'A' ? value : Math.round(value * 1_000)
}
