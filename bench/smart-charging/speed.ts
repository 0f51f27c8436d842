import { dispatch } from '#core/dispatch/dispatch.ts'
import { usualPolicy } from '#core/dispatch/policy.ts'
import { printCase, rounded } from './options.ts'
import { drawing, randomLineSite, randomSite, type Site } from './random-site.ts'

/** B3: how long the dispatcher takes, from names to grants (smart-charging 10.3). */
export function speed(): void {
  measure('dispatch', 500, (draw) => randomSite(draw, 100, [4, 4], usualPolicy))
  measure('dispatch', 300, (draw) => randomSite(draw, 1_000, [10, 10], usualPolicy))
  measure('dispatch', 120, (draw) => randomSite(draw, 5_000, [10, 50], usualPolicy))
  measure('programme', 500, (draw) => randomLineSite(draw, 54, 2, usualPolicy))
  measure('programme', 100, (draw) => randomLineSite(draw, 1_000, 20, usualPolicy))
}

const warmUp = 60

/** `cpu_p99_ms` is the processor's time alone: the figure to look at on a machine that others use as well. */
function measure(name: string, runs: number, build: (draw: () => number) => Site): void {
  const draw = drawing(7)
  const [times, cpu]: [number[], number[]] = [[], []]
  let site = build(draw)
  for (let run = 0; run < warmUp + runs; run++) {
    if (run % 5 === 0) site = build(draw)
    const from = performance.now()
    const cpuFrom = process.threadCpuUsage()
    dispatch(site.rows, site.demands, site.policy)
    const used = process.threadCpuUsage(cpuFrom)
    if (run < warmUp) continue
    times.push(performance.now() - from)
    cpu.push((used.user + used.system) / 1_000)
  }
  printCase({
    benchmark: 'speed',
    case: name,
    evses: site.demands.length,
    rows: site.rows.length,
    p50_ms: percentile(times, 0.5),
    p99_ms: percentile(times, 0.99),
    cpu_p99_ms: percentile(cpu, 0.99),
  })
}

function percentile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return rounded(sorted[Math.ceil(sorted.length * part) - 1]!, 2)
}
