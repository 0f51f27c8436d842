import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import { Age } from '../../parts/age.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Power, SocBar } from '../../parts/values.tsx'
import classes from './charger-card.module.css'
import { socOf } from './charger-list.ts'
import { ConnectorMarks } from './connector-marks.tsx'

/** A charger in the list of a narrow screen. */
export function ChargerCard({ row }: { row: ChargerRow }) {
  const soc = socOf(row)
  return (
    <span className={classes.card}>
      <span className={classes.line}>
        <strong className={classes.name}>
          {row.identity}
          {row.name && <small>{row.name}</small>}
        </strong>
        <StateBadge state={row.state} />
      </span>
      <ConnectorMarks row={row} />
      <span className={classes.line}>
        <span className={classes.quiet}>{[row.vendor, row.model].filter(Boolean).join(' ') || '–'}</span>
        {soc !== null && <SocBar percent={soc} />}
        {row.powerW > 0 ? (
          <Power watts={row.powerW} />
        ) : (
          <span className={classes.quiet}>
            <Age at={row.heardAt} />
          </span>
        )}
      </span>
    </span>
  )
}
