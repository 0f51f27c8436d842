import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import type { UnmanagedLoad } from '#core/circuits/meters/unmanaged-load.ts'
import { type Amps, assumedAt } from '#core/circuits/unmanaged-load.ts'
import { type LoadProfile, profileAt } from '#core/planner/feeds/load-profile.ts'
import type { Gathered } from './gather-round.ts'
import type { SiteInputs } from './site-inputs.ts'
import { ownLoads } from './site-meters.ts'

export type LoadAhead = { inputs: SiteInputs; gathered: Gathered; profiles: ReadonlyMap<number, LoadProfile> }

/**
 * What draws at each circuit itself at a later time (smart-charging 6.1). Within the next hour it is what draws now, or
 * what is assumed when that is more; after that what the 90th percentile of its last days says of that time of day, and
 * where too few of them are known, as within the hour.
 */
export function loadsAhead({ inputs, gathered, profiles }: LoadAhead, at: Temporal.Instant, isSoon: boolean) {
  const local = at.toZonedDateTimeISO(inputs.site.timeZone)
  const expected = new Map<number, UnmanagedLoad>()
  const isUsual = new Set<number>()
  for (const [circuitId, load] of gathered.unmanaged) {
    const profile = isSoon ? undefined : profiles.get(circuitId)
    const amps = profile ? profileAt(profile, local) : null
    if (amps) isUsual.add(circuitId)
    expected.set(circuitId, amps ? { ...load, amps, source: 'measured', reason: null } : load)
  }
  const own = ownLoads(inputs, expected)
  return new Map(
    inputs.topology.circuits.map((circuit): [number, Amps] => {
      const known = own.get(circuit.id)!
      if (isUsual.has(circuit.id)) return [circuit.id, known]
      const assumed = assumedAt(circuit, local.toPlainTime())
      const higher = (phase: keyof Amps) => Math.max(known[phase], assumed[phase])
      return [circuit.id, { L1: higher('L1'), L2: higher('L2'), L3: higher('L3') }]
    }),
  )
}

/** The same in W, all circuits together, but for those of which nothing is known: all of a fuse is nobody's draw. */
export function wattsAhead(ahead: LoadAhead, at: Temporal.Instant, isSoon: boolean): number {
  const { inputs, gathered, profiles } = ahead
  const own = loadsAhead(ahead, at, isSoon)
  return inputs.topology.circuits.reduce((sum, circuit) => {
    const isUsual = !isSoon && profiles.has(circuit.id)
    if (gathered.unmanaged.get(circuit.id)?.source === 'whole-fuse' && !isUsual) return sum
    const { L1, L2, L3 } = own.get(circuit.id)!
    return sum + (L1 + L2 + L3) * voltageToNeutral(circuit)
  }, 0)
}

export const soonS = 3_600
