import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { IconEyeExclamation } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyField } from './copy-field.tsx'

interface SecretOnceProps {
  /** Null closes the dialog. */
  secrets: readonly { label: string; value: string }[] | null
  title: string
  onClose: () => void
  children?: ReactNode
}

/** Shows secrets that the server tells only once. Closes only by its button, so that no stray click loses them. */
export function SecretOnce({ secrets, title, onClose, children }: SecretOnceProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={secrets !== null}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" variant="light" icon={<IconEyeExclamation aria-hidden />}>
          {t('secret.once')}
        </Alert>
        {secrets?.map((secret) => (
          <CopyField key={secret.label} {...secret} />
        ))}
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('secret.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
