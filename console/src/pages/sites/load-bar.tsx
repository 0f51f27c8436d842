import classes from './sites.module.css'

interface LoadBarProps {
  /** Drawn now: solid. Null: nothing tells. */
  now: number | null
  /** What may be drawn at most right now: lighter. */
  committed?: number | null
  limit: number | null
  /** Of an EVSE: all that it can give is no cause for concern. */
  plain?: boolean
}

/** What flows and what may flow against a limit, which is a line. It says nothing to screen readers: the text beside does. */
export function LoadBar({ now, committed = null, limit, plain = false }: LoadBarProps) {
  const most = Math.max(limit ?? 0, committed ?? 0, now ?? 0, 1) * 1.08
  const share = (value: number) => `${Math.min(100, Math.max(0, (value / most) * 100))}%`
  const isOver = limit !== null && Math.max(now ?? 0, committed ?? 0) > limit * 1.001
  const isFull = limit !== null && (committed ?? now ?? 0) >= limit * 0.97
  return (
    <span
      className={classes.bar}
      data-tone={plain ? undefined : isOver ? 'bad' : isFull ? 'warn' : undefined}
      aria-hidden
    >
      {committed !== null && <span className={classes.committed} style={{ width: share(committed) }} />}
      {now !== null && <span className={classes.now} style={{ width: share(now) }} />}
      {limit !== null && <span className={classes.limit} style={{ insetInlineStart: share(limit) }} />}
    </span>
  )
}
