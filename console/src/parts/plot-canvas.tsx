// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the arrow keys move the plot's cursor
import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import { formatClock, formatDay, formatTime } from '../format/format.ts'
import classes from './plot.module.css'

export interface PlotSeries {
  label: string
  /** As many as there are times; null leaves a gap. */
  values: readonly (number | null)[]
  /** Of the readout, the axis and the summary. */
  format: (value: number) => string
  /** One of the four colours of charts; the place of the series unless told. */
  color?: 1 | 2 | 3 | 4
  /** The scale: series that share one share an axis. The first stands left, the second right. */
  scale?: string
  /** The scale reaches at least so far. */
  least?: number
  most?: number
  filled?: boolean
  /** Values hold until the next one. */
  stepped?: boolean
}

interface PlotProps {
  /** What is shown, for screen readers: "Power of the site". */
  label: string
  /** Milliseconds since 1970, rising. */
  times: readonly number[]
  series: readonly PlotSeries[]
  /** The time axis; from the first to the last value unless told. */
  fromMs?: number
  toMs?: number
  height?: number
  /** What is told while nobody points: the values at that time, of a plan those of now; the last ones unless told. */
  restMs?: number
  /** Plots of one group move their cursors together. */
  group?: string
}

/**
 * Curves over time, in the browser's zone. The values under the pointer, finger or keyboard cursor are told above; a
 * table of the lowest, highest and latest values is there for screen readers.
 */
export default function Plot({ label, times, series, fromMs, toMs, height = 220, restMs, group }: PlotProps) {
  const { t } = useTranslation()
  const scheme = useComputedColorScheme('light')
  const { ref: frame, width } = useElementSize<HTMLDivElement>()
  const target = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const [at, setAt] = useState<number | null>(null)
  const hint = useId()
  const shape = JSON.stringify(
    series.map(({ label, color, scale, filled, stepped, least, most }) => [
      label,
      color,
      scale,
      filled,
      stepped,
      least,
      most,
    ]),
  )

  const data = useEffectEvent(
    (): uPlot.AlignedData => [times.map((ms) => ms / 1_000), ...series.map((one) => [...one.values])],
  )
  const build = useEffectEvent((element: HTMLElement) => {
    const options = optionsOf({
      series,
      width: Math.max(width, 50),
      height,
      range: () => rangeNow(),
      onCursor: setAt,
      group,
    })
    return new uPlot(options, data(), element)
  })
  const rangeNow = useEffectEvent((): [number, number] => {
    const from = fromMs ?? times[0] ?? 0
    const to = toMs ?? times.at(-1) ?? from
    return [from / 1_000, Math.max(to, from + 60_000) / 1_000]
  })

  const drawable = width > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours come from the scheme, series from their shape
  useEffect(() => {
    if (!drawable || !target.current) return
    const made = build(target.current)
    chart.current = made
    const endTouch = followTouch(made)
    return () => {
      endTouch()
      made.destroy()
      chart.current = null
    }
  }, [drawable, scheme, shape])

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height })
  }, [width, height])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the chart shows has changed
  useEffect(() => {
    chart.current?.setData(data())
  }, [times, series, fromMs, toMs])

  const rest =
    restMs === undefined
      ? times.length - 1
      : Math.max(
          0,
          times.findLastIndex((ms) => ms <= restMs),
        )

  function onKeyDown(event: KeyboardEvent) {
    const last = times.length - 1
    const from = at ?? rest
    const step = Math.max(1, Math.round(times.length / 100))
    const to = { ArrowLeft: from - step, ArrowRight: from + step, Home: 0, End: last, Escape: null }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const place = to === null ? null : Math.max(0, Math.min(last, to))
    moveTo(chart.current, place, group)
    setAt(place)
  }

  const index = at ?? rest
  const time = times[index]
  return (
    <figure className={classes.plot} aria-label={label}>
      <div className={classes.readout} aria-live={at === null ? 'off' : 'polite'}>
        {series.map((one, place) => {
          const value = one.values[index]
          return (
            <span key={one.label} className={classes.value}>
              <span className={classes.line} data-color={one.color ?? (place % 4) + 1} aria-hidden />
              {one.label}
              <strong className="numbers">{value === null || value === undefined ? '–' : one.format(value)}</strong>
            </span>
          )
        })}
        {time !== undefined && (
          <span className={`${classes.time} numbers`}>{formatTime(time, { nowMs: times.at(-1) ?? time })}</span>
        )}
      </div>
      <div
        ref={frame}
        className={classes.frame}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={hint}
        onKeyDown={onKeyDown}
        onBlur={() => {
          moveTo(chart.current, null, group)
          setAt(null)
        }}
      >
        <div ref={target} aria-hidden />
        {times.length === 0 && <div className={classes.empty}>{t('plot.empty')}</div>}
      </div>
      <VisuallyHidden>
        <span id={hint}>{t('plot.keyboard')}</span>
        <Summary times={times} series={series} />
      </VisuallyHidden>
    </figure>
  )
}

function Summary({ times, series }: Pick<PlotProps, 'times' | 'series'>) {
  const { t } = useTranslation()
  const [from, to] = [times[0], times.at(-1)]
  if (from === undefined || to === undefined) return null
  return (
    <table>
      <caption>{`${t('plot.summary')}: ${t('plot.from')} ${formatTime(from)} ${t('plot.to')} ${formatTime(to)}`}</caption>
      <thead>
        <tr>
          <th scope="col">{t('plot.series')}</th>
          <th scope="col">{t('plot.lowest')}</th>
          <th scope="col">{t('plot.highest')}</th>
          <th scope="col">{t('plot.latest')}</th>
        </tr>
      </thead>
      <tbody>
        {series.map((one) => {
          const known = one.values.filter((value) => value !== null)
          const [least, most, latest] = [known.reduce(lower, Infinity), known.reduce(higher, -Infinity), known.at(-1)]
          const told = (value: number | undefined) =>
            value === undefined || !Number.isFinite(value) ? '–' : one.format(value)
          return (
            <tr key={one.label}>
              <th scope="row">{one.label}</th>
              <td>{told(least)}</td>
              <td>{told(most)}</td>
              <td>{told(latest)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const lower = (a: number, b: number) => Math.min(a, b)
const higher = (a: number, b: number) => Math.max(a, b)

interface OptionParts {
  series: readonly PlotSeries[]
  width: number
  height: number
  range: () => [number, number]
  onCursor: (index: number | null) => void
  group: string | undefined
}

function optionsOf({ series, width, height, range, onCursor, group }: OptionParts): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const remPx = Number.parseFloat(style.fontSize)
  const color = (name: string) => style.getPropertyValue(name).trim()
  const scales = [...new Set(series.map((one) => one.scale ?? 'y'))]
  const axis = {
    stroke: color('--mantine-color-dimmed'),
    font: `${0.75 * remPx}px system-ui, sans-serif`,
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, scales.length > 1 ? 0 : 24, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 }, ...(group ? { sync: { key: group } } : {}) },
    scales: Object.fromEntries([
      ['x', { time: true, range }],
      ...scales.map((scale) => [scale, { range: rangeOf(series.filter((one) => (one.scale ?? 'y') === scale)) }]),
    ]),
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 1.75 * remPx, values: (_, splits) => splits.map(timeLabel) },
      ...scales.map((scale, place): uPlot.Axis => {
        const first = series.find((one) => (one.scale ?? 'y') === scale)!
        return {
          ...axis,
          scale,
          side: place === 0 ? 3 : 1,
          // The second axis has the short numbers.
          size: (place === 0 ? 4.75 : 2.25) * remPx,
          space: 40,
          grid: { show: place === 0, stroke: color('--vy-line'), width: 1 },
          values: (_, splits) => splits.map((value) => first.format(value)),
        }
      }),
    ],
    series: [
      {},
      ...series.map((one, place): uPlot.Series => {
        const stroke = color(`--vy-plot-${one.color ?? (place % 4) + 1}`)
        return {
          label: one.label,
          scale: one.scale ?? 'y',
          stroke,
          width: 1.75,
          points: { show: false },
          ...(one.filled ? { fill: `${stroke}22` } : {}),
          ...(one.stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        }
      }),
    ],
    hooks: { setCursor: [(u) => onCursor(u.cursor.idx ?? null)] },
  }
}

function rangeOf(series: readonly PlotSeries[]): uPlot.Range.Function {
  const least = series.map((one) => one.least ?? 0).reduce(lower, 0)
  const most = series.map((one) => one.most ?? 0).reduce(higher, 0)
  return (_, from, to) => {
    const top = Math.max(to ?? 0, most)
    const bottom = Math.min(from ?? 0, least)
    if (top === bottom) return [bottom, bottom + 1]
    return [bottom, top > most ? top + (top - bottom) * 0.08 : top]
  }
}

function timeLabel(seconds: number): string {
  const date = new Date(seconds * 1_000)
  return date.getHours() === 0 && date.getMinutes() === 0 ? formatDay(date.getTime()) : formatClock(date.getTime())
}

function moveTo(chart: uPlot | null, index: number | null, group: string | undefined): void {
  if (!chart) return
  const x = index === null ? undefined : chart.data[0][index]
  const [left, top] = x === undefined ? [-10, -10] : [chart.valToPos(x, 'x'), 10]
  chart.setCursor({ left, top }, false)
  if (!group) return
  // Moved by the program, it tells the other plots of its group nothing by itself.
  const values = chart.cursor.sync?.values
  if (values) values[0] = x ?? 0
  uPlot.sync(group).pub('mousemove', chart, left, top, chart.over.clientWidth, chart.over.clientHeight, -1)
}

// uPlot listens to the mouse only.
function followTouch(chart: uPlot): () => void {
  function onTouch(event: TouchEvent) {
    const touch = event.touches[0]
    if (!touch) return
    const box = chart.over.getBoundingClientRect()
    chart.setCursor({ left: touch.clientX - box.left, top: 10 })
  }
  chart.over.style.touchAction = 'pan-y'
  chart.over.addEventListener('touchstart', onTouch, { passive: true })
  chart.over.addEventListener('touchmove', onTouch, { passive: true })
  return () => {
    chart.over.removeEventListener('touchstart', onTouch)
    chart.over.removeEventListener('touchmove', onTouch)
  }
}
