import type { ExcessReport } from './watch-excess.ts'
import type { PromiseReport } from './watch-promises.ts'
import type { StopReport } from './watch-stops.ts'

/** One line of the benchmark (smart-charging 10.4). */
export type ClosedLoopLine = {
  benchmark: 'closed-loop'
  seed: number
  hours: number
  /** 0: in process, on a clock of its own. */
  rate: number
  committed_violations: number
  caps_below_truth: number
  own_excess_s: number
  own_excess_a: number
  unmanaged_excesses: number
  unmanaged_excess_p99_s: number
  unmanaged_excess_max_s: number
  setpoints_per_session_hour: number
  extra_stops: number
  extra_stops_of_session: number
  delivered_kwh: number
  /** Null: there was no ideal run to compare with. */
  delivered_pct_of_ideal: number | null
  sessions: number
  /** Real milliseconds that the event loop was late at worst, 99 of 100 times: what is measured above includes it. */
  loop_delay_p99_ms: number
  real_s: number
  passed: boolean
  examples: string[]
}

type Judged = {
  seed: number
  hours: number
  rate: number
  excess: ExcessReport
  promises: PromiseReport
  stops: StopReport
  setPoints: number
  deliveredWh: number
  idealWh: number | null
  loopDelayMs: number
  realSeconds: number
}

/** Whether the pass marks are met, and by how much. */
export function verdict({
  seed,
  hours,
  rate,
  excess,
  promises,
  stops,
  setPoints,
  deliveredWh,
  idealWh,
  ...run
}: Judged): ClosedLoopLine {
  const lengths = excess.unmanagedSeconds.toSorted((a, b) => a - b)
  const line = {
    benchmark: 'closed-loop' as const,
    seed,
    hours,
    rate,
    committed_violations: promises.committedViolations,
    caps_below_truth: promises.capsBelowTruth,
    own_excess_s: round(excess.ownSeconds),
    own_excess_a: round(excess.ownLargestA),
    unmanaged_excesses: lengths.length,
    unmanaged_excess_p99_s: round(percentile(lengths, 0.99)),
    unmanaged_excess_max_s: round(lengths.at(-1) ?? 0),
    setpoints_per_session_hour: round(stops.sessionHours === 0 ? 0 : setPoints / stops.sessionHours),
    extra_stops: stops.extraStops,
    extra_stops_of_session: stops.mostExtraStopsOfSession,
    delivered_kwh: round(deliveredWh / 1_000),
    delivered_pct_of_ideal: idealWh === null ? null : round((100 * deliveredWh) / Math.max(1, idealWh)),
    sessions: stops.sessions,
    loop_delay_p99_ms: round(run.loopDelayMs),
    real_s: round(run.realSeconds),
  }
  return { ...line, passed: isPassed(line), examples: [...promises.examples, ...excess.examples] }
}

function isPassed(line: Omit<ClosedLoopLine, 'passed' | 'examples'>): boolean {
  return (
    line.committed_violations === 0 &&
    line.caps_below_truth === 0 &&
    line.own_excess_s === 0 &&
    line.unmanaged_excess_p99_s < 20 &&
    line.unmanaged_excess_max_s <= 60 &&
    line.setpoints_per_session_hour <= 12 &&
    line.extra_stops_of_session <= 2 &&
    (line.delivered_pct_of_ideal ?? 100) >= 97
  )
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
