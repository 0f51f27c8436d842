import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureText } from './failure-text.ts'
import { focusFirstError, showAtField } from './form-failure.ts'
import { UnsavedGuard } from './unsaved-guard.tsx'

interface FormDialogProps<T extends Record<string, unknown>> {
  title: string
  form: UseFormReturnType<T>
  /** The verb on the button. */
  action: string
  /** Saves; the dialog closes when it resolves. What it rejects with is told at the field or above the form. */
  onSubmit: (values: T) => Promise<unknown>
  onClose: () => void
  /** Wider, for fields that stand beside each other. */
  wide?: boolean
  children: ReactNode
}

/** A form in a dialog of its own: saved by Enter, and not closed by a stray click while something typed is not saved. */
export function FormDialog<T extends Record<string, unknown>>(props: FormDialogProps<T>) {
  const { title, form, action, onSubmit, onClose, wide = false, children } = props
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const [leaving, setLeaving] = useState(false)
  const dirty = form.isDirty()

  async function submit(values: T) {
    setProblem(null)
    try {
      await onSubmit(values)
      onClose()
    } catch (error) {
      if (!showAtField(form, error)) setProblem(failureText(t, error))
    }
  }

  return (
    <Modal
      opened
      onClose={() => (dirty && !leaving ? setLeaving(true) : onClose())}
      title={title}
      {...(wide ? { size: 'lg' } : {})}
    >
      <UnsavedGuard dirty={dirty && !form.submitting} />
      <form noValidate onSubmit={form.onSubmit(submit, focusFirstError(form))}>
        <Stack>
          {problem && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
              {problem}
            </Alert>
          )}
          {children}
          {leaving ? (
            <Group justify="flex-end" role="alert">
              <Text size="sm" flex={1}>
                {t('unsaved.text')}
              </Text>
              <Button variant="default" onClick={onClose}>
                {t('unsaved.discard')}
              </Button>
              <Button onClick={() => setLeaving(false)}>{t('unsaved.stay')}</Button>
            </Group>
          ) : (
            <Group justify="flex-end">
              <Button variant="default" onClick={() => (dirty ? setLeaving(true) : onClose())}>
                {t('actions.cancel')}
              </Button>
              <Button type="submit" loading={form.submitting}>
                {action}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Modal>
  )
}
