import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconEraser, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { ChargingProfile } from '../../../../../api/console/wire/charging-profiles.ts'
import { post } from '../../../api/request.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useTold } from '../../../parts/use-told.ts'
import { Instant } from '../../../parts/values.tsx'
import { barrierTo } from '../barrier.ts'
import { limitText } from './limit-text.ts'
import classes from './limits.module.css'

interface ProfileSectionProps {
  detail: ChargerDetail
  profiles: readonly ChargingProfile[]
}

/** Every charging profile that the charger has or shall have. */
export function ProfileSection({ detail, profiles }: ProfileSectionProps) {
  const { t } = useTranslation('limits')
  const { t: charger } = useTranslation('charger')
  const told = useTold()
  const [clearing, setClearing] = useState<ChargingProfile | 'all' | null>(null)
  const { id } = detail.row
  const barrier = barrierTo('trigger', detail)
  const button = { size: 'xs', variant: 'default', disabled: barrier !== null } as const
  return (
    <section aria-labelledby="profiles-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="profiles-title">
          {t('profiles.title')}
        </Title>
        <Needs role="operator">
          <div className={classes.actions} title={barrier === null ? undefined : charger(`why.${barrier}`)}>
            <Button
              {...button}
              leftSection={<IconRefresh size={15} aria-hidden />}
              onClick={() =>
                void told(post(`chargers/${id}/charging-profiles/read`), t('profiles.asked')).catch(() => {})
              }
            >
              {t('profiles.read')}
            </Button>
            {profiles.length > 0 && (
              <Button {...button} leftSection={<IconEraser size={15} aria-hidden />} onClick={() => setClearing('all')}>
                {t('profiles.clearAll')}
              </Button>
            )}
          </div>
        </Needs>
      </div>
      {profiles.length === 0 && <p className={classes.hint}>{t('profiles.none')}</p>}
      {profiles.length > 0 && (
        <ul className={classes.list} aria-labelledby="profiles-title">
          {profiles.map((profile) => (
            <ProfileRow
              key={profile.id}
              profile={profile}
              isBarred={barrier !== null}
              onClear={() => setClearing(profile)}
            />
          ))}
        </ul>
      )}
      {clearing !== null && (
        <ConfirmDialog
          opened
          onClose={() => setClearing(null)}
          title={clearing === 'all' ? t('profiles.clearAllTitle') : t('profiles.clearTitle', { id: clearing.id })}
          action={t('profiles.clear')}
          onConfirm={() =>
            told(
              post(`chargers/${id}/charging-profiles/clear`, clearing === 'all' ? {} : { id: clearing.id }),
              t('asked'),
            )
          }
          dangerous
        >
          {t('profiles.clearText')}
        </ConfirmDialog>
      )}
    </section>
  )
}

interface ProfileRowProps {
  profile: ChargingProfile
  isBarred: boolean
  onClear: () => void
}

function ProfileRow({ profile, isBarred, onClear }: ProfileRowProps) {
  const { t } = useTranslation('limits')
  const { id, evse, purpose, kind, stackLevel, unit, periods, isInstalled, isDesired, recurrence, at } = profile
  const limits = periods.slice(0, 6).map(({ limit }) => limitText(t, limit, unit))
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{t(`purpose.${purpose}`)}</strong>
        <span className={classes.dim}>
          {t('profiles.place', { id, place: evse === 0 ? t('whole') : t('evse', { evse }), level: stackLevel })}
        </span>
      </div>
      <div className={classes.words}>
        <span>
          {limits.join(' → ')}
          {periods.length > limits.length && ' …'}
        </span>
        <span className={classes.dim}>
          {t(`kind.${kind}`)}
          {recurrence !== null && `, ${t(`recurrence.${recurrence}`)}`}
        </span>
      </div>
      <div className={classes.words}>
        {isInstalled && isDesired && <Mark tone="good" icon={IconCircleCheck} label={t('profiles.installed')} />}
        {isInstalled && !isDesired && (
          <Mark tone="warn" icon={IconAlertTriangle} label={t('profiles.foreign')} hint={t('profiles.foreignHint')} />
        )}
        {!isInstalled && <Mark tone="active" icon={IconClock} label={t('profiles.awaited')} />}
        <span className={classes.dim}>
          <Instant at={at} />
        </span>
      </div>
      {isInstalled && purpose !== 'external' && (
        <Needs role="operator">
          <Button
            size="xs"
            variant="default"
            disabled={isBarred}
            onClick={onClear}
            aria-label={t('profiles.clearOne', { id })}
          >
            {t('profiles.clear')}
          </Button>
        </Needs>
      )}
    </li>
  )
}
