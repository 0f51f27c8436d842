import type { SupplyPhase } from '#simulator/evse.ts'
import type { SiteFlows } from '#simulator/site/start-site.ts'

/** How long a circuit carried more than its fuse is rated for, phase by phase. */
export type ExcessReport = {
  /** By what we have granted: it would have been too much with the least unmanaged load of the last minute as well. */
  ownSeconds: number
  ownLargestA: number
  /** By a jump of what is not ours, or of a charger that does not do or tell what it should: one length per event. */
  unmanagedSeconds: number[]
  examples: string[]
}

/**
 * Watches what truly flows. Every excess is somebody's: what the engine could have known for a minute, and has not
 * prevented or ended, is ours, up to what flows by our grants; the rest is a jump that it had no time to answer yet.
 */
export function watchExcess({ answerSeconds = 60 }: { answerSeconds?: number } = {}) {
  const traces = new Map<string, Trace>()
  const report: ExcessReport = { ownSeconds: 0, ownLargestA: 0, unmanagedSeconds: [], examples: [] }
  let lastMs: number | null = null

  return {
    see({ atMs, circuits, chargers }: SiteFlows, above: ReadonlyMap<string, readonly string[]>): void {
      const seconds = lastMs === null ? 0 : (atMs - lastMs) / 1_000
      lastMs = atMs
      const known = knownFlows({ chargers }, above)
      for (const { name, ratedA, total } of circuits) {
        for (const phase of phases) {
          const key = `${name} ${phase}`
          const trace = traces.get(key) ?? { unknown: [], overSeconds: 0 }
          traces.set(key, trace)
          const knownA = known.get(key) ?? 0
          const expectedA = least(trace, { atMs, amps: total[phase] - knownA }, answerSeconds)
          const ownA = Math.min(knownA, knownA + expectedA - ratedA)
          const isOver = total[phase] > ratedA + toleranceA
          if (isOver && ownA > toleranceA) {
            report.ownSeconds += seconds
            if (ownA > report.ownLargestA * 1.5 && report.examples.length < mostExamples) {
              report.examples.push(
                `${key}: ${total[phase].toFixed(1)} of ${ratedA} A, ${describe(chargers, { phase, name, above })}`,
              )
            }
            report.ownLargestA = Math.max(report.ownLargestA, ownA)
          }
          if (isOver) trace.overSeconds += seconds
          else end(trace)
        }
      }
    },
    report(): ExcessReport {
      for (const trace of traces.values()) end(trace)
      return report
    },
  }

  function end(trace: Trace): void {
    if (trace.overSeconds > 0) report.unmanagedSeconds.push(trace.overSeconds)
    trace.overSeconds = 0
  }
}

type Place = { phase: SupplyPhase; name: string; above: ReadonlyMap<string, readonly string[]> }

/** Who draws how much there, and how much of it is offered. */
function describe(chargers: SiteFlows['chargers'], { phase, name, above }: Place): string {
  return chargers
    .filter(({ planned, amps }) => above.get(planned.circuit)!.includes(name) && amps[phase] > 0.5)
    .map(({ planned, evse, amps, isOnline }) => {
      const { answerDelaySeconds: _, ...wrong } = planned.misbehaviour
      const what = [isOnline ? [] : 'offline', Object.keys(wrong)].flat().join(' ')
      return `${planned.identity} ${amps[phase].toFixed(1)} A, offered ${Math.round(evse.offeredW)} W${what === '' ? '' : ` (${what})`}`
    })
    .join('; ')
}

/** What flows through it and is not known to be ours, over the last minute. */
type Trace = { unknown: { atMs: number; amps: number }[]; overSeconds: number }

function least({ unknown }: Trace, now: { atMs: number; amps: number }, withinSeconds: number): number {
  unknown.push(now)
  while (unknown[0]!.atMs < now.atMs - withinSeconds * 1_000) unknown.shift()
  return Math.min(...unknown.map((one) => one.amps))
}

/** The draw of chargers that do what they accept, on the phases that their meters show. */
function knownFlows({ chargers }: Pick<SiteFlows, 'chargers'>, above: ReadonlyMap<string, readonly string[]>) {
  const known = new Map<string, number>()
  for (const { planned, amps } of chargers) {
    const { misbehaviour, firstPhase, circuit } = planned
    if (misbehaviour.ignoresProfiles) continue
    const shown = misbehaviour.reportedPhases ?? 3
    const first = phases.indexOf(firstPhase)
    for (let index = 0; index < shown; index++) {
      const phase = phases[(first + index) % 3]!
      for (const name of above.get(circuit)!) {
        known.set(`${name} ${phase}`, (known.get(`${name} ${phase}`) ?? 0) + amps[phase])
      }
    }
  }
  return known
}

const phases = ['L1', 'L2', 'L3'] as const
const toleranceA = 0.5
const mostExamples = 6
