import { Alert, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CardPicker } from '../../../parts/card-picker.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { sendFrom } from '../use-ask.ts'

/** Asks what a charger keeps of a person, or has it forget that; for the latter the password is asked. */
export function CustomerDialog({ chargerId, onClose }: { chargerId: number; onClose: () => void }) {
  const { t } = useTranslation('access')
  const form = useForm({
    initialValues: { whose: 'card', card: '', customer: '', what: 'report' },
    validate: {
      card: (card, { whose }) => (whose === 'card' && card.trim() === '' ? t('rule.card') : null),
      customer: (name, { whose }) => (whose === 'customer' && name.trim() === '' ? t('customer.missing') : null),
    },
  })
  const { whose, what } = form.values

  function send({ whose, card, customer, what }: typeof form.values) {
    return sendFrom(chargerId, {
      kind: 'customer-information',
      report: what !== 'clear',
      clear: what !== 'report',
      card: whose === 'card' ? card.trim() : null,
      customer: whose === 'customer' ? customer.trim() : null,
    })
  }

  return (
    <FormDialog
      title={t('customer.open')}
      form={form}
      action={t(what === 'report' ? 'customer.ask' : 'customer.forget')}
      onSubmit={send}
      onClose={onClose}
    >
      <Radio.Group label={t('customer.whose')} {...form.getInputProps('whose')}>
        <Stack gap={6} mt={6}>
          <Radio value="card" label={t('customer.byCard')} />
          <Radio value="customer" label={t('customer.byName')} />
        </Stack>
      </Radio.Group>
      {whose === 'card' ? (
        <CardPicker label={t('form.card')} {...form.getInputProps('card')} />
      ) : (
        <TextInput
          label={t('customer.name')}
          description={t('customer.nameHint')}
          maxLength={64}
          autoComplete="off"
          required
          {...form.getInputProps('customer')}
        />
      )}
      <Radio.Group label={t('customer.what')} {...form.getInputProps('what')}>
        <Stack gap={6} mt={6}>
          {(['report', 'both', 'clear'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`customer.do.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {what !== 'report' && (
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('customer.warning')}
        </Alert>
      )}
    </FormDialog>
  )
}
