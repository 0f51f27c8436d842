import { Checkbox, NativeSelect, Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useEventPlace } from '../events/event-words.tsx'
import { useVariables } from '../settings/use-settings.ts'
import { keyOf, nameOf, partOf } from '../settings/variable-list.ts'
import { sendFrom } from '../use-ask.ts'
import { amountOf, type MonitorForm, monitorOf, newMonitor, typeOf } from './monitor-form.ts'
import { severities, types } from './monitor-words.ts'

/** Has a charger watch one of its values, and tell when it leaves its bounds, changes, or again and again. */
export function MonitorDialog({ detail: { row }, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('monitors')
  const placeOf = useEventPlace()
  const { data } = useVariables(row.id)
  const variables = useMemo(() => (data?.items ?? []).filter(({ attribute }) => attribute === 'Actual'), [data])
  const form = useForm<MonitorForm>({
    initialValues: newMonitor,
    validate: {
      variable: (key) => (key === null ? t('rule.variable') : null),
      value: (_, values) => (amountOf(values) === null ? t('rule.value') : null),
    },
  })

  async function set(values: MonitorForm) {
    const variable = variables.find((one) => keyOf(one) === values.variable)
    if (variable) await sendFrom(row.id, monitorOf(values, variable))
  }

  const type = typeOf(form.values.type)
  const unit = variables.find((one) => keyOf(one) === form.values.variable)?.unit ?? null
  const isTimed = type === 'Periodic' || type === 'PeriodicClockAligned'
  return (
    <FormDialog title={t('add')} form={form} action={t('form.action')} onSubmit={set} onClose={onClose}>
      <Select
        label={t('form.variable')}
        description={t('form.variableHint')}
        data={variables.map((one) => ({
          value: keyOf(one),
          label: [partOf(one), nameOf(one, false), placeOf(one)].filter(Boolean).join(' · '),
        }))}
        searchable
        limit={50}
        required
        data-autofocus
        {...form.getInputProps('variable')}
      />
      {data?.items.length === 0 && <Text size="sm">{t('form.noVariables')}</Text>}
      <NativeSelect
        label={t('form.type')}
        description={t(`typeHint.${type}`)}
        data={types.map((value) => ({ value, label: t(`type.${value}`) }))}
        {...form.getInputProps('type')}
      />
      <TextInput
        label={isTimed ? t('form.seconds') : unit === null ? t('form.value') : t('form.valueIn', { unit })}
        inputMode="decimal"
        autoComplete="off"
        required
        {...form.getInputProps('value')}
      />
      <NativeSelect
        label={t('form.severity')}
        description={t('form.severityHint')}
        data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        {...form.getInputProps('severity')}
      />
      <Checkbox label={t('form.inSessionsOnly')} {...form.getInputProps('inSessionsOnly', { type: 'checkbox' })} />
    </FormDialog>
  )
}
