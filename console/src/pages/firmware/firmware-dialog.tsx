import { Button, FileButton, Group, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconFile } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Firmware } from '../../../../api/console/wire/firmware.ts'
import { post } from '../../api/request.ts'
import { formatBytes } from '../../format/format-bytes.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { type FirmwareForm, newFirmwareForm, toldOf } from './firmware-form.ts'
import { refreshFirmware } from './use-firmware.ts'

/** Registers firmware: a file that we keep, or an address that chargers fetch it from. */
export function FirmwareDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('firmware')
  const outcome = useOutcome()
  const form = useForm<FirmwareForm>({
    initialValues: newFirmwareForm,
    validate: {
      version: (text) => (text.trim() === '' ? t('rule.version') : null),
      sha256: (text) => (/^[0-9a-f]{64}$/i.test(text.trim()) ? null : t('rule.sha256')),
      file: (file, { where }) => (where === 'file' && file === null ? t('rule.file') : null),
      url: (text, { where }) => (where === 'url' && !/^https:\/\/\S+$/.test(text.trim()) ? t('rule.url') : null),
      signature: (text, { signingCertificate }) =>
        (text.trim() === '') !== (signingCertificate.trim() === '') ? t('rule.signature') : null,
    },
  })
  const { where, file, version } = form.values
  const isAddress = where === 'url'

  async function save(values: FirmwareForm) {
    const told = toldOf(values)
    if (isAddress) await post<Firmware>('firmware', { ...told, url: values.url.trim() })
    else await post<Firmware>('firmware-files', values.file, { ...told, name: values.file?.name })
    void refreshFirmware()
    outcome.done(t('done.added', { version }))
  }

  return (
    <FormDialog title={t('form.title')} form={form} action={t('add')} onSubmit={save} onClose={onClose}>
      <SegmentedControl
        aria-label={t('form.where')}
        data={[
          { value: 'file', label: t('form.file') },
          { value: 'url', label: t('form.url') },
        ]}
        fullWidth
        {...form.getInputProps('where')}
      />
      {isAddress ? (
        <TextInput
          type="url"
          label={t('form.address')}
          description={t('form.addressHint')}
          placeholder="https://…"
          autoComplete="off"
          required
          {...form.getInputProps('url')}
        />
      ) : (
        <div>
          <Group gap="sm">
            <FileButton onChange={(chosen) => form.setFieldValue('file', chosen)}>
              {(props) => (
                <Button variant="default" leftSection={<IconFile size={16} aria-hidden />} {...props}>
                  {t('form.choose')}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c={file ? undefined : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
              {file ? `${file.name}, ${formatBytes(file.size)}` : t('form.noFile')}
            </Text>
          </Group>
          {form.errors.file && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {form.errors.file}
            </Text>
          )}
        </div>
      )}
      <TextInput
        label={t('form.version')}
        description={t('form.versionHint')}
        autoComplete="off"
        maxLength={50}
        required
        {...form.getInputProps('version')}
      />
      <TextInput
        label={t('form.sha256')}
        description={t('form.sha256Hint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        required
        {...form.getInputProps('sha256')}
      />
      <Group grow align="start">
        <TextInput
          label={t('form.vendor')}
          description={t('form.pattern')}
          autoComplete="off"
          maxLength={100}
          {...form.getInputProps('vendor')}
        />
        <TextInput
          label={t('form.model')}
          description={t('form.pattern')}
          autoComplete="off"
          maxLength={100}
          {...form.getInputProps('model')}
        />
      </Group>
      <TextInput label={t('form.note')} autoComplete="off" maxLength={500} {...form.getInputProps('note')} />
      <Textarea
        label={t('form.certificate')}
        description={t('form.certificateHint')}
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize={false}
        rows={2}
        spellCheck={false}
        maxLength={5_500}
        {...form.getInputProps('signingCertificate')}
      />
      <TextInput
        label={t('form.signature')}
        autoComplete="off"
        spellCheck={false}
        maxLength={800}
        {...form.getInputProps('signature')}
      />
    </FormDialog>
  )
}
