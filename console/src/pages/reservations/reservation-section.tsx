import { Button, Switch, Title, VisuallyHidden } from '@mantine/core'
import { IconCalendarPlus, IconCalendarTime } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import type { Reservation } from '../../../../api/console/wire/reservations.ts'
import { post } from '../../api/request.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { useTold } from '../../parts/use-told.ts'
import { ReservationDialog } from './reservation-dialog.tsx'
import { ReservationRow } from './reservation-row.tsx'
import classes from './reservations.module.css'
import { refreshReservations, useReservations } from './use-reservations.ts'

/** The reservations of one charger, or of all of them: those that count, and others when they are wanted. */
export function ReservationSection({ charger }: { charger: ChargerRow | null }) {
  const { t } = useTranslation('access')
  const { t: common } = useTranslation()
  const [withEnded, setWithEnded] = useState(false)
  const [adding, setAdding] = useState(false)
  const [cancelling, setCancelling] = useState<Reservation | null>(null)
  const told = useTold(refreshReservations)
  const query = useReservations({ charger: charger?.id ?? null, withEnded })
  const { reservations, error, refetch } = query
  return (
    <section aria-labelledby="reservations-title">
      <div className={classes.head}>
        {charger ? (
          <Title order={2} className={classes.title} id="reservations-title">
            {t('reservations.title')}
          </Title>
        ) : (
          <VisuallyHidden component="h2" id="reservations-title">
            {t('reservations.list')}
          </VisuallyHidden>
        )}
        <Switch
          label={t('reservations.withEnded')}
          checked={withEnded}
          onChange={(event) => setWithEnded(event.currentTarget.checked)}
        />
        <Needs role="operator">
          <Button
            size={charger ? 'xs' : 'sm'}
            variant={charger ? 'default' : 'filled'}
            leftSection={<IconCalendarPlus size={16} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('reservations.add')}
          </Button>
        </Needs>
      </div>
      {!reservations &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={3} height={48} />)}
      {reservations?.length === 0 &&
        (charger ? (
          <p className={classes.hint}>{t('reservations.noneHere')}</p>
        ) : (
          <EmptyState icon={IconCalendarTime} title={t('reservations.empty')}>
            {t('reservations.emptyText')}
          </EmptyState>
        ))}
      {reservations && reservations.length > 0 && (
        <ul className={classes.list} aria-labelledby="reservations-title">
          {reservations.map((one) => (
            <ReservationRow
              key={one.id}
              reservation={one}
              withCharger={charger === null}
              onCancel={() => setCancelling(one)}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common('actions.loadMore')}
        </Button>
      )}
      {adding && <ReservationDialog charger={charger} onClose={() => setAdding(false)} />}
      {cancelling && (
        <ConfirmDialog
          opened
          onClose={() => setCancelling(null)}
          title={t('cancel.title', { card: cancelling.card })}
          action={t('cancel.action')}
          onConfirm={() => told(post(`reservations/${cancelling.id}/cancel`), t('cancel.done'))}
          dangerous
        >
          {t('cancel.text')}
        </ConfirmDialog>
      )}
    </section>
  )
}
