import { Alert, Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '../live/live.ts'
import { useConnection } from '../live/use-connection.ts'
import { durationText } from '../parts/age.tsx'
import { announce } from '../parts/use-outcome.tsx'

/** Tells how old the page's data is while the server does not answer. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const { state, ageSeconds } = useConnection()
  const interrupted = state === 'offline' || (state === 'connecting' && ageSeconds > 2)
  const was = useRef(false)
  useEffect(() => {
    if (was.current && !interrupted) announce(t('connection.back'))
    was.current = interrupted
  }, [interrupted, t])
  if (!interrupted) return null
  return (
    <Alert
      color="orange"
      variant="light"
      mb="md"
      icon={<IconCloudOff aria-hidden />}
      title={
        ageSeconds > 0 ? t('connection.stale', { age: durationText(t, ageSeconds * 1_000) }) : t('connection.none')
      }
      role="status"
      aria-live="off"
    >
      <Button size="compact-sm" variant="default" onClick={() => live.retryNow()}>
        {t('connection.tryNow')}
      </Button>
    </Alert>
  )
}
