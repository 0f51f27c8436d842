import type { CircuitView, NewCircuit } from '../../../../../api/console/wire/circuits.ts'
import { amountText, optionalAmount } from '../amount.ts'

/** A circuit as its form has it; power in kW. */
export interface CircuitForm extends Record<string, unknown> {
  name: string
  /** '' is a grid connection. */
  parent: string
  phases: '1' | '3'
  wiring: 'star' | 'delta'
  voltageV: string
  ratedA: string
  limit: string
  contract: string
  unbalanceA: string
  marginPercent: string
  leastMarginA: string
  /** What else draws there when no meter tells, all day: A per phase. */
  assumedA: string
}

export const amountFields = [
  'voltageV',
  'ratedA',
  'limit',
  'contract',
  'unbalanceA',
  'marginPercent',
  'leastMarginA',
  'assumedA',
] as const

export function formOf(circuit: CircuitView | null, parent: CircuitView | null): CircuitForm {
  return {
    name: circuit?.name ?? '',
    parent: String(circuit ? (circuit.parentId ?? '') : (parent?.id ?? '')),
    phases: (circuit ?? parent)?.phases === 1 ? '1' : '3',
    wiring: (circuit ?? parent)?.wiring ?? 'star',
    voltageV: amountText((circuit ?? parent)?.voltageV ?? 230),
    ratedA: amountText(circuit?.ratedA),
    limit: amountText(circuit?.limitW, 0.001),
    contract: amountText(circuit?.contractW, 0.001),
    unbalanceA: amountText(circuit?.unbalanceA),
    marginPercent: amountText(circuit?.marginPercent ?? 3),
    leastMarginA: amountText(circuit?.leastMarginA ?? 1),
    assumedA: isPlain(circuit) ? amountText(circuit?.assumed[0]?.amps.L1) : '',
  }
}

/** Whether what is assumed is the same all day and on all phases, as the form can show it. */
export function isPlain(circuit: CircuitView | null): boolean {
  const [first, ...rest] = circuit?.assumed ?? []
  if (!first) return true
  const { L1, L2, L3 } = first.amps
  return rest.length === 0 && L1 === L2 && L2 === L3
}

/** What the form says; an assumed load that it cannot show stays as it is. */
export function circuitOf(form: CircuitForm, circuit: CircuitView | null): NewCircuit {
  const watts = (text: string) => {
    const value = optionalAmount(text) ?? null
    return value === null ? null : Math.round(value * 1_000)
  }
  const assumed = optionalAmount(form.assumedA) ?? null
  const says = assumed === null ? [] : [{ from: '00:00', amps: { L1: assumed, L2: assumed, L3: assumed } }]
  return {
    name: form.name.trim(),
    parentId: form.parent === '' ? null : Number(form.parent),
    phases: form.phases === '1' ? 1 : 3,
    wiring: form.wiring,
    voltageV: optionalAmount(form.voltageV) ?? 230,
    ratedA: optionalAmount(form.ratedA) ?? null,
    limitW: watts(form.limit),
    contractW: watts(form.contract),
    unbalanceA: optionalAmount(form.unbalanceA) ?? null,
    marginPercent: optionalAmount(form.marginPercent) ?? 3,
    leastMarginA: optionalAmount(form.leastMarginA) ?? 1,
    ...(isPlain(circuit) || assumed !== null ? { assumed: says } : {}),
  }
}
