import { Alert, Button, CopyButton, Group, Modal, Stack } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload, IconEyeExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/queries.ts'
import { saveFile } from '../../parts/save-file.ts'
import classes from './profile-page.module.css'

/** The recovery codes, which are told only once. Closes only by its button, so that no stray click loses them. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation('profile')
  const { t: tCommon } = useTranslation()
  const { login } = useMe().account
  const text = `${codes.join('\n')}\n`
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('factor.codes.title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" variant="light" icon={<IconEyeExclamation aria-hidden />}>
          {t('factor.codes.text')}
        </Alert>
        <ul className={classes.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Group justify="flex-end">
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() =>
                saveFile(
                  t('factor.codes.fileName'),
                  `${t('factor.codes.fileText', { login })}\n\n${text}`,
                  'text/plain',
                )
              }
            >
              {t('factor.codes.download')}
            </Button>
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                  onClick={copy}
                >
                  {copied ? tCommon('actions.copied') : t('factor.codes.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Button onClick={onClose}>{t('factor.codes.kept')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
