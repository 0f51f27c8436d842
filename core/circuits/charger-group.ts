import type { Circuit, SiteTopology } from './circuit.ts'
import { effectiveLimit } from './effective-limit.ts'
import { voltageToNeutral } from './line-currents.ts'
import { rowsOf } from './rows-of.ts'
import type { Site } from './site.ts'

/** A circuit as programs know it: chargers that share a limit of power. */
export type ChargerGroup = {
  site: Site
  circuit: Circuit
  /** What its fixed limits let through at all times; null: nothing limits it for good. */
  maxW: number | null
  /** Identities of those on it and below it. */
  chargers: readonly string[]
}

/** Every circuit of a site is a group, from the grid connections downwards. */
export function groupsOf(site: Site, topology: SiteTopology): ChargerGroup[] {
  const { circuitsAbove } = rowsOf(topology)
  return topology.circuits.map((circuit) => ({
    site,
    circuit,
    maxW: maxPowerOf(circuit),
    chargers: topology.chargers
      .filter(({ circuitId }) => circuitsAbove(circuitId).some(({ id }) => id === circuit.id))
      .map(({ identity }) => identity),
  }))
}

/** The lowest of power limit, contract, and what the fuse lets through on all of its lines together, less its margin. */
function maxPowerOf(circuit: Circuit): number | null {
  const { rows } = rowsOf({ circuits: [circuit], chargers: [] })
  const limits = rows.map((row) => ({ row, limit: effectiveLimit(row, { sources: [], at: anyTime })?.limit }))
  const power = limits.flatMap(({ row, limit }) => (row.kind === 'power' && limit !== undefined ? [limit] : []))
  const amps = limits.flatMap(({ row, limit }) => (isLine(row) && limit !== undefined ? [limit] : []))
  if (amps.length > 0) power.push(amps.reduce((sum, one) => sum + one, 0) * voltageToNeutral(circuit))
  return power.length === 0 ? null : Math.floor(Math.min(...power))
}

const isLine = ({ kind, of }: { kind: string; of: string }) => kind === 'current' && of === 'circuit'

// No source depends on time here.
const anyTime = Temporal.Instant.fromEpochMilliseconds(0)
