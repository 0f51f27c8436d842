import { circuitDefaults } from '#core/circuits/change-circuit.ts'
import type { ChargerSupply, Circuit, EvseSupply, SiteTopology } from '#core/circuits/circuit.ts'

/** Parts of a site as values, for tests of pure rules. */
export function circuit(id: number, parts: Partial<Circuit> = {}): Circuit {
  return { ...circuitDefaults, id, publicId: `circuit-${id}`, siteId: 1, name: `Circuit ${id}`, etag: 1, ...parts }
}

export function evse(parts: Partial<EvseSupply> = {}): EvseSupply {
  return {
    ...{ rotation: null, cableA: null },
    ...{ evse: 1, phases: 'L1L2L3', learntPhases: null, kind: 'ac', maxA: 32, maxW: null, min: 6, step: 1 },
    ...{ efficiency: 1, powerFactor: 1, standbyW: 0, fallback: 6, fallbackVerifiedAt: null, obeysLease: true },
    ...parts,
  }
}

export function charger(chargerId: number, circuitId: number, ...evses: Partial<EvseSupply>[]): ChargerSupply {
  return {
    ...{ chargerId, identity: `CP-${chargerId}`, circuitId, maxA: null, maxW: null, weight: 1, klass: 0 },
    evses: evses.map((parts, i) => evse({ evse: i + 1, ...parts })),
  }
}

export function site(circuits: readonly Circuit[], chargers: readonly ChargerSupply[] = []): SiteTopology {
  return { circuits, chargers }
}
