import type { CapToSet, WhatIf, WhatIfAnswer } from '../../../../../api/console/wire/circuit-limits.ts'
import { amountOf } from '../amount.ts'

/** A cap as its form has it. */
export interface CapForm extends Record<string, unknown> {
  amount: string
  unit: 'A' | 'kW'
  /** In the browser's zone; '' is until it is taken back. */
  until: string
  reason: string
}

/** What a cap would be asked about; null while what is typed is no amount. */
export function whatIfOf({ amount, unit }: Pick<CapForm, 'amount' | 'unit'>): WhatIf | null {
  const value = amountOf(amount)
  if (value === null || value > 1_000_000) return null
  return unit === 'A' ? { value, unit: 'A' } : { value: Math.round(value * 1_000), unit: 'W' }
}

export function capOf({ until, reason, ...rest }: CapForm): CapToSet {
  return {
    ...(whatIfOf(rest) ?? { value: 0, unit: 'A' }),
    until: until === '' ? null : new Date(until).toISOString(),
    reason: reason.trim(),
  }
}

/** Whoever would be late by the cap first, then who would lose most. */
export function worstFirst(sessions: WhatIfAnswer['sessions']): WhatIfAnswer['sessions'] {
  const newlyLate = (one: WhatIfAnswer['sessions'][number]) => (one.wouldBeLate && !one.isLate ? 1 : 0)
  const lost = (one: WhatIfAnswer['sessions'][number]) =>
    one.granted === 0 ? 0 : (one.granted - one.wouldBeGranted) / one.granted
  return [...sessions].sort(
    (a, b) =>
      newlyLate(b) - newlyLate(a) ||
      Number(b.wouldBeLate) - Number(a.wouldBeLate) ||
      lost(b) - lost(a) ||
      a.sessionId - b.sessionId,
  )
}
