import { Button } from '@mantine/core'
import { IconBell, IconFilterOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { FilterBar } from '../../../parts/filter-bar.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { useUrlState } from '../../../parts/use-url-state.ts'
import { EventRow } from './event-row.tsx'
import classes from './events.module.css'
import { useEvents } from './use-events.ts'

const kinds = ['device', 'security', 'der', 'battery-swap', 'settlement'] as const

/** Everything that the charger told of by itself, newest first. */
export function EventsTab({ chargerId }: { chargerId: number }) {
  const { t } = useTranslation('device')
  const [url, setUrl] = useUrlState({ kind: '' })
  const kind = kinds.find((one) => one === url.kind) ?? ''
  return (
    <>
      <FilterBar
        chipsLabel={t('event.filter')}
        chips={kinds.map((one) => ({
          key: one,
          label: t(`event.kind.${one}`),
          active: kind === one,
          onToggle: () => setUrl({ kind: kind === one ? '' : one }),
        }))}
      />
      <Events chargerId={chargerId} kind={kind} onClear={() => setUrl({ kind: '' })} />
    </>
  )
}

function Events({ chargerId, kind, onClear }: { chargerId: number; kind: string; onClear: () => void }) {
  const { t } = useTranslation('device')
  const { t: common } = useTranslation()
  const query = useEvents(chargerId, kind)
  if (query.isPending) return <LoadingRows />
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const events = query.data.pages.flatMap(({ items }) => items)
  if (events.length === 0 && kind !== '')
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t('event.noneOfKind')}
        actions={
          <Button variant="default" onClick={onClear}>
            {common('actions.clearAll')}
          </Button>
        }
      />
    )
  if (events.length === 0)
    return (
      <EmptyState icon={IconBell} title={t('event.none')}>
        {t('event.noneText')}
      </EmptyState>
    )
  return (
    <>
      <ol className={classes.list} aria-label={t('event.label')}>
        {events.map((event) => (
          <li key={event.id}>
            <EventRow event={event} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('event.older')}
        </Button>
      )}
    </>
  )
}
