import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconMessages, IconPlayerPause, IconPlayerPlay, IconSearchOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { FoundFoot } from './found-foot.tsx'
import { FoundNews } from './found-news.tsx'
import { KeptAside } from './kept-aside.tsx'
import { MessageFilterBar } from './message-filter-bar.tsx'
import { isFiltered, nothing, queryOf, topicOf } from './message-filters.ts'
import { useFoundMessages } from './use-found-messages.ts'
import { useScrolled } from './use-scrolled.ts'
import { VirtualMessages } from './virtual-messages.tsx'

/** The messages of all chargers: searched, and followed as they come. */
export function MessagesPage() {
  const { t } = useTranslation('messages')
  const { t: common } = useTranslation()
  const [url, setUrl] = useUrlState(nothing)
  const [filters] = useDebouncedValue(url, 250)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const scrolled = useScrolled(240)
  const canFollow = topicOf(url) !== null
  const following = canFollow && url.live !== 'off'
  // Who reads a message does not want it to be pushed away.
  const found = useFoundMessages(filters, { following, held: open.size > 0 || scrolled })
  const { list, error, loading } = found

  function toggle(key: string) {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
    if (next.size === 0 && !scrolled) found.showWaiting()
  }

  function showNews() {
    setOpen(new Set())
    found.showWaiting()
    window.scrollTo({ top: 0 })
  }

  function togglePaused() {
    setUrl({ live: following ? 'off' : '' })
    // What came meanwhile is not known.
    if (!following) found.reload()
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below')}
        actions={
          <>
            <Button
              variant="default"
              disabled={!canFollow}
              title={canFollow ? undefined : t('spanEnded')}
              aria-pressed={following}
              leftSection={
                following ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />
              }
              onClick={togglePaused}
            >
              {t(following ? 'pause' : 'follow')}
            </Button>
            <Button
              component="a"
              variant="default"
              href={apiUrl('messages.jsonl', queryOf(url, serverNow()))}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('export')}
            </Button>
          </>
        }
      />
      <KeptAside />
      <MessageFilterBar filters={url} onChange={setUrl} />
      <FoundNews list={list} following={following} onShow={showNews} onReload={found.reload} />
      {error !== null && list.shown.length === 0 ? (
        <ErrorState error={error} onRetry={found.reload} />
      ) : loading && list.shown.length === 0 && list.searchedTo === null ? (
        <LoadingRows rows={14} height={30} />
      ) : list.shown.length === 0 && list.next === null && !loading ? (
        <EmptyState
          icon={isFiltered(url) ? IconSearchOff : IconMessages}
          title={t(isFiltered(url) ? 'noneMatch' : 'none')}
          actions={
            isFiltered(url) && (
              <Button variant="default" onClick={() => setUrl(nothing)}>
                {common('actions.clearAll')}
              </Button>
            )
          }
        >
          {t(isFiltered(url) ? 'noneMatchText' : 'noneText')}
        </EmptyState>
      ) : (
        <>
          <VirtualMessages messages={list.shown} open={open} onToggle={toggle} onNarrow={setUrl} />
          <FoundFoot found={found} />
        </>
      )}
    </>
  )
}
