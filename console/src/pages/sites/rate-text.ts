import { formatNumber, formatPower } from '../../format/format.ts'

type Unit = 'A' | 'W'

/** `16 A` or `11 kW`: what an EVSE may give, or a circuit carry. */
export function rateText(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return '–'
  return unit === 'W' ? formatPower(value) : `${formatNumber(value, [0, 1])} A`
}

/** Of a row: watts for power, amperes for currents and how far they may lie apart. */
export function unitOf(kind: 'current' | 'power' | 'unbalance'): Unit {
  return kind === 'power' ? 'W' : 'A'
}
