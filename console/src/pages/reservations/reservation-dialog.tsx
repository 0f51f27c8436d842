import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import type { Reservation } from '../../../../api/console/wire/reservations.ts'
import { post } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { useBoardRow } from '../../live/board.ts'
import { CardPicker } from '../../parts/card-picker.tsx'
import { ChargerPicker } from '../../parts/charger-picker.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { localMinute } from '../../parts/local-time.ts'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { connectorTypes, endFault, newReservationOf, type ReservationForm, startFault } from './reservation-form.ts'
import { refreshReservations } from './use-reservations.ts'

/** Asks a charger to keep an EVSE free for a card; `charger` null lets choose which. */
export function ReservationDialog({ charger, onClose }: { charger: ChargerRow | null; onClose: () => void }) {
  const { t } = useTranslation('access')
  const outcome = useOutcome()
  const form = useForm<ReservationForm>({
    initialValues: {
      charger: charger?.id ?? null,
      evse: '',
      card: '',
      startsAt: '',
      expiresAt: localMinute(serverNow() + 3_600_000),
      connectorType: '',
    },
    validate: {
      charger: (id) => (id === null ? t('rule.charger') : null),
      card: (uid) => (uid.trim() === '' ? t('rule.card') : null),
      startsAt: (text, { expiresAt }) => {
        const fault = startFault(text, expiresAt, serverNow())
        return fault && t(`rule.${fault}`)
      },
      expiresAt: (text) => {
        const fault = endFault(text, serverNow())
        return fault && t(`rule.${fault}`)
      },
    },
  })
  const id = form.values.charger
  const found = useBoardRow(id ?? 0)
  const row = charger ?? found
  const evses = [...new Set(row?.connectors.map(({ evse }) => evse))]

  async function save(values: ReservationForm) {
    const { state, reason } = await post<Reservation>(`chargers/${id}/reservations`, newReservationOf(values))
    void refreshReservations()
    if (state === 'rejected') return outcome.done(t('done.rejected', { reason: reason ?? '–' }))
    outcome.done(state === 'scheduled' ? t('done.scheduled') : t('done.asked'))
  }

  return (
    <FormDialog title={t('form.title')} form={form} action={t('form.action')} onSubmit={save} onClose={onClose}>
      {charger === null && (
        <ChargerPicker
          label={t('form.charger')}
          value={id}
          onChange={(chosen) => form.setValues({ charger: chosen, evse: '' })}
          error={form.errors.charger as string | undefined}
        />
      )}
      <NativeSelect
        label={t('form.evse')}
        data={[
          { value: '', label: t('reservations.anyEvse') },
          ...evses.map((evse) => ({ value: String(evse), label: t('reservations.evse', { evse }) })),
        ]}
        {...form.getInputProps('evse')}
      />
      <CardPicker label={t('form.card')} description={t('form.cardHint')} {...form.getInputProps('card')} />
      <TextInput
        type="datetime-local"
        label={t('form.startsAt')}
        description={t('form.startsAtHint')}
        {...form.getInputProps('startsAt')}
      />
      <TextInput
        type="datetime-local"
        label={t('form.expiresAt')}
        description={t('form.expiresAtHint')}
        required
        {...form.getInputProps('expiresAt')}
      />
      {row?.version?.startsWith('2') && (
        <NativeSelect
          label={t('form.connectorType')}
          data={[
            { value: '', label: t('form.anyType') },
            ...connectorTypes.map((value) => ({ value, label: t(`form.connectorTypes.${value}`) })),
          ]}
          {...form.getInputProps('connectorType')}
        />
      )}
    </FormDialog>
  )
}
