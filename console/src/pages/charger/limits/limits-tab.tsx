import { Button, Title } from '@mantine/core'
import { IconArrowBackUp, IconGauge } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { ChargingProfiles } from '../../../../../api/console/wire/charging-profiles.ts'
import { post } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useTold } from '../../../parts/use-told.ts'
import { barrierTo } from '../barrier.ts'
import { useOwn } from '../use-own.ts'
import { LimitDialog } from './limit-dialog.tsx'
import { limitText } from './limit-text.ts'
import classes from './limits.module.css'
import { ProfileSection } from './profile-section.tsx'
import { ScheduleSection } from './schedule-section.tsx'

/** What a charger may give at most: by our limits, by others', and what comes of all profiles together. */
export function LimitsTab({ detail }: { detail: ChargerDetail }) {
  const { data, error, refetch } = useOwn<ChargingProfiles>(detail.row.id, 'charging-profiles')
  return (
    <div className={classes.tab}>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} />)}
      {data && (
        <>
          <LimitSection detail={detail} profiles={data} />
          <ScheduleSection detail={detail} />
          <ProfileSection detail={detail} profiles={data.items} />
        </>
      )}
    </div>
  )
}

function LimitSection({ detail, profiles }: { detail: ChargerDetail; profiles: ChargingProfiles }) {
  const { t } = useTranslation('limits')
  const { t: charger } = useTranslation('charger')
  const told = useTold()
  const [dialog, setDialog] = useState<'set' | 'clear' | null>(null)
  const { id } = detail.row
  const barrier = barrierTo('trigger', detail)
  const limits = profiles.items.filter(({ limitOf }) => limitOf !== null)
  const { fromOutside } = profiles
  return (
    <section aria-labelledby="limit-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="limit-title">
          {t('limit.title')}
        </Title>
        <Needs role="operator">
          <div className={classes.actions} title={barrier === null ? undefined : charger(`why.${barrier}`)}>
            <Button
              size="xs"
              leftSection={<IconGauge size={15} aria-hidden />}
              disabled={barrier !== null}
              onClick={() => setDialog('set')}
            >
              {t('limit.set')}
            </Button>
            {limits.length > 0 && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowBackUp size={15} aria-hidden />}
                disabled={barrier !== null}
                onClick={() => setDialog('clear')}
              >
                {t('limit.clear')}
              </Button>
            )}
          </div>
        </Needs>
      </div>
      {limits.length + fromOutside.length === 0 && <p className={classes.hint}>{t('limit.none')}</p>}
      {limits.length + fromOutside.length > 0 && (
        <ul className={classes.list} aria-labelledby="limit-title">
          {limits.map((one) => (
            <li key={one.id} className={classes.row}>
              <strong>{one.limitOf === 0 ? t('whole') : t('evse', { evse: one.limitOf })}</strong>
              <span className={classes.amount}>{limitText(t, one.periods[0]?.limit ?? null, one.unit)}</span>
              <span className={classes.dim}>{t(one.isInstalled ? 'limit.installed' : 'limit.awaited')}</span>
            </li>
          ))}
          {fromOutside.map(({ source, evse, isGridCritical }) => (
            <li key={`${source} ${evse}`} className={classes.row}>
              <strong>{evse === null ? t('whole') : t('evse', { evse })}</strong>
              <span>{t('outside', { source })}</span>
              <span className={classes.dim}>{isGridCritical && t('gridCritical')}</span>
            </li>
          ))}
        </ul>
      )}
      {dialog === 'set' && <LimitDialog detail={detail} onClose={() => setDialog(null)} />}
      <ConfirmDialog
        opened={dialog === 'clear'}
        onClose={() => setDialog(null)}
        title={t('clear.title')}
        action={t('limit.clear')}
        onConfirm={() => told(post(`chargers/${id}/limit/clear`, {}), t('asked'))}
      >
        {t('clear.text')}
      </ConfirmDialog>
    </section>
  )
}
