import type { TFunction } from 'i18next'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { formatNumber } from '../../format/format.ts'

/** `32 A, 3 phases`: what a vehicle takes from alternating current; null when nothing is known of it. */
export function acText(t: TFunction<'vehicles'>, { maxAcA, phases }: Vehicle): string | null {
  const parts = [
    maxAcA === null ? null : `${formatNumber(maxAcA, [0, 1])} A`,
    phases === null ? null : t('phases', { count: phases }),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}
