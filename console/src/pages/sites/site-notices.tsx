import { IconAlertTriangle, IconClockExclamation, IconEye, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../api/console/wire/sites.ts'
import { clockRate } from '../../clock/server-clock.ts'
import { useOfServerNow } from '../../clock/use-server-now.ts'
import { Age } from '../../parts/age.tsx'
import { Instant } from '../../parts/values.tsx'
import { authorOf } from './limits/limit-text.ts'
import { LimitUndo } from './limits/limit-undo.tsx'
import { rateText } from './rate-text.ts'
import classes from './sites.module.css'
import { useCircuitLimits } from './use-sites.ts'

/** The engine shows a new picture with every round, which is at latest every 30 s. */
const staleAfterMs = 50_000
/** Of our time: for as long what we have read may be old. */
const readWithinMs = 10_000

/** What has to be known before anything else of a site is believed: limits of nothing, an engine that is not heard. */
export function SiteNotices({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { row, at } = site
  const isStale = useOfServerNow(
    (nowMs) => at !== null && nowMs - Date.parse(at) > staleAfterMs + readWithinMs * clockRate(),
  )
  return (
    <div className={classes.notices}>
      <ZeroLimits siteId={row.id} />
      {!row.isLive && site.circuits.length > 0 && (
        <Notice icon={<IconInfoCircle size={18} aria-hidden />}>
          <strong>{t('notice.off')}</strong> {t('notice.offText')}
        </Notice>
      )}
      {row.isLive && !row.isSteered && (
        <Notice tone="warn" icon={<IconEye size={18} aria-hidden />}>
          <strong>{t('notice.elsewhere')}</strong> {t('notice.elsewhereText')}
        </Notice>
      )}
      {isStale && (
        <Notice tone="warn" icon={<IconClockExclamation size={18} aria-hidden />}>
          <strong>{t('notice.stale')}</strong> {t('notice.staleText')} <Age at={at} />
        </Notice>
      )}
    </div>
  )
}

/** A limit of nothing is obeyed, whoever set it: who, when, why, and one step back (smart-charging 8). */
function ZeroLimits({ siteId }: { siteId: number }) {
  const { t } = useTranslation('sites')
  const { data } = useCircuitLimits(siteId)
  return (data?.items ?? [])
    .filter(({ valueNow }) => valueNow === 0)
    .map((limit) => (
      <Notice key={limit.id} tone="bad" icon={<IconAlertTriangle size={18} aria-hidden />}>
        <strong>{t('zero.title', { circuit: limit.circuit, limit: rateText(0, limit.unit) })}</strong>{' '}
        {t('zero.by', { kind: t(`limitKind.${limit.kind}`), author: authorOf(limit) })} <Instant at={limit.writtenAt} />
        {limit.reason !== null && <> · {t('zero.reason', { reason: limit.reason })}</>}
        <span className={classes.noticeActions}>
          <LimitUndo siteId={siteId} limit={limit} />
        </span>
      </Notice>
    ))
}

function Notice({ tone, icon, children }: { tone?: 'warn' | 'bad'; icon: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      {icon}
      <div>{children}</div>
    </div>
  )
}
