import { NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { RootUse } from '../../../../../api/console/wire/certificates.ts'
import { post } from '../../../api/request.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'

/** Puts a root into a charger: that of this server, or another that is pasted. */
export function InstallRootDialog({ chargerId, onClose }: { chargerId: number; onClose: () => void }) {
  const { t } = useTranslation('certificates')
  const outcome = useOutcome()
  const form = useForm({
    initialValues: { use: 'CSMSRootCertificate', whose: 'ours', pem: '' },
    validate: {
      pem: (pem, { whose }) =>
        whose === 'ours' || /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(pem)
          ? null
          : t('rule.pem'),
    },
  })
  const { whose } = form.values

  async function install({ use, pem }: typeof form.values) {
    await post(`chargers/${chargerId}/certificates/install`, whose === 'ours' ? { use } : { use, pem: pem.trim() })
    outcome.done(t('asked.install'))
  }

  return (
    <FormDialog
      title={t('install.title')}
      form={form}
      action={t('installed.install')}
      onSubmit={install}
      onClose={onClose}
    >
      <NativeSelect
        label={t('install.use')}
        description={t('install.useHint')}
        data={rootUses.map((use) => ({ value: use, label: t(`use.${use}`) }))}
        {...form.getInputProps('use')}
      />
      <Radio.Group label={t('install.which')} {...form.getInputProps('whose')}>
        <Stack gap={6} mt={6}>
          <Radio value="ours" label={t('install.ours')} />
          <Radio value="other" label={t('install.other')} />
        </Stack>
      </Radio.Group>
      {whose === 'other' && (
        <Textarea
          label={t('install.pem')}
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={6}
          spellCheck={false}
          maxLength={10_000}
          {...form.getInputProps('pem')}
        />
      )}
    </FormDialog>
  )
}

const rootUses = [
  'CSMSRootCertificate',
  'ManufacturerRootCertificate',
  'V2GRootCertificate',
  'MORootCertificate',
  'OEMRootCertificate',
] as const satisfies readonly RootUse[]
