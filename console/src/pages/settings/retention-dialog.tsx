import { Alert, Anchor, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { daysOf, effectOf, longestDays } from './retention-rules.ts'
import { useDaysText } from './use-days-text.ts'
import { keepFor, type Retention } from './use-settings.ts'

/** Changes how long one kind of data is kept, and says before what that deletes. */
export function RetentionDialog({ kind, onClose }: { kind: Retention; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const outcome = useOutcome()
  const daysText = useDaysText()
  const name = t(`retention.name.${kind.name}`)
  const form = useForm<{ days: number | string }>({
    initialValues: { days: kind.days },
    validate: { days: (days) => (daysOf(days) === null ? t('retention.rule', { most: longestDays }) : null) },
  })
  const wanted = daysOf(form.values.days)
  const effect = wanted === null ? null : effectOf(kind.days, wanted)

  async function save({ days }: { days: number | string }) {
    const value = daysOf(days)!
    // The default by its own number is the default: it then follows when a later version has another one.
    await keepFor(kind.name, value === kind.defaultDays ? null : value)
    outcome.done(t('retention.saved', { name, days: daysText(value) }))
  }

  return (
    <FormDialog
      title={t('retention.changeTitle', { name })}
      form={form}
      action={wanted === null ? t('retention.change') : t('retention.save', { days: daysText(wanted) })}
      onSubmit={save}
      onClose={onClose}
    >
      <NumberInput
        label={t('retention.field')}
        description={t('retention.fieldHint')}
        min={0}
        max={longestDays}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        data-autofocus
        {...form.getInputProps('days')}
      />
      {wanted !== kind.defaultDays && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="start"
          onClick={() => form.setFieldValue('days', kind.defaultDays)}
        >
          {t('retention.toDefault', { days: daysText(kind.defaultDays) })}
        </Anchor>
      )}
      {effect && wanted !== null && (
        <Alert
          role="status"
          variant="light"
          color={effect === 'shorter' ? 'red' : 'gray'}
          icon={effect === 'shorter' ? <IconAlertTriangle aria-hidden /> : <IconInfoCircle aria-hidden />}
        >
          {t(`retention.${effect}`, { days: daysText(wanted) })}
        </Alert>
      )}
    </FormDialog>
  )
}
