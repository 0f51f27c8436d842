import { Button } from '@mantine/core'
import { IconBug, IconRefresh } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../api/request.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'

/** In place of a page that failed: the rest of the console still works. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  if (error instanceof RequestFailed)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    )
  return (
    <div role="alert">
      <EmptyState
        icon={IconBug}
        tone="bad"
        title={t('error.page')}
        actions={
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => location.reload()}
          >
            {t('actions.reload')}
          </Button>
        }
      >
        {t('error.pageText')}
      </EmptyState>
    </div>
  )
}
