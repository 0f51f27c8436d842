import type { TFunction } from 'i18next'
import { formatNumber, formatPower } from '../../../format/format.ts'

/** `16 A`, `7.4 kW`, or that nothing limits. */
export function limitText(t: TFunction<'limits'>, limit: number | null, unit: 'A' | 'W' | null): string {
  if (limit === null) return t('unlimited')
  if (limit === 0) return t('paused')
  return unit === 'W' ? formatPower(limit) : `${formatNumber(limit, [0, 1])} A`
}
