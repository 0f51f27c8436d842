import { Group, NativeSelect, Radio, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Tariff } from '../../../../api/console/wire/tariffs.ts'
import { post } from '../../api/request.ts'
import { useBoardRow } from '../../live/board.ts'
import { CardPicker } from '../../parts/card-picker.tsx'
import { ChargerPicker } from '../../parts/charger-picker.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { type AssignmentForm, assignmentOf, isLimit, isPercent } from './assignment-form.ts'
import { refreshTariffs } from './use-tariffs.ts'

const places = ['tenant', 'charger', 'evse', 'token'] as const

interface AssignDialogProps {
  tariffs: readonly Tariff[]
  /** The one that it is for; null lets choose. */
  tariff: Tariff | null
  onClose: () => void
}

/** Says where a tariff applies, and what a session there may use at most. */
export function AssignDialog({ tariffs, tariff, onClose }: AssignDialogProps) {
  const { t } = useTranslation('tariffs')
  const outcome = useOutcome()
  const usable = tariffs.filter(({ retiredAt }) => retiredAt === null)
  const limit = (text: string) => (isLimit(text) ? null : t('rule.limit'))
  const form = useForm<AssignmentForm>({
    initialValues: {
      tariff: String((tariff ?? usable[0])?.id ?? ''),
      place: 'tenant',
      charger: null,
      evse: '1',
      card: '',
      maxCost: '',
      maxKwh: '',
      maxMinutes: '',
      maxSoc: '',
      prepaid: false,
    },
    validate: {
      charger: (id, { place }) => ((place === 'charger' || place === 'evse') && id === null ? t('rule.charger') : null),
      card: (uid, { place }) => (place === 'token' && uid.trim() === '' ? t('rule.card') : null),
      maxCost: limit,
      maxKwh: limit,
      maxMinutes: limit,
      maxSoc: (text) => (isPercent(text) ? null : t('rule.percent')),
    },
  })
  const { place, charger, prepaid } = form.values
  const number = { inputMode: 'decimal', autoComplete: 'off' } as const

  async function save(values: AssignmentForm) {
    await post('tariff-assignments', assignmentOf(values))
    void refreshTariffs()
    const name = usable.find(({ id }) => String(id) === values.tariff)?.name
    outcome.done(t('done.assigned', { name }))
  }

  return (
    <FormDialog title={t('assign.title')} form={form} action={t('assign.action')} onSubmit={save} onClose={onClose}>
      <Select
        label={t('assign.tariff')}
        data={usable.map(({ id, name }) => ({ value: String(id), label: name }))}
        allowDeselect={false}
        searchable={usable.length > 8}
        {...form.getInputProps('tariff')}
      />
      <Radio.Group label={t('assign.where')} {...form.getInputProps('place')}>
        <Stack gap={6} mt={6}>
          {places.map((one) => (
            <Radio key={one} value={one} label={t(`assign.place.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {(place === 'charger' || place === 'evse') && (
        <ChargerPicker
          label={t('assign.charger')}
          value={charger}
          onChange={(id) => form.setFieldValue('charger', id)}
          error={form.errors.charger as string | undefined}
        />
      )}
      {place === 'evse' && (
        <EvseField
          charger={charger ?? 0}
          label={t('assign.evse')}
          value={form.values.evse}
          onChange={(evse) => form.setFieldValue('evse', evse)}
        />
      )}
      {place === 'token' && <CardPicker label={t('assign.card')} {...form.getInputProps('card')} />}
      <Group grow align="start">
        <TextInput label={t('form.maxCost')} {...number} {...form.getInputProps('maxCost')} />
        <TextInput label={t('form.maxKwh')} {...number} {...form.getInputProps('maxKwh')} />
      </Group>
      <Group grow align="start">
        <TextInput label={t('form.maxMinutes')} {...number} {...form.getInputProps('maxMinutes')} />
        <TextInput label={t('form.maxSoc')} {...number} {...form.getInputProps('maxSoc')} />
      </Group>
      <Switch
        label={t('prepaid')}
        description={t('form.prepaidHint')}
        checked={prepaid}
        onChange={(event) => form.setFieldValue('prepaid', event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

interface EvseFieldProps {
  charger: number
  label: string
  value: string
  onChange: (value: string) => void
}

function EvseField({ charger, label, value, onChange }: EvseFieldProps) {
  const known = new Set(useBoardRow(charger)?.connectors.map(({ evse }) => String(evse)))
  return (
    <NativeSelect
      label={label}
      data={known.size > 0 ? [...known] : ['1']}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
