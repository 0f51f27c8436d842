import { judgeSample, judgeSilence, type Load, type MeterState, unheard } from '#core/circuits/meters/judge-sample.ts'
import type { SiteInputs } from '#server/steering/site-inputs.ts'
import type { SiteSample } from '#simulator/site/site-meters.ts'

/** The meters of a site, judged as the server judges them. */
export class MetersInMemory {
  readonly #inputs: SiteInputs
  readonly #now: () => Temporal.Instant
  readonly #states = new Map<number, MeterState>()

  constructor(inputs: SiteInputs, now: () => Temporal.Instant) {
    this.#inputs = inputs
    this.#now = now
  }

  state(meterId: number): MeterState | null {
    const known = this.#states.get(meterId) ?? unheard
    return judgeSilence(known, { intervalSeconds: 5, now: this.#now() })
  }

  take(sample: SiteSample, drawnBelow: (circuitId: number, at: Temporal.Instant) => Load | null): void {
    const { circuits } = this.#inputs.topology
    const circuit = circuits.find(({ name }) => name === sample.circuit)!
    const { id: meterId, measures, intervalSeconds } = this.#inputs.meters.find((one) => one.circuitId === circuit.id)!
    const judging = { circuit, measures, intervalSeconds, now: this.#now(), drawn: drawnBelow(circuit.id, sample.at) }
    const { at, amps, powerW } = sample
    this.#states.set(meterId, judgeSample(this.state(meterId)!, { meterId, at, amps, powerW }, judging))
  }
}
