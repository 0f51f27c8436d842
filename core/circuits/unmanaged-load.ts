import type { Phase } from '../dispatch/row.ts'
import type { AssumedLoad, Circuit } from './circuit.ts'
import { voltageToNeutral } from './line-currents.ts'
import { type CircuitRow, lines, type SiteRows } from './rows-of.ts'

export type Amps = Record<Phase, number>

export const noAmps: Amps = { L1: 0, L2: 0, L3: 0 }

/** What is taken to draw at this circuit at a time of day at the site, such as 06:30. */
export function assumedAt({ assumed }: Pick<Circuit, 'assumed'>, local: Temporal.PlainTime): Amps {
  const begun = assumed.filter(({ from }) => Temporal.PlainTime.compare(Temporal.PlainTime.from(from), local) <= 0)
  const inOrder = (begun.length > 0 ? begun : assumed).toSorted((a, b) => a.from.localeCompare(b.from))
  return inOrder.at(-1)?.amps ?? noAmps
}

/** The most at any time of the day, phase by phase. */
export function worstAssumed({ assumed }: Pick<Circuit, 'assumed'>): Amps {
  const most = (phase: Phase) => Math.max(0, ...assumed.map(({ amps }: AssumedLoad) => amps[phase]))
  return { L1: most('L1'), L2: most('L2'), L3: most('L3') }
}

/**
 * What loads that are not ours to steer add to each row, given what draws at each circuit itself: all that draws below
 * flows through the circuits above as well.
 */
export function unmanagedOn(site: SiteRows, own: ReadonlyMap<number, Amps>): Map<string, number> {
  const found = new Map<string, number>()
  const rowsOf = Map.groupBy(
    site.rows.filter((row) => row.of !== 'charger'),
    (row) => row.circuit.id,
  )
  for (const [circuitId, amps] of own) {
    const path = site.circuitsAbove(circuitId).toReversed()
    let seen = amps
    for (const [i, circuit] of path.entries()) {
      if (i > 0) seen = seenFromAbove(seen, path[i - 1]!, circuit)
      const powerW = (amps.L1 + amps.L2 + amps.L3) * voltageToNeutral(path[0]!)
      for (const row of rowsOf.get(circuit.id) ?? []) {
        found.set(row.id, (found.get(row.id) ?? 0) + onRow(row, seen, powerW))
      }
    }
  }
  return found
}

function onRow({ of, kind, phase, apart, circuit }: CircuitRow, amps: Amps, powerW: number): number {
  if (kind === 'power') return powerW
  if (apart) return amps[apart.plus] - amps[apart.minus]
  return (of === 'transformer' ? onPrimary(amps, circuit.transformer!.turnsRatio) : amps)[phase!]
}

function seenFromAbove(amps: Amps, from: Circuit, to: Circuit): Amps {
  // Nobody knows on which phase a circuit of one phase is: it may be any.
  const lines = from.phases === 1 && to.phases === 3 ? { L1: amps.L1, L2: amps.L1, L3: amps.L1 } : amps
  if (from.transformer) return onPrimary(lines, from.transformer.turnsRatio)
  const ratio = voltageToNeutral(from) / voltageToNeutral(to)
  return { L1: lines.L1 * ratio, L2: lines.L2 * ratio, L3: lines.L3 * ratio }
}

/** At worst: the angles of loads that are not ours are not known. */
function onPrimary(amps: Amps, turnsRatio: number): Amps {
  const [a, b, c] = lines.map((phase) => amps[phase]) as [number, number, number]
  return { L1: (a + c) / turnsRatio, L2: (b + a) / turnsRatio, L3: (c + b) / turnsRatio }
}
