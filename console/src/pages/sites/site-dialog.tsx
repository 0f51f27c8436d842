import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { NewSite, SiteRow } from '../../../../api/console/wire/sites.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { refreshSites } from './use-sites.ts'
import { ZoneField } from './zone-field.tsx'

interface SiteForm extends Record<string, unknown> {
  name: string
  timeZone: string
  currency: string
}

/** Adds a site and goes there, where its circuits are drawn. */
export function SiteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const navigate = useNavigate()
  const form = useForm<SiteForm>({
    initialValues: { name: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR' },
    validate: {
      name: (name) => (name.trim() === '' ? t('rule.name') : null),
      timeZone: (zone) => (zone.trim() === '' ? t('rule.timeZone') : null),
      currency: (code) => (code.trim() === '' || /^[A-Za-z]{3}$/.test(code.trim()) ? null : t('rule.currency')),
    },
  })

  async function save({ name, timeZone, currency }: SiteForm) {
    const site: NewSite = {
      name: name.trim(),
      timeZone: timeZone.trim(),
      currency: currency.trim().toUpperCase() || null,
    }
    const row = await post<SiteRow>('sites', site)
    void refreshSites()
    outcome.done(t('done.added', { name: row.name }))
    form.resetDirty()
    // After the dialog is closed, so that nothing asks about what is saved.
    setTimeout(() => void navigate({ to: `/sites/${row.id}` as '/' }))
  }

  return (
    <FormDialog title={t('form.title')} form={form} action={t('add')} onSubmit={save} onClose={onClose}>
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <ZoneField {...form.getInputProps('timeZone')} />
      <TextInput
        label={t('form.currency')}
        description={t('form.currencyHint')}
        autoComplete="off"
        maxLength={3}
        {...form.getInputProps('currency')}
      />
    </FormDialog>
  )
}
