import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import { shownStatus } from '../../parts/shown-status.ts'
import { StatusBadge } from '../../parts/state-badge.tsx'
import { Power } from '../../parts/values.tsx'
import classes from './connector-marks.module.css'

/** How many connectors are told one by one. */
const most = 2

/** The connectors of a charger in one line: number, status, power. */
export function ConnectorMarks({ row }: { row: ChargerRow }) {
  const { connectors } = row
  if (connectors.length === 0) return <span className={classes.more}>–</span>
  return (
    <span className={classes.marks}>
      {connectors.slice(0, most).map((one) => (
        <span key={one.number} className={classes.one}>
          {connectors.length > 1 && <span className={`${classes.number} numbers`}>{one.number}</span>}
          <StatusBadge status={shownStatus(row, one)} reported={one.status} plain />
          {(one.powerW ?? 0) > 0 && connectors.length > 1 && <Power watts={one.powerW} />}
        </span>
      ))}
      {connectors.length > most && <span className={classes.more}>+{connectors.length - most}</span>}
    </span>
  )
}
