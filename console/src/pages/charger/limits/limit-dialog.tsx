import { Alert, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { post } from '../../../api/request.ts'
import { AmountField } from '../../../parts/amount-field.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { amountFault, isDuration, isPause, type LimitForm, limitOf } from './limit-form.ts'

/** Limits what a charger or one of its EVSEs gives; nothing is a pause, for which the password is asked. */
export function LimitDialog({ detail, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('limits')
  const outcome = useOutcome()
  const { id, connectors } = detail.row
  const form = useForm<LimitForm>({
    initialValues: { evse: '', unit: 'A', amount: '', minutes: '' },
    validate: {
      amount: (_, values) => {
        const fault = amountFault(values)
        return fault && t(`rule.${fault}`)
      },
      minutes: (text) => (isDuration(text) ? null : t('rule.minutes')),
    },
  })

  async function set(values: LimitForm) {
    await post(`chargers/${id}/limit`, limitOf(values))
    outcome.done(t('asked'))
  }

  const evses = [...new Set(connectors.map(({ evse }) => evse))]
  return (
    <FormDialog title={t('set.title')} form={form} action={t('set.action')} onSubmit={set} onClose={onClose}>
      <NativeSelect
        label={t('set.where')}
        data={[
          { value: '', label: t('whole') },
          ...evses.map((evse) => ({ value: String(evse), label: t('evse', { evse }) })),
        ]}
        {...form.getInputProps('evse')}
      />
      <AmountField
        label={t(form.values.unit === 'A' ? 'set.amps' : 'set.kilowatts')}
        unitLabel={t('set.unit')}
        amount={form.getInputProps('amount')}
        unit={form.getInputProps('unit')}
      />
      <TextInput
        label={t('set.minutes')}
        description={t('set.minutesHint')}
        inputMode="decimal"
        autoComplete="off"
        {...form.getInputProps('minutes')}
      />
      {isPause(form.values) && (
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('set.pause')}
        </Alert>
      )}
    </FormDialog>
  )
}
