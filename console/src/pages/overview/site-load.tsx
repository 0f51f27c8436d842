import { SegmentedControl, Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Load } from '../../../../api/console/wire/chargers.ts'
import { keys, useLoad } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { useServerNow } from '../../clock/use-server-now.ts'
import { formatNumber, formatPower } from '../../format/format.ts'
import { useLive } from '../../live/live.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { Plot, type PlotSeries } from '../../parts/plot.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { fittingHours, loadCurve, withPoint } from './load-curve.ts'
import { Section } from './section.tsx'
import { useIsWall } from './wall.ts'

const spans = ['1', '6', '24', '168'] as const
type Span = (typeof spans)[number]

/** The power of the whole site over time, up to now. */
export function SiteLoad({ powerW, charging }: { powerW: number; charging: number }) {
  const { t } = useTranslation('overview')
  const height = useIsWall() ? 400 : 220
  const [{ hours }, set] = useUrlState({ hours: '' })
  const nowMs = useServerNow(2_000)
  const { data: day, error: dayError } = useLoad(24)
  const fitting = day ? fittingHours(day.points, nowMs) : null
  const chosen = spans.find((each) => each === hours)
  const span: Span = chosen ?? spans.find((each) => Number(each) === fitting) ?? '24'
  const { data, error, refetch } = useLoad(Number(span))
  const isReady = data !== undefined && (chosen !== undefined || day !== undefined || dayError !== null)

  useLive('load', (point) => {
    for (const each of spans) {
      queryClient.setQueryData<Load>(
        keys.load(Number(each)),
        (known) => known && { points: withPoint(known.points, point) },
      )
    }
  })

  const curve = useMemo(
    () => loadCurve(data?.points ?? [], { ms: nowMs, powerW, charging }),
    [data, nowMs, powerW, charging],
  )
  const series = useMemo(
    (): PlotSeries[] => [
      {
        label: t('load.power'),
        values: curve.powerW,
        format: formatPower,
        color: 1,
        scale: 'power',
        filled: true,
        most: 1_000,
      },
      {
        label: t('load.charging'),
        values: curve.charging,
        format: whole,
        color: 2,
        scale: 'vehicles',
        stepped: true,
        most: 4,
      },
    ],
    [curve, t],
  )

  return (
    <Section
      title={t('load.title')}
      beside={
        <SegmentedControl
          size="xs"
          aria-label={t('load.span')}
          value={span}
          onChange={(value) => set({ hours: value })}
          data={spans.map((value) => ({ value, label: t(`load.hours.${value}`) }))}
        />
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !isReady ? (
        <Skeleton height={height + 28} />
      ) : (
        <Plot
          label={t('load.title')}
          times={curve.times}
          series={series}
          fromMs={nowMs - Number(span) * 3_600_000}
          toMs={nowMs}
          height={height}
        />
      )}
    </Section>
  )
}

function whole(value: number): string {
  return Number.isInteger(value) ? formatNumber(value) : ''
}
