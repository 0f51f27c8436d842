import { VisuallyHidden } from '@mantine/core'
import { useServerNow } from '../clock/use-server-now.ts'
import { formatEnergy, formatFullTime, formatPercent, formatPower, formatTime } from '../format/format.ts'
import classes from './values.module.css'

/** Watts with a fitting unit. */
export function Power({ watts }: { watts: number | null | undefined }) {
  return <span className="numbers">{formatPower(watts)}</span>
}

/** Watt-hours, as a number or decimal text, with a fitting unit. */
export function Energy({ wattHours }: { wattHours: number | string | null | undefined }) {
  return <span className="numbers">{formatEnergy(wattHours)}</span>
}

/** A battery's state of charge: a bar and the number. */
export function SocBar({ percent, label }: { percent: number | null; label?: string }) {
  if (percent === null) return <span className={classes.nothing}>–</span>
  const filled = Math.min(100, Math.max(0, percent))
  return (
    <span className={classes.soc}>
      <span className={classes.track} aria-hidden>
        <span className={classes.fill} style={{ width: `${filled}%` }} />
      </span>
      {label && <VisuallyHidden>{label} </VisuallyHidden>}
      <span className="numbers">{formatPercent(percent)}</span>
    </span>
  )
}

/** An instant in the browser's zone; the whole of it with the zone on hover. */
export function Instant({ at, seconds = false }: { at: string | null; seconds?: boolean }) {
  const nowMs = useServerNow(3_600_000)
  if (at === null) return <span>–</span>
  return (
    <time dateTime={at} title={formatFullTime(at)} className="numbers">
      {formatTime(at, { seconds, nowMs })}
    </time>
  )
}
