import { circuitDefaults } from '#core/circuits/change-circuit.ts'
import type { Circuit } from '#core/circuits/circuit.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import { siteDefaults } from '#core/circuits/site.ts'
import { supplyOfEvse } from '#core/circuits/usual-supply.ts'
import type { SiteInputs } from '#server/steering/site-inputs.ts'
import type { SitePlan } from '#simulator/site/site-plan.ts'
import { supplyOf } from '../supply-of.ts'

/** A planned site as the engine reads it, set up as an operator would do it; circuits and chargers count from 1. */
export function inputsOfPlan(plan: SitePlan): SiteInputs {
  const numbers = new Map(plan.circuits.map(({ name }, index) => [name, index + 1]))
  const circuits = plan.circuits.map(({ name, parent, ratedA, unmanagedA }): Circuit => {
    const worst = unmanagedA?.[1] ?? 0
    return {
      ...circuitDefaults,
      ...{ id: numbers.get(name)!, publicId: name, siteId: 1, name, etag: 1, ratedA },
      parentId: parent === null ? null : numbers.get(parent)!,
      assumed: [{ from: '00:00', amps: { L1: worst, L2: worst, L3: worst } }],
    }
  })
  const none = { kind: null, maxA: null, maxW: null, phases: null }
  const chargers = plan.chargers.map((charger, index) => {
    const circuitId = numbers.get(charger.circuit)!
    const told = supplyOfEvse({ evse: 1, ...supplyOf(charger) }, none, circuits[circuitId - 1]!)!
    return {
      ...{ chargerId: index + 1, identity: charger.identity, circuitId, maxA: null, maxW: null, weight: 1, klass: 0 },
      evses: [{ ...told, fallbackVerifiedAt: plan.start }],
    }
  })
  const topology = { circuits, chargers }
  const meters = plan.circuits.flatMap(({ name, hasMeter }) => {
    const id = numbers.get(name)!
    const meter = { id, circuitId: id, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } } as const
    return hasMeter ? [meter] : []
  })
  return {
    site: {
      ...{ id: 1, publicId: 'closed-loop', name: 'closed loop', timeZone: 'UTC', currency: null, isLive: true },
      settings: siteDefaults,
    },
    ...{ topology, rows: rowsOf(topology), sources: [], prices: [], requests: [], heard: new Map(), meters },
    ...{ usualRise: new Map(), vehicles: new Map() },
    flexibility: { activations: [], offers: [], isEnvelopeAsked: false },
  }
}
