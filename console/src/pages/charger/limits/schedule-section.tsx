import { NativeSelect, SegmentedControl, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { CompositeSchedule } from '../../../../../api/console/wire/charging-profiles.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Instant } from '../../../parts/values.tsx'
import { useOwn } from '../use-own.ts'
import { limitText } from './limit-text.ts'
import classes from './limits.module.css'
import { stepsOf } from './schedule-points.ts'

const daySeconds = 86_400

/** What comes of all profiles together in the next day, as the server reckons it. */
export function ScheduleSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('limits')
  const { id, connectors } = detail.row
  const [evse, setEvse] = useState('1')
  const [unit, setUnit] = useState<string>('A')
  const query = { evse, unit, durationSeconds: daySeconds }
  const { data, error, refetch } = useOwn<CompositeSchedule>(id, 'composite-schedule', query)
  const evses = [...new Set(connectors.map((one) => one.evse))]
  const steps = data ? stepsOf(data) : []
  const highest = Math.max(1, ...steps.map(({ limit }) => limit ?? 0))
  // What is not limited reaches further than any limit.
  const most = steps.some(({ limit }) => limit === null) ? highest * 1.5 : highest
  return (
    <section aria-labelledby="schedule-title">
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="schedule-title">
          {t('schedule.title')}
        </Title>
        <div className={classes.actions}>
          <NativeSelect
            size="xs"
            aria-label={t('set.where')}
            value={evse}
            onChange={(event) => setEvse(event.currentTarget.value)}
            data={[
              ...evses.map((one) => ({ value: String(one), label: t('evse', { evse: one }) })),
              { value: '0', label: t('whole') },
            ]}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('set.unit')}
            value={unit}
            onChange={setUnit}
            data={[
              { value: 'A', label: 'A' },
              { value: 'W', label: 'kW' },
            ]}
          />
        </div>
      </div>
      <p className={classes.hint}>{t('schedule.hint')}</p>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} />)}
      {data && steps.every(({ limit }) => limit === null) && <p>{t('schedule.free')}</p>}
      {data && steps.some(({ limit }) => limit !== null) && (
        <ol className={classes.steps} aria-labelledby="schedule-title">
          {steps.map(({ from, to, limit }) => (
            <li key={from}>
              <span className={classes.span}>
                <Instant at={new Date(from).toISOString()} /> – <Instant at={new Date(to).toISOString()} />
              </span>
              <span className={classes.bar} aria-hidden>
                <span data-free={limit === null || undefined} style={{ width: `${((limit ?? most) / most) * 100}%` }} />
              </span>
              <strong className="numbers">{limitText(t, limit, data.unit)}</strong>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
