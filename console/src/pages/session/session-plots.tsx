import { IconChartLine } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Readings } from '../../../../api/console/wire/sessions.ts'
import { formatClock, formatNumber, formatPercent, formatPower } from '../../format/format.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Plot, type PlotSeries } from '../../parts/plot.tsx'
import classes from './session.module.css'
import { thinned } from './thinned.ts'

type Point = Readings['points'][number]

const mostRows = 60

// Shorter than elsewhere: it stands at an axis.
const kilowattHours = (wattHours: number) => `${formatNumber(wattHours / 1_000, [0, 1])} kWh`

/** Power, energy and state of charge, one below the other, with one cursor; and the same as a table. */
export function SessionPlots({ id, points }: { id: number; points: readonly Point[] }) {
  const { t } = useTranslation('session')
  const times = useMemo(() => points.map(({ at }) => Date.parse(at)), [points])
  const curves = useMemo(() => {
    const first = points.find(({ energyWh }) => energyWh !== null)?.energyWh ?? 0
    const all: PlotSeries[] = [
      {
        label: t('plot.power'),
        values: points.map(({ powerW }) => powerW),
        format: formatPower,
        color: 1,
        filled: true,
      },
      {
        label: t('plot.energy'),
        values: points.map(({ energyWh }) => (energyWh === null ? null : energyWh - first)),
        format: kilowattHours,
        color: 2,
        most: 1_000,
      },
      {
        label: t('plot.soc'),
        values: points.map(({ socPercent }) => socPercent),
        format: formatPercent,
        color: 3,
        most: 100,
      },
    ]
    return all.filter(({ values }) => values.some((value) => value !== null))
  }, [points, t])

  if (curves.length === 0)
    return (
      <EmptyState icon={IconChartLine} title={t('plot.title')}>
        {t('plot.none')}
      </EmptyState>
    )
  return (
    <div className={classes.plots}>
      {curves.map((curve) => (
        <CurvePlot key={curve.label} curve={curve} times={times} group={`session-${id}`} />
      ))}
      <CurveTable curves={curves} times={times} />
    </div>
  )
}

function CurvePlot({ curve, times, group }: { curve: PlotSeries; times: readonly number[]; group: string }) {
  // Values that come at other times than these leave no gap: each curve has its own points.
  const own = useMemo(() => {
    const at = times.flatMap((_, place) => (curve.values[place] === null ? [] : [place]))
    return {
      times: at.map((place) => times[place] ?? 0),
      series: [{ ...curve, values: at.map((place) => curve.values[place] ?? null) }],
    }
  }, [curve, times])
  return (
    <Plot
      label={curve.label}
      times={own.times}
      series={own.series}
      fromMs={times[0] ?? 0}
      toMs={times.at(-1) ?? 0}
      height={curve.color === 1 ? 170 : 120}
      group={group}
    />
  )
}

function CurveTable({ curves, times }: { curves: readonly PlotSeries[]; times: readonly number[] }) {
  const { t } = useTranslation('session')
  return (
    <details className={classes.asTable}>
      <summary>{t('plot.asTable')}</summary>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('plot.time')}</th>
            {curves.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {thinned(times.length, mostRows).map((place) => (
            <tr key={place}>
              <th scope="row" className="numbers">
                {formatClock(times[place] ?? 0, { seconds: true })}
              </th>
              {curves.map(({ label, values, format }) => {
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
    </details>
  )
}
