import { NativeSelect, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { AmountField } from '../../../parts/amount-field.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { sendFrom } from '../use-ask.ts'
import { numberOf } from './control-form.ts'

/** Says what a session with priority may draw. */
export function PriorityDialog({ detail: { row }, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('grid')
  const form = useForm({
    initialValues: { evse: '0', amount: '', unit: 'A' },
    validate: { amount: (text) => ((numberOf(text) ?? 0) > 0 ? null : t('priority.amount')) },
  })

  function set({ evse, amount, unit }: typeof form.values) {
    const limit = numberOf(amount) ?? 0
    const asked = unit === 'A' ? ({ limit, unit: 'A' } as const) : ({ limit: limit * 1_000, unit: 'W' } as const)
    return sendFrom(row.id, { kind: 'set-priority-profile', evse: Number(evse), ...asked })
  }

  const evses = [...new Set(row.connectors.map((one) => one.evse))]
  return (
    <FormDialog
      title={t('priority.profile')}
      form={form}
      action={t('priority.profileAction')}
      onSubmit={set}
      onClose={onClose}
    >
      <Text size="sm">{t('priority.profileHint')}</Text>
      <NativeSelect
        label={t('priority.where')}
        data={[
          { value: '0', label: t('priority.whole') },
          ...evses.map((evse) => ({ value: String(evse), label: t('priority.evse', { evse }) })),
        ]}
        {...form.getInputProps('evse')}
      />
      <AmountField
        label={t(form.values.unit === 'A' ? 'priority.amps' : 'priority.kilowatts')}
        unitLabel={t('priority.unit')}
        amount={form.getInputProps('amount')}
        unit={form.getInputProps('unit')}
      />
    </FormDialog>
  )
}
