import { IconChartLine } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SitePlan } from '../../../../../api/console/wire/site-plan.ts'
import { useServerNow } from '../../../clock/use-server-now.ts'
import { formatMoney, formatNumber, formatPower, formatTime } from '../../../format/format.ts'
import { Age } from '../../../parts/age.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Plot, type PlotSeries } from '../../../parts/plot.tsx'
import { thinned } from '../../session/thinned.ts'
import classes from '../sites.module.css'
import { useSitePlan } from '../use-sites.ts'
import { curvesOf } from './site-curves.ts'

const mostRows = 96

/** Prices, and power as measured and as planned against the limit; as curves and as a table. */
export function CurvesTab({ siteId }: { siteId: number }) {
  const { data, error, refetch } = useSitePlan(siteId)
  if (data) return <Drawn plan={data} group={`site-${siteId}`} />
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} height={220} />
}

function Drawn({ plan, group }: { plan: SitePlan; group: string }) {
  const { t } = useTranslation('sites')
  const nowMs = useServerNow(60_000)
  const curves = useMemo(() => curvesOf(plan), [plan])
  const { currency } = plan
  const power = useMemo(
    (): PlotSeries[] =>
      [
        {
          label: t('curves.measured'),
          values: curves.measuredW,
          format: formatPower,
          color: 1 as const,
          filled: true,
          most: 1_000,
        },
        { label: t('curves.planned'), values: curves.plannedW, format: formatPower, color: 2 as const, stepped: true },
        { label: t('curves.limit'), values: curves.limitW, format: formatPower, color: 3 as const, stepped: true },
        { label: t('curves.solar'), values: curves.solarW, format: formatPower, color: 4 as const, stepped: true },
      ].filter(({ values }) => values.some((value) => value !== null)),
    [curves, t],
  )
  const price = useMemo(
    (): PlotSeries => ({
      label: t('curves.price'),
      values: curves.price,
      format: (value) =>
        currency === null ? formatNumber(value, [2, 4]) : formatMoney(String(value), currency, { finest: 4 }),
      color: 4,
      stepped: true,
    }),
    [curves, currency, t],
  )
  if (curves.times.length === 0)
    return (
      <EmptyState icon={IconChartLine} title={t('curves.none')}>
        {t('curves.noneText')}
      </EmptyState>
    )
  const hasPrice = curves.price.some((value) => value !== null)
  return (
    <section aria-label={t('tabs.curves')} className={classes.section}>
      <p className={classes.hint}>
        {plan.madeAt === null ? (
          t('curves.noPlan')
        ) : (
          <>
            {t('vehicle.planned')} <Age at={plan.madeAt} />
            {plan.energyCost !== null && currency !== null && (
              <> · {t('curves.cost', { cost: formatMoney(String(plan.energyCost), currency) })}</>
            )}
            {plan.peakW !== null && <> · {t('curves.peak', { power: formatPower(plan.peakW) })}</>}
            {plan.peakSoFar && <> · {t('curves.peakSoFar', { power: formatPower(plan.peakSoFar.powerW) })}</>}
          </>
        )}{' '}
        · {t('curves.now', { time: formatTime(nowMs, { nowMs }) })}
      </p>
      <Plot label={t('curves.power')} times={curves.times} series={power} height={260} restMs={nowMs} group={group} />
      {hasPrice && (
        <Plot
          label={t('curves.price')}
          times={curves.times}
          series={[price]}
          height={140}
          restMs={nowMs}
          group={group}
        />
      )}
      <CurveTable curves={curves} series={hasPrice ? [...power, price] : power} />
    </section>
  )
}

/** The values of plots as a table, some of them when there are many. */
export function CurveTable({
  curves,
  series,
}: {
  curves: { times: readonly number[] }
  series: readonly PlotSeries[]
}) {
  const { t } = useTranslation('sites')
  return (
    <details className={classes.more}>
      <summary>{t('curves.asTable')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t('curves.asTable')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('curves.time')}</th>
              {series.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {thinned(curves.times.length, mostRows).map((place) => (
              <tr key={place}>
                <th scope="row" className="numbers">
                  {formatTime(curves.times[place] ?? 0)}
                </th>
                {series.map(({ label, values, format }) => {
                  const value = values[place]
                  return (
                    <td key={label} className="numbers">
                      {value === null || value === undefined ? '–' : format(value)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
