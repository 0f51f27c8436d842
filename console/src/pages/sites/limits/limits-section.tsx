import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CircuitLimit, LimitChange } from '../../../../../api/console/wire/smart-charging.ts'
import { Age } from '../../../parts/age.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Instant } from '../../../parts/values.tsx'
import { rateText } from '../rate-text.ts'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { useCircuitLimits } from '../use-sites.ts'
import { authorOf } from './limit-text.ts'
import { LimitUndo } from './limit-undo.tsx'

/** Every source that limits a circuit now or later, and the last changes. */
export function LimitsSection({ siteId }: { siteId: number }) {
  const { t } = useTranslation('sites')
  const { data, error, refetch } = useCircuitLimits(siteId)
  return (
    <section aria-labelledby="limits" className={classes.section}>
      <Title order={2} id="limits" className={classes.sectionTitle}>
        {t('limits.title')}
      </Title>
      <p className={classes.hint}>{t('limits.hint')}</p>
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} height={56} />)}
      {data?.items.length === 0 && <p className={classes.hint}>{t('limits.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-labelledby="limits">
          {data.items.map((limit) => (
            <LimitRow key={limit.id} siteId={siteId} limit={limit} />
          ))}
        </ul>
      )}
      {data && data.history.length > 0 && <Changes changes={data.history} />}
    </section>
  )
}

function LimitRow({ siteId, limit }: { siteId: number; limit: CircuitLimit }) {
  const { t } = useTranslation('sites')
  const { lease } = limit
  return (
    <li className={classes.limitRow}>
      <div>
        <strong className="numbers">{rateText(limit.valueNow, limit.unit)}</strong>{' '}
        {limit.valueNow === null && <span className={classes.dim}>{t('limits.notNow')}</span>} {limit.circuit}
        <div className={classes.dim}>
          {t(`limitKind.${limit.kind}`)} · {t('limits.by', { author: authorOf(limit) })}{' '}
          <Instant at={limit.writtenAt} />
        </div>
        {limit.reason !== null && <div className={classes.quote}>{limit.reason}</div>}
        {lease && (
          <div className={lease.isLate ? classes.bad : classes.dim}>
            {lease.isLate
              ? t('limits.leaseLate', { fallback: rateText(lease.fallback, limit.unit) })
              : t('limits.lease', { fallback: rateText(lease.fallback, limit.unit) })}{' '}
            <Age at={lease.renewedAt} />
          </div>
        )}
      </div>
      <ul className={classes.plain}>
        {limit.intervals.slice(0, 4).map(({ from, to, value }) => (
          <li key={`${from}${value}`} className="numbers">
            <span className={classes.wrap}>
              <Instant at={from} /> – {to === null ? t('limits.openEnd') : <Instant at={to} />}:{' '}
              {rateText(value, limit.unit)}
            </span>
          </li>
        ))}
        {limit.intervals.length > 4 && (
          <li className={classes.dim}>{t('limits.more', { count: limit.intervals.length - 4 })}</li>
        )}
      </ul>
      <LimitUndo siteId={siteId} limit={limit} />
    </li>
  )
}

function Changes({ changes }: { changes: readonly LimitChange[] }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  return (
    <details className={classes.more}>
      <summary>{t('limits.history', { count: changes.length })}</summary>
      <ul className={classes.plain}>
        {changes.map(({ at, author, action, subject, detail }) => (
          <li key={`${at}${action}${subject}`}>
            <Instant at={at} seconds /> · {author} · {known('change', action.replace(/^limits\./, ''))} · {subject}
            {typeof detail.reason === 'string' && <span className={classes.dim}> · {detail.reason}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}
