import { Button } from '@mantine/core'
import { IconBug, IconRefresh } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { PartNotLoaded, reloadIfAnswered } from '../api/load-part.ts'
import { RequestFailed } from '../api/request.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'

/** In place of a page that failed: the rest of the console still works. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  if (error instanceof PartNotLoaded) return <PartFailed error={error} />
  if (error instanceof RequestFailed)
    return (
      <ErrorState
        wholePage
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
        wholePage
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

/** The code of the page did not come. It goes on by itself when the server answers. */
function PartFailed({ error }: { error: PartNotLoaded }) {
  const isOffline = error.code === 'offline'
  useEffect(() => {
    if (!isOffline) return
    const timer = setInterval(() => void reloadIfAnswered(), retryMs)
    return () => clearInterval(timer)
  }, [isOffline])
  return <ErrorState wholePage error={error} onRetry={() => void reloadIfAnswered()} />
}

const retryMs = 4_000
