import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FoundList } from './found-list.ts'
import classes from './messages-page.module.css'

interface FoundNewsProps {
  list: FoundList
  following: boolean
  onShow: () => void
  onReload: () => void
}

/** What came and is not in the list: because somebody reads it, or because it came too fast. */
export function FoundNews({ list: { waiting, missed }, following, onShow, onReload }: FoundNewsProps) {
  const { t } = useTranslation('messages')
  return (
    <div
      className={classes.news}
      role="status"
      data-shown={(following && waiting.length > 0) || missed > 0 || undefined}
    >
      {following && waiting.length > 0 && (
        <Button size="compact-sm" onClick={onShow}>
          {t('fresh', { count: waiting.length })}
        </Button>
      )}
      {missed > 0 && (
        <span className={classes.missed}>
          {t('missed', { count: missed })}{' '}
          <Button size="compact-sm" variant="subtle" onClick={onReload}>
            {t('readAgain')}
          </Button>
        </span>
      )}
    </div>
  )
}
