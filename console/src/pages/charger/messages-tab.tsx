import { Button, NativeSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconMessages,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearchOff,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { actionsOf } from './actions-of.ts'
import { MessageList } from './message-list.tsx'
import type { MessageFilter } from './message-tail.ts'
import classes from './messages.module.css'
import { useMessages } from './use-messages.ts'

const nothing = { q: '', action: '', direction: '', problems: '' }

/** Every message between a charger and the server, newest first, and the new ones as they come. */
export function MessagesTab({ chargerId, version }: { chargerId: number; version: string | null }) {
  const { t } = useTranslation('charger')
  const { t: common } = useTranslation()
  const [search, setSearch] = useUrlState(nothing)
  const [q] = useDebouncedValue(search.q.trim(), 250)
  const [paused, setPaused] = useState(false)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const filter: MessageFilter = {
    q,
    action: search.action,
    direction: search.direction === 'in' || search.direction === 'out' ? search.direction : '',
    problems: search.problems === 'true',
  }
  // Who reads a message does not want it to be pushed away.
  const log = useMessages(chargerId, filter, paused || open.size > 0)

  function toggle(key: string) {
    setOpen((known) => {
      const next = new Set(known)
      if (!next.delete(key)) next.add(key)
      if (next.size === 0 && !paused) log.showWaiting()
      return next
    })
  }

  function togglePaused() {
    if (paused) log.showWaiting()
    setPaused(!paused)
  }

  const isFiltered = filter.q !== '' || filter.action !== '' || filter.direction !== '' || filter.problems
  const toggleDirection = (direction: 'in' | 'out') =>
    setSearch({ direction: search.direction === direction ? '' : direction })
  return (
    <>
      <FilterBar
        search={{ value: search.q, onChange: (value) => setSearch({ q: value }), label: t('messages.search') }}
        chipsLabel={t('messages.direction')}
        chips={[
          {
            key: 'in',
            label: t('messages.in'),
            icon: IconArrowDownLeft,
            active: search.direction === 'in',
            onToggle: () => toggleDirection('in'),
          },
          {
            key: 'out',
            label: t('messages.out'),
            icon: IconArrowUpRight,
            active: search.direction === 'out',
            onToggle: () => toggleDirection('out'),
          },
          {
            key: 'problems',
            label: t('messages.problems'),
            icon: IconAlertTriangle,
            active: filter.problems,
            onToggle: () => setSearch({ problems: filter.problems ? '' : 'true' }),
          },
        ]}
      >
        <ActionPicker value={search.action} version={version} onChange={(action) => setSearch({ action })} />
        <Button
          variant="default"
          size="sm"
          className={classes.pause}
          leftSection={paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          onClick={togglePaused}
        >
          {t(paused ? 'messages.resume' : 'messages.pause')}
        </Button>
      </FilterBar>
      <News log={log} paused={paused} onShow={() => (paused ? togglePaused() : log.showWaiting())} />
      {log.error !== null && log.tail.shown.length === 0 ? (
        <ErrorState error={log.error} onRetry={log.reload} />
      ) : log.loading && log.tail.shown.length === 0 ? (
        <LoadingRows />
      ) : log.tail.shown.length === 0 ? (
        <EmptyState
          icon={isFiltered ? IconSearchOff : IconMessages}
          title={t(isFiltered ? 'messages.noneMatch' : 'messages.none')}
          actions={
            isFiltered && (
              <Button variant="default" onClick={() => setSearch(nothing)}>
                {common('actions.clearAll')}
              </Button>
            )
          }
        >
          {t(isFiltered ? 'messages.noneMatchText' : 'messages.noneText')}
        </EmptyState>
      ) : (
        <>
          <MessageList label={t('messages.list')} messages={log.tail.shown} open={open} onToggle={toggle} />
          <div className={classes.foot}>
            {log.tail.next !== null || log.tail.cut ? (
              <Button variant="default" loading={log.loading} onClick={log.loadOlder}>
                {t('messages.older')}
              </Button>
            ) : (
              !log.loading && <span>{t('messages.end')}</span>
            )}
            <span>
              {t('messages.keys')} {t('messages.masked')}
            </span>
          </div>
        </>
      )}
    </>
  )
}

function News({ log, paused, onShow }: { log: ReturnType<typeof useMessages>; paused: boolean; onShow: () => void }) {
  const { t } = useTranslation('charger')
  const { waiting, missed } = log.tail
  return (
    <div className={classes.news} role="status" data-shown={paused || waiting.length > 0 || missed > 0 || undefined}>
      {paused && waiting.length === 0 && <span>{t('messages.paused')}</span>}
      {waiting.length > 0 && (
        <Button size="compact-sm" onClick={onShow}>
          {t('messages.fresh', { count: waiting.length })}
        </Button>
      )}
      {missed > 0 && (
        <span>
          {t('messages.missed', { count: missed })}{' '}
          <Button size="compact-sm" variant="subtle" onClick={log.reload}>
            {t('messages.readAgain')}
          </Button>
        </span>
      )}
    </div>
  )
}

function ActionPicker({
  value,
  version,
  onChange,
}: {
  value: string
  version: string | null
  onChange: (action: string) => void
}) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const actions = actionsOf(version)
  // A link may name one that is not in the list.
  const listed = value === '' || actions.includes(value) ? actions : [value, ...actions]
  return (
    <NativeSelect
      size="sm"
      className={classes.picker}
      aria-label={t('messages.action')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('messages.anyAction') },
        ...listed.map((action) => ({ value: action, label: withMeaning(action, words.action(action)) })),
      ]}
    />
  )
}

function withMeaning(action: string, meaning: string | null): string {
  return meaning === null ? action : `${action}: ${meaning}`
}
