import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../../api/console/wire/chargers.ts'
import type { Variable } from '../../../../../api/console/wire/provisioning.ts'
import { post } from '../../../api/request.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { choicesOf, nameOf, partOf } from './variable-list.ts'

interface VariableDialogProps {
  chargerId: number
  variable: Variable
  isKeyed: boolean
  onClose: () => void
}

/** Asks the charger to take another value. */
export function VariableDialog({ chargerId, variable, isKeyed, onClose }: VariableDialogProps) {
  const { t } = useTranslation('device')
  const outcome = useOutcome()
  const form = useForm({ initialValues: { value: variable.value ?? '' } })
  const name = nameOf(variable, isKeyed)
  const { component, componentInstance, evse, connector, variableInstance, attribute, unit } = variable
  const choices = choicesOf(variable)
  const range = useRangeText(variable)

  async function save({ value }: { value: string }) {
    const place = { component, componentInstance, evse, connector, variable: variable.variable, variableInstance }
    await post<CommandView>(`chargers/${chargerId}/variables`, { settings: [{ ...place, attribute, value }] })
    outcome.done(t('settings.asked', { name }))
  }

  return (
    <FormDialog
      title={t('settings.change', { name })}
      form={form}
      action={t('settings.set')}
      onSubmit={save}
      onClose={onClose}
    >
      {choices ? (
        <NativeSelect
          label={t('settings.value')}
          description={partOf(variable)}
          data={choices.includes(form.values.value) ? choices : [form.values.value, ...choices]}
          {...form.getInputProps('value')}
        />
      ) : (
        <TextInput
          label={t('settings.value')}
          description={range ?? partOf(variable)}
          rightSection={unit}
          rightSectionWidth={unit === null ? undefined : 64}
          maxLength={2_500}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('value')}
        />
      )}
    </FormDialog>
  )
}

function useRangeText({ minLimit, maxLimit, valuesList }: Variable): string | null {
  const { t } = useTranslation('device')
  if (valuesList !== null && valuesList !== '')
    return t('settings.oneOf', { values: valuesList.replaceAll(/,\s*/g, ', ') })
  if (minLimit === null && maxLimit === null) return null
  return t('settings.range', { from: minLimit ?? '…', to: maxLimit ?? '…' })
}
