import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { PlannedVehicle } from '../../../../../api/console/wire/site-plan.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { localMinute } from '../../../parts/local-time.ts'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { amountOf, amountText } from '../amount.ts'
import { refreshSites } from '../use-sites.ts'
import { type DepartureForm, isPercent, requestOf } from './departure-form.ts'
import { SetByHand } from './set-by-hand.tsx'

interface DepartureDialogProps {
  site: SiteDetail
  /** Null: for a place of one's choice. */
  vehicle: PlannedVehicle | null
  onClose: () => void
}

/** Says by hand when a vehicle leaves and what it needs; a second time replaces the first. */
export function DepartureDialog({ site, vehicle, onClose }: DepartureDialogProps) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const places = site.chargers.flatMap(({ id, identity, evses }) =>
    evses.map(({ evse, vehicle: at }) => ({
      value: `${id}/${evse}`,
      label: `${identity} / ${evse}${at === null ? '' : ` · ${at}`}`,
    })),
  )
  const percent = (text: string) => (isPercent(text) ? null : t('rule.percent'))
  const form = useForm<DepartureForm>({
    initialValues: {
      place: vehicle ? `${vehicle.chargerId}/${vehicle.evse ?? 1}` : (places[0]?.value ?? ''),
      departsAt:
        vehicle?.departsAt && !vehicle.assumed.includes('departure') ? localMinute(Date.parse(vehicle.departsAt)) : '',
      minimumSoc: amountText(vehicle?.minimumSoc),
      targetSoc: amountText(vehicle?.targetSoc),
      need: '',
      klass: '',
    },
    validate: {
      departsAt: (text) => (text === '' || new Date(text).getTime() > serverNow() ? null : t('rule.until')),
      minimumSoc: (text, { targetSoc }) =>
        percent(text) ??
        (text !== '' && targetSoc !== '' && (amountOf(text) ?? 0) > (amountOf(targetSoc) ?? 100)
          ? t('rule.minimumSoc')
          : null),
      targetSoc: percent,
      need: (text) => (text.trim() === '' || amountOf(text) !== null ? null : t('rule.amount')),
      klass: (text) => (/^(-?\d{1,3})?$/.test(text.trim()) ? null : t('rule.klass')),
    },
  })

  async function save(values: DepartureForm) {
    await post(`sites/${site.row.id}/requests`, requestOf(values))
    void refreshSites()
    outcome.done(t('departure.done'))
  }

  return (
    <FormDialog
      title={t('departure.title')}
      form={form}
      action={t('departure.action')}
      onSubmit={save}
      onClose={onClose}
    >
      <NativeSelect
        label={t('departure.place')}
        description={t('departure.placeHint')}
        data={places}
        disabled={vehicle !== null}
        {...form.getInputProps('place')}
      />
      <TextInput
        type="datetime-local"
        label={t('departure.at')}
        description={t('departure.atHint')}
        data-autofocus
        {...form.getInputProps('departsAt')}
      />
      <Group grow align="end">
        <TextInput
          label={t('departure.minimum')}
          inputMode="decimal"
          autoComplete="off"
          rightSection="%"
          {...form.getInputProps('minimumSoc')}
        />
        <TextInput
          label={t('departure.target')}
          inputMode="decimal"
          autoComplete="off"
          rightSection="%"
          {...form.getInputProps('targetSoc')}
        />
      </Group>
      <Group grow align="end">
        <TextInput
          label={t('departure.need')}
          description={t('departure.needHint')}
          inputMode="decimal"
          autoComplete="off"
          rightSection="kWh"
          rightSectionWidth={48}
          {...form.getInputProps('need')}
        />
        <TextInput
          label={t('departure.klass')}
          description={t('departure.klassHint')}
          autoComplete="off"
          {...form.getInputProps('klass')}
        />
      </Group>
      <SetByHand siteId={site.row.id} place={form.values.place} onTakenBack={onClose} />
    </FormDialog>
  )
}
