import type { LimitToSet } from '../../../../../api/console/wire/charging-profiles.ts'
import { amountOf } from '../../sites/amount.ts'

/** A limit as its form has it. */
export interface LimitForm extends Record<string, unknown> {
  /** '' is the whole charger. */
  evse: string
  unit: 'A' | 'kW'
  amount: string
  /** In minutes; '' is until it is taken back. */
  minutes: string
}

export function limitOf({ evse, unit, amount, minutes }: LimitForm): LimitToSet {
  const value = amountOf(amount) ?? 0
  return {
    evse: evse === '' ? null : Number(evse),
    limitA: unit === 'A' ? Math.round(value * 10) / 10 : null,
    limitW: unit === 'kW' ? Math.round(value * 1_000) : null,
    ...(minutes.trim() === '' ? {} : { durationSeconds: Math.round((amountOf(minutes) ?? 0) * 60) }),
  }
}

export function amountFault({ unit, amount }: Pick<LimitForm, 'unit' | 'amount'>): 'amps' | 'kilowatts' | null {
  const value = amountOf(amount)
  const isRight = value !== null && value >= 0 && value <= (unit === 'A' ? 2_000 : 10_000)
  if (isRight) return null
  return unit === 'A' ? 'amps' : 'kilowatts'
}

/** A month at most, and a second at least. */
export function isDuration(minutes: string): boolean {
  if (minutes.trim() === '') return true
  const value = amountOf(minutes)
  return value !== null && value * 60 >= 1 && value * 60 <= 2_592_000
}

/** A pause of charging is asked for with a limit of nothing. */
export function isPause({ amount }: Pick<LimitForm, 'amount'>): boolean {
  return amountOf(amount) === 0
}
