import { Button, Title } from '@mantine/core'
import { IconBell, IconBellCheck, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SiteAlarm } from '../../../../../api/console/wire/site-alarms.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { Age } from '../../../parts/age.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { refreshSites, useCircuitLimits, useSiteAlarms } from '../use-sites.ts'
import { subjectOf } from './alarm-subject.ts'

/** What is wrong at a site, and what was. */
export function AlarmsTab({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { data, error, refetch } = useSiteAlarms(site.row.id)
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} height={56} />
  const open = data.items.filter(({ clearedAt }) => clearedAt === null)
  const past = data.items.filter(({ clearedAt }) => clearedAt !== null)
  return (
    <>
      <section aria-labelledby="open-alarms" className={classes.section}>
        <Title order={2} id="open-alarms" className={classes.sectionTitle}>
          {t('alarms.open')}
        </Title>
        {open.length === 0 ? (
          <EmptyState icon={IconBellCheck} tone="good" title={t('alarms.none')}>
            {t('alarms.noneText')}
          </EmptyState>
        ) : (
          <ul className={classes.list} aria-labelledby="open-alarms">
            {open.map((alarm) => (
              <AlarmRow key={alarm.id} site={site} alarm={alarm} />
            ))}
          </ul>
        )}
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past-alarms" className={classes.section}>
          <Title order={2} id="past-alarms" className={classes.sectionTitle}>
            {t('alarms.past')}
          </Title>
          <ul className={classes.list} aria-labelledby="past-alarms">
            {past.map((alarm) => (
              <AlarmRow key={alarm.id} site={site} alarm={alarm} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function AlarmRow({ site, alarm }: { site: SiteDetail; alarm: SiteAlarm }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  const outcome = useOutcome()
  const [busy, setBusy] = useState(false)
  const { data: limits } = useCircuitLimits(site.row.id)
  const subject = subjectOf(alarm.subject, site, limits?.items ?? [])
  const isOpen = alarm.clearedAt === null
  const name = subject && (subject.name ?? t('evse.session', { id: subject.session }))

  async function clear() {
    setBusy(true)
    try {
      await post(`site-alarms/${alarm.id}/clear`, {})
      await refreshSites()
      outcome.done(t('alarms.cleared'))
    } catch (error) {
      outcome.failed(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <li className={classes.alarm}>
      <Mark
        plain
        tone={isOpen ? 'bad' : 'quiet'}
        icon={isOpen ? IconBell : IconCheck}
        label={t(isOpen ? 'alarms.isOpen' : 'alarms.isOver')}
      />
      <div>
        <div>
          {known('alarm', alarm.kind)}
          {subject !== null && (
            <>
              {': '}
              {subject.to === null ? (
                <strong>{name}</strong>
              ) : (
                <PageLink to={subject.to} {...(subject.hash ? { hash: subject.hash } : {})}>
                  {name}
                </PageLink>
              )}
            </>
          )}
        </div>
        <div className={classes.dim}>
          <Instant at={alarm.raisedAt} />
          {' · '}
          {isOpen ? (
            <Age at={alarm.raisedAt} />
          ) : (
            <>
              {t('alarms.until')} <Instant at={alarm.clearedAt} />
            </>
          )}
        </div>
      </div>
      {isOpen && (
        <Needs role="operator">
          <Button size="xs" variant="default" loading={busy} onClick={() => void clear()} title={t('alarms.clearHint')}>
            {t('alarms.clear')}
          </Button>
        </Needs>
      )}
    </li>
  )
}
