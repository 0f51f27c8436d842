import { Radio, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'

/** Has a charger send one of its logs to this server. */
export function LogDialog({ chargerId, onClose }: { chargerId: number; onClose: () => void }) {
  const { t } = useTranslation('firmware')
  const outcome = useOutcome()
  const form = useForm({ initialValues: { log: 'diagnostics' } })

  async function ask({ log }: typeof form.values) {
    await post(`chargers/${chargerId}/logs`, { log })
    outcome.done(t('charger.logAsked'))
  }

  return (
    <FormDialog title={t('charger.askLog')} form={form} action={t('charger.askLog')} onSubmit={ask} onClose={onClose}>
      <Radio.Group label={t('charger.which')} description={t('charger.whichHint')} {...form.getInputProps('log')}>
        <Stack gap={6} mt={6}>
          <Radio value="diagnostics" label={t('charger.diagnostics')} />
          <Radio value="security" label={t('charger.security')} />
        </Stack>
      </Radio.Group>
    </FormDialog>
  )
}
