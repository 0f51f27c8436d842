import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format/format.ts'

/** `400 days`, or `for ever` for 0. */
export function useDaysText(): (days: number) => string {
  const { t } = useTranslation('settings')
  return (days) =>
    days === 0 ? t('retention.forever') : t('retention.days', { count: days, shown: formatNumber(days) })
}
