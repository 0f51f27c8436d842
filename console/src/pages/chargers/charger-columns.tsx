import type { TFunction } from 'i18next'
import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import { Age } from '../../parts/age.tsx'
import type { Column } from '../../parts/data-table.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Power, SocBar } from '../../parts/values.tsx'
import classes from './charger-columns.module.css'
import { socOf } from './charger-list.ts'
import { ConnectorMarks } from './connector-marks.tsx'

/** The columns of the list of chargers. */
export function chargerColumns(t: TFunction<'chargers'>): Column<ChargerRow>[] {
  return [
    {
      key: 'identity',
      title: t('columns.charger'),
      width: 'minmax(9rem, 1.2fr)',
      sortable: true,
      cell: (row) => (
        <span className={classes.two}>
          <strong>{row.identity}</strong>
          {row.name && <small>{row.name}</small>}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('columns.state'),
      width: '10rem',
      sortable: true,
      cell: (row) => <StateBadge state={row.state} />,
    },
    {
      key: 'connectors',
      title: t('columns.connectors'),
      width: 'minmax(9rem, 1.3fr)',
      cell: (row) => <ConnectorMarks row={row} />,
    },
    {
      key: 'soc',
      title: t('columns.soc'),
      width: '6.5rem',
      sortable: true,
      cell: (row) => <SocBar percent={socOf(row)} />,
    },
    {
      key: 'power',
      title: t('columns.power'),
      width: '5.5rem',
      align: 'end',
      sortable: true,
      cell: (row) => <Power watts={row.powerW === 0 && row.state !== 'charging' ? null : row.powerW} />,
    },
    {
      key: 'model',
      title: t('columns.model'),
      width: 'minmax(10rem, 1.7fr)',
      sortable: true,
      cell: (row) => (
        <span className={classes.two}>
          <span>{[row.vendor, row.model].filter(Boolean).join(' ') || '–'}</span>
          {row.firmware && <small>{row.firmware}</small>}
        </span>
      ),
    },
    { key: 'version', title: t('columns.version'), width: '4.5rem', sortable: true, cell: (row) => row.version ?? '–' },
    {
      key: 'heard',
      title: t('columns.heard'),
      width: '6.5rem',
      align: 'end',
      sortable: true,
      cell: (row) => <Age at={row.heardAt} />,
    },
  ]
}
