import { Button } from '@mantine/core'
import { IconActivity, IconHistory, IconInfoCircle, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { HistoryEntry } from '../../../../api/console/wire/chargers.ts'
import { get } from '../../api/request.ts'
import { type OcppWords, useOcppWords } from '../../i18n/ocpp-words.ts'
import { useLive } from '../../live/live.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { StatusBadge } from '../../parts/state-badge.tsx'
import { Instant } from '../../parts/values.tsx'
import classes from './charger.module.css'

interface HistoryPage {
  items: HistoryEntry[]
  next: string | null
}

const icons = {
  connected: IconPlugConnected,
  disconnected: IconPlugConnectedX,
  status: IconActivity,
  fact: IconInfoCircle,
}

/** Connections, boots and changes of status, newest first. */
export function HistoryTab({ chargerId }: { chargerId: number }) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const query = useInfiniteQuery({
    queryKey: ['charger', chargerId, 'history'],
    queryFn: ({ pageParam, signal }) =>
      get<HistoryPage>(`chargers/${chargerId}/history`, { before: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  useLive('board', ({ chargers }) => {
    // Older pages stay as they are: only a list that shows its beginning alone is read again.
    const isShort = query.data?.pages.length === 1
    if (isShort && chargers.some(({ id }) => id === chargerId)) void query.refetch()
  })

  if (query.isPending) return <LoadingRows />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const entries = query.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0)
    return (
      <EmptyState icon={IconHistory} title={t('history.none')}>
        {t('history.noneText')}
      </EmptyState>
    )
  return (
    <>
      <ol className={classes.history} aria-label={t('history.label')}>
        {entries.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and two may be alike
          <li key={`${entry.at} ${place}`}>
            <Entry entry={entry} t={t} words={words} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('history.older')}
        </Button>
      )}
    </>
  )
}

interface EntryProps {
  entry: HistoryEntry
  t: TFunction<'charger'>
  words: OcppWords
}

function Entry({ entry, t, words }: EntryProps) {
  const Glyph = icons[entry.kind]
  return (
    <div className={classes.entry} data-kind={entry.kind}>
      <span className={classes.entryTime}>
        <Instant at={entry.at} seconds />
      </span>
      <Glyph size={17} aria-hidden className={classes.entryIcon} />
      <div>
        <EntryText entry={entry} t={t} words={words} />
      </div>
    </div>
  )
}

function EntryText({ entry, t, words }: EntryProps) {
  const { kind, text, detail, evse, connector } = entry
  switch (kind) {
    case 'connected':
      return (
        <>
          {t('history.connected')} {detail !== null && <span className={classes.dim}>{detail}</span>}
        </>
      )
    case 'disconnected': {
      const code = /^\d{4}/.exec(text)?.[0]
      return (
        <>
          {t('history.disconnected')}{' '}
          <span className={classes.dim}>
            {(code && words.closeMeaning(code)) ?? ''} {text !== '' && `(${text})`}
          </span>
        </>
      )
    }
    case 'status': {
      const hasError = detail !== null && detail !== '' && detail !== 'NoError'
      return (
        <span className={classes.entryStatus}>
          {evse !== null && evse > 0 && (
            <span className={classes.dim}>
              {connector !== null && connector !== 1 && connector !== evse
                ? t('history.placeConnector', { evse, connector })
                : t('history.place', { evse })}
            </span>
          )}
          <StatusBadge status={text} plain />
          {hasError && (
            <span>
              {words.errorWord(detail)} <span className={classes.dim}>{words.errorMeaning(detail)}</span>
            </span>
          )}
        </span>
      )
    }
    case 'fact': {
      const known = factKinds.find((each) => each === text)
      return (
        <>
          {known ? t(`history.fact.${known}`) : text}{' '}
          {detail !== null && <span className={classes.dim}>{factDetail(detail)}</span>}
        </>
      )
    }
  }
}

const factKinds = [
  'charger.connected',
  'charger.disconnected',
  'charger.booted',
  'charger.taken-over',
  'session.started',
  'session.finished',
  'session.flagged',
  'message.quarantined',
] as const

// What came with a fact, without the JSON around it.
function factDetail(detail: string): string {
  try {
    const values: unknown = JSON.parse(detail)
    if (typeof values !== 'object' || values === null) return detail
    const told = Object.values(values).filter((value) => typeof value === 'string' || typeof value === 'number')
    return told.join(' · ')
  } catch {
    return detail
  }
}
