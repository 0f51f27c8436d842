import { Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { instantOf } from '../../parts/local-time.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { useFirmware } from './use-firmware.ts'

/** Has one charger install registered firmware, at once or at a time. */
export function InstallDialog({ detail: { row }, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('firmware')
  const outcome = useOutcome()
  const { data } = useFirmware()
  const usable = data?.items.filter(({ retiredAt }) => retiredAt === null) ?? []
  const form = useForm<{ firmware: string | null; installAt: string }>({
    initialValues: { firmware: null, installAt: '' },
    validate: { firmware: (id) => (id === null ? t('rule.firmware') : null) },
  })

  async function install({ firmware, installAt }: typeof form.values) {
    await post(`chargers/${row.id}/firmware`, {
      firmwareId: Number(firmware),
      installAt: instantOf(installAt) ?? null,
    })
    outcome.done(t('charger.asked'))
  }

  return (
    <FormDialog
      title={t('charger.installTitle', { name: row.name ?? row.identity })}
      form={form}
      action={t('charger.install')}
      onSubmit={install}
      onClose={onClose}
    >
      <Select
        label={t('roll.firmware')}
        description={row.firmware === null ? undefined : t('charger.has', { version: row.firmware })}
        data={usable.map(({ id, version, vendor, model }) => ({
          value: String(id),
          label: [version, [vendor, model].filter(Boolean).join(' ')].filter(Boolean).join(' · '),
        }))}
        required
        {...form.getInputProps('firmware')}
      />
      {data && usable.length === 0 && (
        <Text size="sm">
          {t('empty.title')}. <PageLink to="/firmware">{t('add')}</PageLink>
        </Text>
      )}
      <TextInput
        type="datetime-local"
        label={t('roll.installAt')}
        description={t('charger.installAtHint')}
        {...form.getInputProps('installAt')}
      />
      <Text size="sm">{t('charger.installText')}</Text>
    </FormDialog>
  )
}
