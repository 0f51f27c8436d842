import { Button, Text } from '@mantine/core'
import { IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './empty-state.tsx'
import { failureCode, failureText } from './failure-text.ts'

interface ErrorStateProps {
  error: unknown
  onRetry?: (() => void) | undefined
  title?: string
  /** It stands in place of a whole page. */
  wholePage?: boolean
}

/** Where something could not be shown: why, what to do, and the code for who asks for help. */
export function ErrorState({ error, onRetry, title, wholePage = false }: ErrorStateProps) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <EmptyState
        icon={IconCloudOff}
        tone="bad"
        wholePage={wholePage}
        title={title ?? t('error.title')}
        actions={
          onRetry && (
            <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
              {t('actions.retry')}
            </Button>
          )
        }
      >
        {failureText(t, error)}
        <Text size="xs" c="dimmed" mt="xs">
          {t('error.code', { code: failureCode(error) })}
        </Text>
      </EmptyState>
    </div>
  )
}
