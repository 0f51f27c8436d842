import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteCharger } from '../../../../../api/console/wire/site-chargers.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'

/** A circuit with what hangs below it. */
export interface CircuitNode {
  circuit: CircuitView
  chargers: readonly SiteCharger[]
  below: readonly CircuitNode[]
}

/** The trees of a site, one per grid connection. A circuit whose parent is not known stands at the top, not nowhere. */
export function treesOf({ circuits, chargers }: Pick<SiteDetail, 'circuits' | 'chargers'>): CircuitNode[] {
  const known = new Set(circuits.map(({ id }) => id))
  const node = (circuit: CircuitView): CircuitNode => ({
    circuit,
    chargers: chargers.filter(({ circuitId }) => circuitId === circuit.id),
    below: circuits.filter(({ parentId }) => parentId === circuit.id).map(node),
  })
  return circuits.filter(({ parentId }) => parentId === null || !known.has(parentId)).map(node)
}
