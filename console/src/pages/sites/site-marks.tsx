import {
  IconActivity,
  IconAlertTriangle,
  IconCalendarOff,
  IconCalendarTime,
  IconCircleOff,
  IconEye,
  IconPlayerPause,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SiteRow } from '../../../../api/console/wire/sites.ts'
import { Mark } from '../../parts/mark.tsx'

/** Whether the engine steers a site, and whether from here. */
export function SiteMark({ row }: { row: Pick<SiteRow, 'isLive' | 'isSteered'> }) {
  const { t } = useTranslation('sites')
  if (!row.isLive) return <Mark tone="quiet" icon={IconCircleOff} label={t('state.off')} hint={t('state.offHint')} />
  if (!row.isSteered)
    return <Mark tone="warn" icon={IconEye} label={t('state.elsewhere')} hint={t('state.elsewhereHint')} />
  return <Mark tone="good" icon={IconActivity} label={t('state.live')} hint={t('state.liveHint')} />
}

/** Whether there is a plan, or the dispatcher works alone. */
export function PlannerMark({ planner }: Pick<SiteRow, 'planner'>) {
  const { t } = useTranslation('sites')
  const tone = { planned: 'good', late: 'warn', none: 'quiet' } as const
  const icon = { planned: IconCalendarTime, late: IconAlertTriangle, none: IconCalendarOff }
  const { state } = planner
  return (
    <Mark plain tone={tone[state]} icon={icon[state]} label={t(`planner.${state}`)} hint={t(`planner.${state}Hint`)} />
  )
}

export function WaitingMark({ count }: { count: number }) {
  const { t } = useTranslation('sites')
  return count === 0 ? null : (
    <Mark plain tone="warn" icon={IconPlayerPause} label={t('waiting', { count })} hint={t('waitingHint')} />
  )
}

export function LateMark({ count }: { count: number }) {
  const { t } = useTranslation('sites')
  return count === 0 ? null : <Mark plain tone="bad" icon={IconAlertTriangle} label={t('late', { count })} />
}
