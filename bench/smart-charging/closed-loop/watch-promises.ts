import { phasesInUse } from '#simulator/evse.ts'
import type { SiteFlows } from '#simulator/site/start-site.ts'
import type { SteeringSight } from './steering-sight.ts'

export type PromiseReport = {
  /** A raise was granted while what chargers may be drawing was above a limit already, or became so by it. */
  committedViolations: number
  /** A charger that does what it is told could draw more than the engine had reserved for it, and for longer than a message takes. */
  capsBelowTruth: number
  examples: string[]
}

/** Watches what the engine promises itself: that no row is committed above its limit, and that its caps are true. */
export function watchPromises(
  above: ReadonlyMap<string, readonly string[]>,
  { latencySeconds = 30 }: { latencySeconds?: number } = {},
) {
  const report: PromiseReport = { committedViolations: 0, capsBelowTruth: 0, examples: [] }
  const aboveCapSinceMs = new Map<string, number>()
  let before: SteeringSight | null = null

  function note(what: string): void {
    if (report.examples.length < mostExamples) report.examples.push(what)
  }

  return {
    see(sight: SteeringSight, flows: SiteFlows): void {
      for (const row of sight.rows) {
        const former = before?.rows.find(({ id }) => id === row.id)
        const isOver = row.kind !== 'unbalance' && row.committed > row.limit + tolerance(row.limit)
        if (!isOver || !former) continue
        const hasGrown = row.committed - row.base > former.committed - former.base + tolerance(row.limit)
        const raised = hasGrown ? raisedUnder(row.circuit, { sight, before: before!, flows, above }) : []
        if (raised.length === 0) continue
        report.committedViolations += 1
        note(`${row.id}: ${row.committed.toFixed(1)} of ${row.limit.toFixed(1)} after a raise of ${raised.join(', ')}`)
      }
      for (const { planned, evse } of flows.chargers) {
        const place = sight.places.find(({ identity }) => identity === planned.identity)
        const key = planned.identity
        const mayW = planned.misbehaviour.ignoresProfiles ? 0 : evse.offeredW
        const truth = planned.current === 'DC' ? mayW : mayW / evse.voltageV / phasesInUse(evse)
        if (!place || truth <= place.cap * 1.01 + 0.1) {
          aboveCapSinceMs.delete(key)
          continue
        }
        const sinceMs = aboveCapSinceMs.get(key) ?? flows.atMs
        if (sinceMs <= flows.atMs - latencySeconds * 1_000) {
          report.capsBelowTruth += 1
          note(`${key} may follow ${truth.toFixed(1)}, reserved are ${place.cap.toFixed(1)}`)
          // Once for each time.
          aboveCapSinceMs.set(key, Number.POSITIVE_INFINITY)
        } else aboveCapSinceMs.set(key, sinceMs)
      }
      before = sight
    },
    report: () => report,
  }
}

type Question = {
  sight: SteeringSight
  before: SteeringSight
  flows: SiteFlows
  above: ReadonlyMap<string, readonly string[]>
}

/** Which chargers below a circuit have been granted more since the last look, as far as they are steered. */
function raisedUnder(circuit: string, { sight, before, flows, above }: Question): string[] {
  const under = new Set(
    flows.chargers.flatMap(({ planned }) => (above.get(planned.circuit)!.includes(circuit) ? [planned.identity] : [])),
  )
  return sight.places.flatMap(({ identity, granted, isSteered }) => {
    const former = before.places.find((one) => one.identity === identity)
    const isRaised = granted !== null && granted > (former?.granted ?? 0) + 1e-6
    return under.has(identity) && isSteered && isRaised ? [identity] : []
  })
}

function tolerance(limit: number): number {
  return Math.max(0.05, limit * 1e-4)
}

const mostExamples = 10
