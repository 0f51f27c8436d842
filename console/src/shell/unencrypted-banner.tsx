import { Alert } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/queries.ts'

/** Warns who came by plain HTTP from another machine. */
export function UnencryptedBanner() {
  const { t } = useTranslation()
  if (useMe().encrypted) return null
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconLockOpen aria-hidden />} title={t('notEncrypted.title')}>
      {t('notEncrypted.text')}
    </Alert>
  )
}
