import { Button } from '@mantine/core'
import { IconBell, IconPlus, IconSitemap } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteRow } from '../../../../api/console/wire/sites.ts'
import { formatNumber, formatPower } from '../../format/format.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useRole } from '../../parts/use-role.ts'
import { LoadBar } from './load-bar.tsx'
import { SiteDialog } from './site-dialog.tsx'
import { LateMark, PlannerMark, SiteMark, WaitingMark } from './site-marks.tsx'
import classes from './sites.module.css'
import { useSites } from './use-sites.ts'

/** Every site whose load is managed: what it draws of what it may, and what needs a look. */
export function SitesPage() {
  const { t } = useTranslation('sites')
  const { may } = useRole()
  const { data, error, refetch } = useSites()
  const [adding, setAdding] = useState(false)
  const columns = useMemo(() => columnsOf(t), [t])
  const add = (
    <Needs role="administrator">
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        {t('add')}
      </Button>
    </Needs>
  )
  return (
    <>
      <PageHeader title={t('title')} below={t('below')} actions={data && data.items.length > 0 && add} />
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} height={64} />)}
      {data?.items.length === 0 && (
        <EmptyState icon={IconSitemap} title={t('empty.title')} actions={add}>
          {t(may('administrator') ? 'empty.text' : 'empty.viewer')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <DataTable<SiteRow>
          label={t('title')}
          items={data.items}
          itemKey={keyOf}
          columns={columns}
          rowHref={hrefOf}
          rowHeight={68}
          cardHeight={140}
          card={cardOf}
        />
      )}
      {adding && <SiteDialog onClose={() => setAdding(false)} />}
    </>
  )
}

const keyOf = (row: SiteRow) => row.id
const hrefOf = (row: SiteRow) => `/sites/${row.id}`
const cardOf = (row: SiteRow) => <SiteCard row={row} />

function columnsOf(t: TFunction<'sites'>): Column<SiteRow>[] {
  return [
    {
      key: 'name',
      title: t('columns.site'),
      width: 'minmax(9rem, 1.2fr)',
      cell: (row) => <strong>{row.name}</strong>,
    },
    { key: 'state', title: t('columns.state'), width: '11rem', cell: (row) => <SiteMark row={row} /> },
    {
      key: 'power',
      title: t('columns.power'),
      width: 'minmax(11rem, 1.6fr)',
      cell: (row) => <PowerOfLimit row={row} />,
    },
    { key: 'sessions', title: t('columns.sessions'), width: 'minmax(9rem, 1fr)', cell: (row) => <Running row={row} /> },
    { key: 'alarms', title: t('columns.alarms'), width: '7rem', cell: (row) => <Alarms row={row} /> },
    {
      key: 'planner',
      title: t('columns.planner'),
      width: '10rem',
      cell: (row) => <PlannerMark planner={row.planner} />,
    },
  ]
}

export function PowerOfLimit({ row }: { row: Pick<SiteRow, 'powerW' | 'limitW'> }) {
  const { t } = useTranslation('sites')
  if (row.powerW === null && row.limitW === null) return <span className={classes.dim}>{t('powerUnknown')}</span>
  return (
    <span className={classes.power}>
      <span className="numbers">
        {row.limitW === null
          ? formatPower(row.powerW)
          : t('powerOf', { power: formatPower(row.powerW), limit: formatPower(row.limitW) })}
      </span>
      <LoadBar now={row.powerW} limit={row.limitW} />
    </span>
  )
}

function Running({ row }: { row: SiteRow }) {
  const { t } = useTranslation('sites')
  return (
    <span className={classes.marks}>
      <span className="numbers">{t('sessions', { count: row.sessions, shown: formatNumber(row.sessions) })}</span>
      <WaitingMark count={row.waiting} />
      <LateMark count={row.late} />
    </span>
  )
}

function Alarms({ row }: { row: SiteRow }) {
  const { t } = useTranslation('sites')
  if (row.openAlarms === 0) return <span className={classes.dim}>{t('noAlarms')}</span>
  return <Mark tone="bad" icon={IconBell} label={t('openAlarms', { count: row.openAlarms })} />
}

function SiteCard({ row }: { row: SiteRow }) {
  return (
    <span className={classes.card}>
      <span className={classes.cardLine}>
        <strong>{row.name}</strong>
        <SiteMark row={row} />
      </span>
      <PowerOfLimit row={row} />
      <span className={classes.cardLine}>
        <Running row={row} />
        <Alarms row={row} />
      </span>
    </span>
  )
}
