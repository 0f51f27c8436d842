import { Button, Group, NativeSelect, Switch, Title } from '@mantine/core'
import { IconCircleCheck, IconClockHour4, IconKey, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VehicleLinkChange } from '../../../../api/console/wire/vehicle-link.ts'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { del, patch, post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { SecretOnce } from '../../parts/secret-once.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { useRole } from '../../parts/use-role.ts'
import { Instant } from '../../parts/values.tsx'
import { SaidLast } from './said-last.tsx'
import { refreshVehicles, useVehicleLink } from './use-vehicles.ts'
import classes from './vehicles.module.css'

const climates = ['vehicle', 'automatic', 'ventilation', 'heating', 'cooling'] as const
const driveoffModes = ['minutesOfDay', 'minutesUntilDeparture'] as const

/** How a vehicle talks to us while it charges (VDV 261): its password, what it is told, and what it said last. */
export function LinkSection({ vehicle }: { vehicle: Vehicle }) {
  const { t } = useTranslation('vehicles')
  const { data: link, error, refetch } = useVehicleLink(vehicle.id)
  const { may } = useRole()
  const outcome = useOutcome()

  async function change(what: VehicleLinkChange) {
    try {
      await patch(`vehicles/${vehicle.id}/link`, what)
      outcome.done(t('link.changed'))
    } catch (failure) {
      outcome.failed(failure)
    }
    void refreshVehicles()
  }

  return (
    <section aria-labelledby="link" className={classes.section}>
      <Title order={2} id="link" className={classes.sectionTitle}>
        {t('link.title')}
      </Title>
      {vehicle.vin === null && <p className={classes.hint}>{t('link.noVin')}</p>}
      {error && !link && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!link && !error && <LoadingRows rows={2} height={40} />}
      {link && (
        <>
          <p>
            {link.passwordSetAt === null ? (
              <Mark plain tone="quiet" icon={IconLock} label={t('link.none')} />
            ) : link.synchronisedAt === null ? (
              <Mark tone="warn" icon={IconClockHour4} label={t('link.waiting')} hint={t('link.waitingHint')} />
            ) : (
              <>
                <Mark tone="good" icon={IconCircleCheck} label={t('link.synchronised')} />{' '}
                <span className={classes.dim}>
                  {t('link.since')} <Instant at={link.synchronisedAt} />
                </span>
              </>
            )}
          </p>
          <Password vehicle={vehicle} hasPassword={link.passwordSetAt !== null} />
          <div className={classes.switches}>
            <Switch
              label={t('link.enabled')}
              checked={link.isEnabled}
              disabled={!may('operator')}
              onChange={(event) => void change({ isEnabled: event.currentTarget.checked })}
            />
            <Switch
              label={t('link.preconditions')}
              description={t('link.preconditionsHint')}
              checked={link.preconditions}
              disabled={!may('operator')}
              onChange={(event) => void change({ preconditions: event.currentTarget.checked })}
            />
            <NativeSelect
              label={t('link.climate')}
              data={climates.map((value) => ({ value, label: t(`link.climates.${value}`) }))}
              value={link.climate}
              disabled={!may('operator')}
              onChange={(event) => void change({ climate: climates.find((one) => one === event.currentTarget.value)! })}
            />
            <NativeSelect
              label={t('link.driveoff')}
              description={t('link.driveoffHint')}
              data={[
                { value: '', label: t('link.driveoffUsual') },
                ...driveoffModes.map((value) => ({ value, label: t(`link.driveoffs.${value}`) })),
              ]}
              value={link.driveoff ?? ''}
              disabled={!may('operator')}
              onChange={(event) =>
                void change({ driveoff: driveoffModes.find((one) => one === event.currentTarget.value) ?? null })
              }
            />
          </div>
          {link.heard === null ? <p className={classes.hint}>{t('link.silent')}</p> : <SaidLast heard={link.heard} />}
        </>
      )}
    </section>
  )
}

/** A new password is shown once, to be copied into the vehicle. */
function Password({ vehicle, hasPassword }: { vehicle: Vehicle; hasPassword: boolean }) {
  const { t } = useTranslation('vehicles')
  const outcome = useOutcome()
  const [asked, setAsked] = useState<'renew' | 'revoke' | null>(null)
  const [made, setMade] = useState<string | null>(null)

  async function act(how: () => Promise<unknown>) {
    try {
      await how()
    } catch (failure) {
      outcome.failed(failure)
      throw failure
    }
    void refreshVehicles()
  }
  const renew = () =>
    act(async () => setMade((await post<{ password: string }>(`vehicles/${vehicle.id}/password`, {})).password))
  const revoke = () =>
    act(async () => {
      await del(`vehicles/${vehicle.id}/password`)
      outcome.done(t('link.revoked'))
    })

  return (
    <Needs role="administrator">
      <Group gap="sm">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconKey size={16} aria-hidden />}
          disabled={vehicle.vin === null}
          onClick={() => (hasPassword ? setAsked('renew') : void renew().catch(() => {}))}
        >
          {t(hasPassword ? 'link.renew' : 'link.make')}
        </Button>
        {hasPassword && (
          <Button variant="default" size="xs" c="var(--vy-bad)" onClick={() => setAsked('revoke')}>
            {t('link.revoke')}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={asked === 'renew'}
        onClose={() => setAsked(null)}
        title={t('link.renew')}
        action={t('link.renew')}
        onConfirm={renew}
      >
        {t('link.renewText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'revoke'}
        dangerous
        onClose={() => setAsked(null)}
        title={t('link.revoke')}
        action={t('link.revoke')}
        onConfirm={revoke}
      >
        {t('link.revokeText')}
      </ConfirmDialog>
      <SecretOnce
        title={t('link.passwordOf', { vehicle: vehicle.vehicle })}
        secrets={
          made === null
            ? null
            : [
                { label: t('link.user'), value: vehicle.vin ?? '' },
                { label: t('link.password'), value: made },
              ]
        }
        onClose={() => setMade(null)}
      />
    </Needs>
  )
}
