import { IconBolt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import type { SessionSteering as Steering } from '../../../../api/console/wire/site-chargers.ts'
import { get } from '../../api/request.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { isOpen } from '../sessions/session-rows.ts'
import { rateText } from '../sites/rate-text.ts'
import { ReasonText } from '../sites/reason-text.tsx'
import { useKnownText } from '../sites/use-known-text.ts'
import classes from './session.module.css'

const refetchMs = 5_000

/** Why a session gets what it gets, while a site steers it; of a finished one nothing is said. */
export function SessionSteering({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  const { id } = detail.row
  const { data } = useQuery({
    queryKey: ['session', id, 'steering'],
    queryFn: ({ signal }) => get<Steering | null>(`sessions/${id}/steering`, {}, signal),
    initialData: detail.steering,
    refetchInterval: refetchMs,
    enabled: isOpen(detail.row),
  })
  if (!isOpen(detail.row) || !data) return null
  return (
    <p className={classes.steering}>
      <IconBolt size={17} aria-hidden />
      <span>
        {data.granted !== null && (
          <>
            {t('steering.may')} <strong className="numbers">{rateText(data.granted, data.unit)}</strong> ·{' '}
          </>
        )}
        <ReasonText siteId={data.siteId} reason={data.reason} boundBy={data.boundBy} boundByName={data.boundByName} />
        {' · '}
        <PageLink to={`/sites/${data.siteId}`} search={{ tab: 'vehicles' }}>
          {data.siteName}
        </PageLink>
        {data.assumed.length > 0 && (
          <span className={classes.dim}>
            {' · '}
            {t('assumed', { what: data.assumed.map((word) => known('assumed', word)).join(', ') })}
          </span>
        )}
      </span>
    </p>
  )
}
