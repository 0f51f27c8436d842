import type { Circuit } from '#core/circuits/circuit.ts'
import { allowedByContract, type ContractMean, followMean, startMean } from '#core/circuits/contract-mean.ts'
import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import type { CircuitSample } from '#core/circuits/meter.ts'
import type { SiteInputs } from './site-inputs.ts'

/** How much of their contracts the circuits of a site have used in the running quarter of an hour (smart-charging 3.2). */
export class ContractMeans {
  readonly #means = new Map<number, ContractMean>()

  follow({ meters, topology }: SiteInputs, sample: CircuitSample): void {
    const meter = meters.find(({ id }) => id === sample.meterId)
    const circuit = topology.circuits.find(({ id }) => id === meter?.circuitId)
    if (!circuit || circuit.contractW === null || meter?.measures !== 'total') return
    const powerW = powerOf(sample, circuit)
    const mean = this.#means.get(circuit.id)
    const next = mean ? followMean(mean, sample.at, powerW) : startMean(circuit.contractW, sample.at, powerW)
    this.#means.set(circuit.id, next)
  }

  /** What each contract allows now; one without fresh samples allows its own figure, at every instant. */
  allowed({ topology }: SiteInputs, at: Temporal.Instant): Map<number, number> {
    const allowed = new Map<number, number>()
    for (const circuit of topology.circuits) {
      const { id, contractW } = circuit
      const mean = this.#means.get(id)
      if (contractW === null || !mean || at.since(mean.at).total('seconds') > freshSeconds) continue
      allowed.set(id, allowedByContract(mean, { contractW, fuseW: fuseOf(circuit), at }))
    }
    return allowed
  }
}

const freshSeconds = 60

function powerOf({ powerW, amps }: CircuitSample, circuit: Circuit): number {
  return powerW ?? ((amps.L1 ?? 0) + (amps.L2 ?? 0) + (amps.L3 ?? 0)) * voltageToNeutral(circuit)
}

function fuseOf(circuit: Circuit): number | null {
  return circuit.ratedA === null ? circuit.limitW : circuit.ratedA * circuit.phases * voltageToNeutral(circuit)
}
