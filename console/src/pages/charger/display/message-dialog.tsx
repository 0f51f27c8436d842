import { Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { DisplayMessage } from '../../../../../api/console/wire/display-messages.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { sendFrom } from '../use-ask.ts'
import { formOf, type MessageForm, messageOf, timesFault } from './message-form.ts'
import { formats, priorities, states } from './message-words.ts'

interface MessageDialogProps {
  detail: ChargerDetail
  /** Null is a new one. */
  message: DisplayMessage | null
  onClose: () => void
}

/** Says what a charger shows, when, and how prominently. */
export function MessageDialog({ detail: { row }, message, onClose }: MessageDialogProps) {
  const { t } = useTranslation('display')
  const mostCharacters = row.version === '2.1' ? 1_024 : 512
  const form = useForm<MessageForm>({
    initialValues: formOf(message),
    validate: {
      text: (text) => (text.trim() === '' ? t('rule.text') : null),
      language: (text) =>
        text.trim() === '' || /^[a-z]{2,3}(-\w{2,4})?$/i.test(text.trim()) ? null : t('rule.language'),
      until: (_, values) => {
        const fault = timesFault(values)
        return fault && t(`rule.${fault}`)
      },
    },
  })
  const running = row.connectors.flatMap(({ sessionId, evse }) => (sessionId === null ? [] : [{ sessionId, evse }]))
  return (
    <FormDialog
      title={t(message ? 'form.changeTitle' : 'add')}
      form={form}
      action={t('form.action')}
      onSubmit={(values) => sendFrom(row.id, messageOf(values, message?.id ?? null))}
      onClose={onClose}
    >
      <Textarea
        label={t('form.text')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={mostCharacters}
        required
        data-autofocus
        {...form.getInputProps('text')}
      />
      <NativeSelect
        label={t('form.priority')}
        data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
        {...form.getInputProps('priority')}
      />
      <NativeSelect
        label={t('form.state')}
        data={[{ value: '', label: t('state.any') }, ...states.map((value) => ({ value, label: t(`state.${value}`) }))]}
        {...form.getInputProps('state')}
      />
      {running.length > 0 && (
        <NativeSelect
          label={t('form.session')}
          description={t('form.sessionHint')}
          data={[
            { value: '', label: t('form.anySession') },
            ...running.map(({ sessionId, evse }) => ({
              value: String(sessionId),
              label: t('form.sessionAt', { id: sessionId, evse }),
            })),
          ]}
          {...form.getInputProps('session')}
        />
      )}
      <Group grow align="start">
        <TextInput type="datetime-local" label={t('form.from')} {...form.getInputProps('from')} />
        <TextInput type="datetime-local" label={t('form.until')} {...form.getInputProps('until')} />
      </Group>
      <Group grow align="start">
        <TextInput
          label={t('form.language')}
          description={t('form.languageHint')}
          placeholder="en"
          maxLength={8}
          autoComplete="off"
          {...form.getInputProps('language')}
        />
        <NativeSelect
          label={t('form.format')}
          description={t('form.formatHint')}
          data={formats.map((value) => ({ value, label: t(`format.${value}`) }))}
          {...form.getInputProps('format')}
        />
      </Group>
    </FormDialog>
  )
}
