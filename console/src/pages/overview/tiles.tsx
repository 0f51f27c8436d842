import { useTranslation } from 'react-i18next'
import { useLoad } from '../../api/queries.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { formatEnergy, formatNumber, formatPower } from '../../format/format.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { energySince } from './load-curve.ts'
import type { SiteSummary } from './site-summary.ts'
import classes from './tiles.module.css'

/** The figures of the site; each leads to the chargers behind it. */
export function Tiles({ summary }: { summary: SiteSummary }) {
  const { t } = useTranslation('overview')
  const load = useLoad(24)
  const nowMs = useServerNow(60_000)
  const energyWh = load.data ? energySince(load.data.points, startOfDay(nowMs)) : null
  return (
    <ul className={classes.tiles}>
      <Tile
        label={t('tiles.online')}
        value={formatNumber(summary.online)}
        of={t('tiles.of', { total: formatNumber(summary.total) })}
      />
      <Tile label={t('tiles.charging')} value={formatNumber(summary.charging)} state="charging" />
      <Tile label={t('tiles.power')} value={formatPower(summary.powerW)} sort="-power" />
      {energyWh !== null && <Tile label={t('tiles.energy')} value={formatEnergy(energyWh)} to="/sessions" />}
      <Tile label={t('tiles.faults')} value={formatNumber(summary.faulted)} state="faulted" bad={summary.faulted > 0} />
      <Tile
        label={t('tiles.offline')}
        value={formatNumber(summary.offline)}
        state="offline"
        bad={summary.offline > 0}
      />
    </ul>
  )
}

interface TileProps {
  label: string
  value: string
  of?: string
  to?: string
  state?: string
  sort?: string
  bad?: boolean
}

function Tile({ label, value, of, to = '/chargers', state, sort, bad }: TileProps) {
  const search = { ...(state ? { state } : {}), ...(sort ? { sort } : {}) }
  return (
    <li className={classes.tile} data-bad={bad || undefined}>
      <PageLink to={to} search={search} className={classes.link}>
        <span className={classes.label}>{label}</span>
        <span className={`${classes.value} numbers`}>
          {value} {of && <small>{of}</small>}
        </span>
      </PageLink>
    </li>
  )
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}
