import { Alert, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CircuitLimit, CircuitLimits } from '../../../../../api/console/wire/circuit-limits.ts'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import { get, post, RequestFailed } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { AmountField } from '../../../parts/amount-field.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { rateText } from '../rate-text.ts'
import { refreshSites } from '../use-sites.ts'
import { type CapForm, capOf, whatIfOf } from './cap-form.ts'
import { WhatIfPreview } from './what-if-preview.tsx'

/** Caps a circuit by hand; what it would do to each session is told before it is set, and it is undone in one step. */
export function CapDialog({ siteId, circuit, onClose }: { siteId: number; circuit: CircuitView; onClose: () => void }) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const form = useForm<CapForm>({
    initialValues: { amount: '', unit: 'A', until: '', reason: '' },
    validate: {
      amount: (_, values) => (whatIfOf(values) === null ? t('rule.amount') : null),
      until: (text) => {
        if (text === '') return null
        const at = new Date(text).getTime()
        return Number.isNaN(at) || at <= serverNow() ? t('rule.until') : null
      },
      reason: (text) => (text.trim() === '' ? t('rule.reason') : null),
    },
  })
  const asked = whatIfOf(form.values)
  // The form's values are new objects with every letter: what is asked changes only with its text.
  const [settled] = useDebouncedValue(asked && `${asked.value} ${asked.unit}`, 400)

  async function set(values: CapForm) {
    const cap = capOf(values)
    const { id, writtenAt } = await post<CircuitLimit>(`circuits/${circuit.id}/cap`, cap)
    void refreshSites()
    outcome.doneWithUndo(t('cap.done', { circuit: circuit.name, limit: rateText(cap.value, cap.unit) }), async () => {
      // What somebody has changed meanwhile is not undone by a button that speaks of something else.
      const { items } = await get<CircuitLimits>(`sites/${siteId}/limits`)
      const now = items.find((limit) => limit.id === id)
      if (now?.writtenAt !== writtenAt) throw new RequestFailed(409, 'conflict', t('cap.changedSince'))
      await post(`circuits/${circuit.id}/cap/undo`, {})
      await refreshSites()
    })
  }

  return (
    <FormDialog
      title={t('cap.title', { circuit: circuit.name })}
      form={form}
      action={t('cap.action')}
      onSubmit={set}
      onClose={onClose}
    >
      <AmountField
        label={t(form.values.unit === 'A' ? 'cap.amps' : 'cap.kilowatts')}
        unitLabel={t('cap.unit')}
        amount={form.getInputProps('amount')}
        unit={form.getInputProps('unit')}
      />
      <TextInput
        type="datetime-local"
        label={t('cap.until')}
        description={t('cap.untilHint')}
        {...form.getInputProps('until')}
      />
      <TextInput
        label={t('cap.reason')}
        description={t('cap.reasonHint')}
        autoComplete="off"
        maxLength={500}
        required
        {...form.getInputProps('reason')}
      />
      {asked?.value === 0 && (
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('cap.zero')}
        </Alert>
      )}
      <WhatIfPreview circuitId={circuit.id} asked={settled} />
    </FormDialog>
  )
}
