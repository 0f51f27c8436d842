import type { EvseSupply } from '#core/circuits/circuit.ts'
import type { CircuitSample } from '#core/circuits/meter.ts'
import { learntPhase, type RotationObservation } from '#core/circuits/meters/learn-rotation.ts'
import type { Phase } from '#core/dispatch/row.ts'
import type { SitePicture } from './picture.ts'
import type { SiteInputs } from './site-inputs.ts'

type Seen = { sample: CircuitSample; amps: number }

/** Finds out on which line an EVSE of one phase is, by what moves on the meter above it when it begins and ends. */
export class PhaseLearner {
  readonly #seen = new Map<string, Seen>()
  readonly #observed = new Map<string, RotationObservation[]>()

  /** What was learnt by this sample; null mostly. */
  take(
    sample: CircuitSample,
    inputs: SiteInputs,
    picture: SitePicture,
  ): { chargerId: number; evse: number; learntPhases: EvseSupply['learntPhases'] }[] {
    const meter = inputs.meters.find(({ id }) => id === sample.meterId)
    if (meter?.measures !== 'total') return []
    return [...inputs.rows.evses.values()].flatMap(({ evseId, charger, supply }) => {
      if (supply.phases !== 'unknown' || supply.learntPhases !== null || charger.circuitId !== meter.circuitId)
        return []
      const phase = this.#observe(evseId, sample, drawnBy(picture, charger.chargerId, supply.evse))
      return phase ? [{ chargerId: charger.chargerId, evse: supply.evse, learntPhases: phase }] : []
    })
  }

  #observe(key: string, sample: CircuitSample, amps: number | null): Phase | null {
    const before = this.#seen.get(key)
    if (amps === null) return null
    if (before && Math.abs(amps - before.amps) < leastChangeA) {
      // Nothing of it has changed: the meter's next change is counted from here.
      this.#seen.set(key, { sample, amps })
      return null
    }
    this.#seen.set(key, { sample, amps })
    if (!before) return null
    const change = (phase: Phase) => {
      const [now, then] = [sample.amps[phase], before.sample.amps[phase]]
      return now === null || then === null ? null : now - then
    }
    const phases = { L1: change('L1'), L2: change('L2'), L3: change('L3') }
    const observed = [...(this.#observed.get(key) ?? []), { changeA: amps - before.amps, phases }].slice(-mostKept)
    this.#observed.set(key, observed)
    return learntPhase(observed)
  }
}

const leastChangeA = 4
const mostKept = 20

function drawnBy(picture: SitePicture, chargerId: number, evse: number): number | null {
  const amps = picture.drawn(chargerId, evse)?.amps.filter((one) => one !== null) ?? []
  return amps.length === 0 ? null : Math.max(...amps)
}
