import { useTranslation } from 'react-i18next'
import type { CircuitRow } from '../../../../../api/console/wire/circuits.ts'
import { Instant } from '../../../parts/values.tsx'
import { authorOf } from '../limits/limit-text.ts'
import { LoadBar } from '../load-bar.tsx'
import { rateText, unitOf } from '../rate-text.ts'
import classes from '../sites.module.css'

/** One limit of a circuit: what flows, what may flow, and who set the limit that holds. */
export function RowLine({ row, circuit }: { row: CircuitRow; circuit: string }) {
  const { t } = useTranslation('sites')
  const unit = unitOf(row.kind)
  const name = row.kind === 'current' ? (row.phase ?? t('row.current')) : t(`row.${row.kind}`)
  const isPrimary = row.id.includes('primary')
  return (
    <li className={classes.row} aria-label={`${circuit}, ${name}`}>
      <span className={classes.rowName}>{isPrimary ? t('row.primary', { name }) : name}</span>
      <LoadBar now={row.measured} committed={row.committed} limit={row.limit} />
      <span className={classes.rowText}>
        <span className="numbers">
          {row.measured === null ? t('row.notMeasured') : t('row.now', { value: rateText(row.measured, unit) })}
        </span>{' '}
        · <span className="numbers">{t('row.committed', { value: rateText(row.committed, unit) })}</span> ·{' '}
        <strong className="numbers">{t('row.limit', { value: rateText(row.limit, unit) })}</strong>
        {row.unmanaged > 0 && (
          <span className="numbers"> · {t('row.unmanaged', { value: rateText(row.unmanaged, unit) })}</span>
        )}
        {row.committed > row.limit * 1.001 && <strong className={classes.bad}> · {t('row.over')}</strong>}
      </span>
      <Origin row={row} />
    </li>
  )
}

/** Who made the limit what it is, why, and until when. */
function Origin({ row }: { row: CircuitRow }) {
  const { t } = useTranslation('sites')
  const { source } = row
  return (
    <span className={classes.origin}>
      {t(`source.${source.kind}`, { value: rateText(source.value, source.unit) })}
      {source.author !== null && <> · {t('limits.by', { author: authorOf({ author: source.author }) })}</>}
      {source.reason !== null && <> · {source.reason}</>}
      {source.isFallback && <strong> · {t('row.fallback')}</strong>}
      {source.to !== null && (
        <>
          {' '}
          · {t('row.until')} <Instant at={source.to} />
        </>
      )}
    </span>
  )
}
