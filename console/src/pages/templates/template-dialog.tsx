import { Checkbox, Group, NumberInput, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewTemplate, Template } from '../../../../api/console/wire/provisioning.ts'
import { post, put } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { ReachBox } from './reach-box.tsx'
import { settingsFrom } from './setting-lines.ts'
import { type TemplateForm, templateFormOf, templateOf } from './template-form.ts'
import { refreshTemplates, useReach } from './use-templates.ts'

interface TemplateDialogProps {
  /** Null adds one. */
  id: Template['id'] | null
  template: NewTemplate
  onClose: () => void
}

/** Adds a template or changes one. */
export function TemplateDialog({ id, template, onClose }: TemplateDialogProps) {
  const { t } = useTranslation('templates')
  const outcome = useOutcome()
  const form = useForm<TemplateForm>({
    initialValues: templateFormOf(template),
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim() === '' ? t('form.nameMissing') : null),
      settings(text) {
        const read = settingsFrom(text)
        return 'wrongLine' in read ? t('form.wrongLine', { line: read.wrongLine }) : null
      },
      agreed: (agreed) => (reach && agreed !== reach.touched.length ? t('reach.missing') : null),
    },
  })

  const [settled] = useDebouncedValue(form.values, 400)
  // A name that is still to come reaches nobody, nor does a tick.
  const shown = useMemo(() => ({ id, template: { ...templateOf(settled), name: '-' } }), [settled, id])
  const { data: reach } = useReach(shown)

  async function save(values: TemplateForm) {
    // What nobody was asked about is refused by the server.
    const body = { ...templateOf(values), atMost: values.agreed }
    await (id === null ? post<Template>('templates', body) : put<Template>(`templates/${id}`, body))
    outcome.done(t(id === null ? 'done.added' : 'done.changed', { name: body.name }))
    void refreshTemplates()
  }

  return (
    <FormDialog
      title={id === null ? t('form.addTitle') : t('form.editTitle', { name: template.name })}
      form={form}
      action={t(id === null ? 'form.add' : 'form.save')}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('form.name')}
        maxLength={100}
        required
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="start">
        <TextInput label={t('form.vendor')} maxLength={100} placeholder="*" {...form.getInputProps('vendor')} />
        <TextInput label={t('form.model')} maxLength={100} placeholder="*" {...form.getInputProps('model')} />
      </Group>
      <Group grow align="start">
        <TextInput label={t('form.firmware')} maxLength={100} placeholder="*" {...form.getInputProps('firmware')} />
        <NumberInput
          label={t('form.priority')}
          min={-1_000}
          max={1_000}
          allowDecimal={false}
          {...form.getInputProps('priority')}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t('form.patternHint')}
      </Text>
      <Textarea
        label={t('form.settings')}
        description={t('form.settingsHint')}
        placeholder="OCPPCommCtrlr.WebSocketPingInterval = 60"
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        {...form.getInputProps('settings')}
      />
      <Textarea
        label={t('form.measurands')}
        description={t('form.measurandsHint')}
        autosize
        minRows={2}
        spellCheck={false}
        {...form.getInputProps('measurands')}
      />
      <Checkbox
        label={t('form.extendsDefault')}
        description={t('form.extendsDefaultHint')}
        {...form.getInputProps('extendsDefault', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('form.restartAllowed')}
        description={t('form.restartAllowedHint')}
        {...form.getInputProps('restartAllowed', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('form.acceptWhenConfigured')}
        description={t('form.acceptWhenConfiguredHint')}
        {...form.getInputProps('acceptWhenConfigured', { type: 'checkbox' })}
      />
      {reach && (
        <ReachBox
          reach={reach}
          mayRestart={form.values.restartAllowed}
          agreed={form.values.agreed}
          onAgree={(count) => form.setFieldValue('agreed', count)}
          tick={form.getInputProps('agreed', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  )
}
