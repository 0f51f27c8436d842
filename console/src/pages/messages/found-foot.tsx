import { Button, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatTime } from '../../format/format.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import classes from './messages-page.module.css'
import type { FoundMessagesState } from './use-found-messages.ts'

/** How far back was searched, and how to go on. */
export function FoundFoot({ found }: { found: FoundMessagesState }) {
  const { t } = useTranslation('messages')
  const { list, loading, error, loadOlder } = found
  if (error !== null) return <ErrorState error={error} onRetry={loadOlder} />
  const at = list.searchedTo === null ? null : formatTime(list.searchedTo, { seconds: true })
  return (
    <div className={classes.foot} role="status">
      {loading ? (
        <span className={classes.searching}>
          <Loader size="xs" aria-hidden /> {at === null ? t('searching') : t('searchingBack', { at })}
        </span>
      ) : list.next !== null || list.cut ? (
        <>
          {!list.cut && at !== null && <span>{t('searchedBack', { at })}</span>}
          <Button variant="default" onClick={loadOlder}>
            {t(list.shown.length === 0 ? 'continue' : 'older')}
          </Button>
        </>
      ) : (
        at !== null && <span>{t('end', { at })}</span>
      )}
      <span>{t('hints')}</span>
    </div>
  )
}
