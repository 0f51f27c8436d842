import { Loader } from '@mantine/core'
import { IconPlug, IconSearchOff } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionRow } from '../../../../api/console/wire/sessions.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Energy, Instant, Power } from '../../parts/values.tsx'
import { Flags, SessionDuration, SessionMark, SocRange } from './session-bits.tsx'
import { isOpen, type SessionFilters } from './session-rows.ts'
import classes from './sessions.module.css'
import { useSessions } from './use-sessions.ts'

interface SessionListProps {
  filters: SessionFilters
  /** On a charger's own page its name says nothing new. */
  ofOneCharger?: boolean
  /** What the empty state of a filtered list offers. */
  clear?: ReactNode
}

/** Sessions as a table that goes on while it is scrolled. */
export function SessionList({ filters, ofOneCharger = false, clear }: SessionListProps) {
  const { t, i18n } = useTranslation('sessions')
  const words = useOcppWords()
  const { rows, isPending, isError, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSessions(filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: texts follow the language
  const columns = useMemo(() => columnsOf(t, words, ofOneCharger), [i18n.language, ofOneCharger])

  if (isPending) return <LoadingRows />
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (rows.length === 0) return <NoSessions filters={filters} ofOneCharger={ofOneCharger} clear={clear} />
  return (
    <>
      <DataTable
        label={t('list')}
        items={rows}
        itemKey={(row) => row.id}
        columns={columns}
        rowHref={(row) => `/sessions/${row.id}`}
        card={(row) => <SessionCard row={row} ofOneCharger={ofOneCharger} />}
        cardHeight={118}
        onEnd={() => {
          if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
        }}
      />
      <p className={classes.end} role="status">
        {isFetchingNextPage ? (
          <Loader size="sm" aria-label={t('more')} />
        ) : (
          !hasNextPage && rows.length > 20 && t('end')
        )}
      </p>
    </>
  )
}

function NoSessions({ filters, ofOneCharger, clear }: SessionListProps) {
  const { t } = useTranslation('sessions')
  const { state, q, from, to, charger } = filters
  const isFiltered = state !== '' || q.trim() !== '' || from !== undefined || to !== undefined
  if (isFiltered || (charger !== null && !ofOneCharger))
    return (
      <EmptyState icon={IconSearchOff} title={t('noneMatch')} actions={clear}>
        {t('noneMatchText')}
      </EmptyState>
    )
  return (
    <EmptyState icon={IconPlug} title={t('none')}>
      {t(ofOneCharger ? 'noneHere' : 'noneText')}
    </EmptyState>
  )
}

type Translate = ReturnType<typeof useTranslation<'sessions'>>['t']
type Words = ReturnType<typeof useOcppWords>

function columnsOf(t: Translate, words: Words, ofOneCharger: boolean): Column<SessionRow>[] {
  return [
    {
      key: 'started',
      title: t('column.started'),
      width: '8rem',
      cell: (row) => <Instant at={row.startedAt} />,
    },
    { key: 'state', title: t('column.state'), width: '8.5rem', cell: (row) => <SessionMark state={row.state} plain /> },
    {
      key: 'charger',
      title: t('column.charger'),
      width: ofOneCharger ? '6rem' : 'minmax(7rem, 1fr)',
      cell: (row) => {
        const evse = row.evse === null ? '' : t('evse', { evse: row.evse })
        return ofOneCharger ? evse : <TwoLines first={row.charger.name ?? row.charger.identity} second={evse} />
      },
    },
    {
      key: 'card',
      title: t('column.who'),
      width: 'minmax(9rem, 1.1fr)',
      cell: (row) => (
        <TwoLines
          first={row.vehicle}
          second={row.card && <span className={classes.mono}>{row.card}</span>}
          none={t('noCard')}
        />
      ),
    },
    {
      key: 'duration',
      title: t('column.duration'),
      width: '6rem',
      align: 'end',
      cell: (row) => <SessionDuration row={row} />,
    },
    {
      key: 'energy',
      title: t('column.energy'),
      width: '6.5rem',
      align: 'end',
      cell: (row) => (
        <TwoLines
          first={<Energy wattHours={row.energyWh} />}
          second={row.powerW === null ? null : <Power watts={row.powerW} />}
        />
      ),
    },
    {
      key: 'soc',
      title: t('column.soc'),
      width: '6.5rem',
      align: 'end',
      cell: (row) => <SocRange from={row.initialSoc} to={row.soc} />,
    },
    {
      key: 'end',
      title: t('column.end'),
      width: 'minmax(11rem, 1.3fr)',
      cell: (row) => (
        <TwoLines
          first={<End row={row} words={words} t={t} />}
          second={row.flags.length > 0 && <Flags flags={row.flags} />}
        />
      ),
    },
  ]
}

/** The second line is left out when there is nothing to say. */
function TwoLines({ first, second, none }: { first: ReactNode; second: ReactNode; none?: string }) {
  if (!first && !second) return <span className={classes.dim}>{none}</span>
  if (!first) return second
  return (
    <>
      <span className={classes.first}>{first}</span>
      {second && <span className={classes.second}>{second}</span>}
    </>
  )
}

function Who({ row }: { row: SessionRow }) {
  const { t } = useTranslation('sessions')
  if (row.vehicle === null && row.card === null) return <span className={classes.dim}>{t('noCard')}</span>
  return (
    <>
      {row.vehicle}
      {row.card !== null && (
        <span className={row.vehicle === null ? classes.mono : `${classes.mono} ${classes.dim}`}>
          {row.vehicle === null ? '' : ' · '}
          {row.card}
        </span>
      )}
    </>
  )
}

function End({ row, words, t }: { row: SessionRow; words: Words; t: Translate }) {
  if (isOpen(row)) return <span className={classes.dim}>{t('running')}</span>
  if (row.endReason === null) return <span className={classes.dim}>–</span>
  return <span title={row.endReason}>{words.stopReason(row.endReason)}</span>
}

function SessionCard({ row, ofOneCharger }: { row: SessionRow; ofOneCharger: boolean }) {
  const { t } = useTranslation('sessions')
  const words = useOcppWords()
  const evse = row.evse === null ? '' : t('evse', { evse: row.evse })
  const place = ofOneCharger ? evse : [row.charger.name ?? row.charger.identity, evse].filter(Boolean).join(', ')
  return (
    <span className={classes.card}>
      <span className={classes.cardLine}>
        <strong>{place}</strong>
        <SessionMark state={row.state} />
      </span>
      <span className={classes.cardLine}>
        <span className={classes.cardWho}>
          <Who row={row} />
        </span>
        <strong>
          <Energy wattHours={row.energyWh} />
        </strong>
      </span>
      <span className={`${classes.cardLine} ${classes.dim}`}>
        <span>
          <Instant at={row.startedAt} /> · <SessionDuration row={row} />
        </span>
        <SocRange from={row.initialSoc} to={row.soc} />
      </span>
      <span className={`${classes.cardLine} ${classes.dim}`}>
        {isOpen(row) ? <Power watts={row.powerW} /> : <End row={row} words={words} t={t} />}
        <Flags flags={row.flags} />
      </span>
    </span>
  )
}
