import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActivationReport } from '../../../../../api/console/wire/flexibility.ts'
import { formatEnergy, formatPower } from '../../../format/format.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Plot, type PlotSeries } from '../../../parts/plot.tsx'
import { CurveTable } from '../curves/curves-tab.tsx'
import classes from '../sites.module.css'
import { useActivationReport } from './use-flexibility.ts'

/** What an activation has delivered, minute by minute, as curves and as a table. */
export function DeliveryReport({ siteId, id }: { siteId: number; id: number }) {
  const { t } = useTranslation('flexibility')
  const { data, error, refetch } = useActivationReport(siteId, id)
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={1} height={180} />
  return data.minutes.length === 0 ? (
    <p className={classes.hint}>{t('report.none')}</p>
  ) : (
    <Drawn report={data} group={`activation-${id}`} />
  )
}

function Drawn({ report, group }: { report: ActivationReport; group: string }) {
  const { t } = useTranslation('flexibility')
  const { minutes, deliveredWh } = report
  const judged = minutes.filter(({ isKept }) => isKept !== null)
  const kept = judged.filter(({ isKept }) => isKept).length
  const times = useMemo(() => minutes.map(({ at }) => Date.parse(at)), [minutes])
  const series = useMemo(
    (): PlotSeries[] => [
      {
        label: t('report.measured'),
        values: minutes.map(({ measuredW }) => measuredW),
        ...{ format: formatPower, color: 1 as const, filled: true },
      },
      {
        label: t('report.ordered'),
        values: minutes.map(({ highW }) => highW),
        ...{ format: formatPower, color: 3 as const, stepped: true },
      },
      {
        label: t('report.baseline'),
        values: minutes.map(({ baselineW }) => baselineW),
        ...{ format: formatPower, color: 2 as const, stepped: true },
      },
    ],
    [minutes, t],
  )
  return (
    <section aria-label={t('report.power')}>
      <p className={classes.hint}>
        {t(deliveredWh < 0 ? 'report.above' : 'report.delivered', { energy: formatEnergy(Math.abs(deliveredWh)) })}
        {judged.length > 0 && <> · {t('report.kept', { kept, judged: judged.length })}</>}
      </p>
      <Plot label={t('report.power')} times={times} series={series} height={180} group={group} />
      <CurveTable curves={{ times }} series={series} />
    </section>
  )
}
