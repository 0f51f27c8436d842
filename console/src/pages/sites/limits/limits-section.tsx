import { Button, Title } from '@mantine/core'
import { IconLock, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircuitLimit, LimitChange } from '../../../../../api/console/wire/circuit-limits.ts'
import type { LimitFeed } from '../../../../../api/console/wire/limit-feeds.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { Age } from '../../../parts/age.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import { useFeeds } from '../feeds/use-feeds.ts'
import { rateText } from '../rate-text.ts'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { useCircuitLimits } from '../use-sites.ts'
import { authorOf } from './limit-text.ts'
import { LimitUndo } from './limit-undo.tsx'
import { ListDialog } from './list-dialog.tsx'

/** Every source that limits a circuit now or later, and the last changes. */
export function LimitsSection({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { t: tFeeds } = useTranslation('feeds')
  const { data, error, refetch } = useCircuitLimits(site.row.id)
  const { data: feeds } = useFeeds(site.row.id)
  const [writing, setWriting] = useState(false)
  return (
    <section aria-labelledby="limits" className={classes.section}>
      <div className={classes.treeHead}>
        <Title order={2} id="limits" className={classes.sectionTitle}>
          {t('limits.title')}
        </Title>
        <Needs role="operator">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={site.circuits.length === 0}
            onClick={() => setWriting(true)}
          >
            {tFeeds('write')}
          </Button>
        </Needs>
      </div>
      <p className={classes.hint}>{t('limits.hint')}</p>
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} height={56} />)}
      {data?.items.length === 0 && <p className={classes.hint}>{t('limits.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-labelledby="limits">
          {data.items.map((limit) => (
            <LimitRow
              key={limit.id}
              site={site}
              limit={limit}
              isOfFeed={feeds?.items.some((feed) => isWrittenBy(feed, limit)) ?? false}
            />
          ))}
        </ul>
      )}
      {data && data.history.length > 0 && <Changes changes={data.history} />}
      {writing && <ListDialog site={site} onClose={() => setWriting(false)} />}
    </section>
  )
}

function LimitRow({ site, limit, isOfFeed }: { site: SiteDetail; limit: CircuitLimit; isOfFeed: boolean }) {
  const { t } = useTranslation('sites')
  const { t: tFeeds } = useTranslation('feeds')
  const isInForce = site.circuits.some(({ rows }) => rows.some(({ source }) => source.limitId === limit.id))
  const { lease } = limit
  return (
    <li className={classes.limitRow}>
      <div>
        <strong className="numbers">
          {limit.valueNow === null ? t('limits.notNow') : rateText(limit.valueNow, limit.unit)}
        </strong>{' '}
        {limit.circuit}{' '}
        {isInForce && <Mark plain tone="warn" icon={IconLock} label={tFeeds('inForce')} hint={tFeeds('inForceHint')} />}
        <div className={classes.dim}>
          {t(`limitKind.${limit.kind}`)}
          {limit.kind === 'operator' ? '' : `: ${limit.name}`} · {t('limits.by', { author: authorOf(limit) })}{' '}
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
      <LimitUndo siteId={site.row.id} limit={limit} isOfFeed={isOfFeed} />
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

function isWrittenBy({ circuitId, kind, name }: LimitFeed, limit: CircuitLimit): boolean {
  return circuitId === limit.circuitId && kind === limit.kind && name === limit.name
}
