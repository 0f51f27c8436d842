import type { EvseSupply } from '#core/circuits/circuit.ts'
import type { CircuitSample } from '#core/circuits/meter.ts'
import { learntPhase, type RotationObservation } from '#core/circuits/meters/learn-rotation.ts'
import type { Phase } from '#core/dispatch/row.ts'
import type { Drawn, Pictured } from './picture.ts'
import type { SiteInputs } from './site-inputs.ts'

/**
 * Finds out on which line an EVSE of one phase is, by what moves on the meter above it when it begins and ends; and of one
 * of three phases on which line the first is, by vehicles that draw from that one only.
 */
export class PhaseLearner {
  /** The last few minutes of each meter. */
  readonly #samples = new Map<number, CircuitSample[]>()
  readonly #observed = new Map<string, RotationObservation[]>()
  readonly #seenMs = new Map<string, number>()

  /** What was learnt by this sample; nothing mostly. */
  take(sample: CircuitSample, inputs: SiteInputs, picture: Pick<Pictured, 'drawnLately'>): Learnt[] {
    const meter = inputs.meters.find(({ id }) => id === sample.meterId)
    if (meter?.measures !== 'total') return []
    const samples = [...(this.#samples.get(meter.id) ?? []), sample].slice(-mostSamples)
    this.#samples.set(meter.id, samples)
    return [...inputs.rows.evses.values()].flatMap(({ evseId, charger, supply }) => {
      if (!isToLearn(supply) || charger.circuitId !== meter.circuitId) return []
      const [after, before] = picture.drawnLately(charger.chargerId, supply.evse)
      if (supply.phases === 'L1L2L3' && !(after && before && isOnFirst(after) && isOnFirst(before))) return []
      const phase = after && before ? this.#observe(evseId, samples, before, after) : null
      return phase ? [{ chargerId: charger.chargerId, evse: supply.evse, learntPhases: phase }] : []
    })
  }

  /** Each change of its draw once, when the meter has told of the time before and after it. */
  #observe(key: string, samples: readonly CircuitSample[], before: Drawn, after: Drawn): Phase | null {
    if (this.#seenMs.get(key) === after.atMs) return null
    const then = samples.findLast(({ at }) => at.epochMilliseconds <= before.atMs)
    const now = samples.find(({ at }) => at.epochMilliseconds >= after.atMs)
    if (!now) return null
    this.#seenMs.set(key, after.atMs)
    const changeA = ampsOf(after) - ampsOf(before)
    if (!then || Math.abs(changeA) < leastChangeA) return null
    const change = (phase: Phase) => {
      const [later, earlier] = [now.amps[phase], then.amps[phase]]
      return later === null || earlier === null ? null : later - earlier
    }
    const seen = { changeA, phases: { L1: change('L1'), L2: change('L2'), L3: change('L3') } }
    const observed = [...(this.#observed.get(key) ?? []), seen].slice(-mostKept)
    this.#observed.set(key, observed)
    return learntPhase(observed)
  }
}

function isToLearn({ kind, phases, learntPhases, rotation }: EvseSupply): boolean {
  if (kind === 'dc' || learntPhases !== null || rotation !== null) return false
  return phases === 'unknown' || phases === 'L1L2L3'
}

function isOnFirst({ amps: [, second, third] }: Drawn): boolean {
  return second !== null && third !== null && second < idleA && third < idleA
}

type Learnt = { chargerId: number; evse: number; learntPhases: EvseSupply['learntPhases'] }

const leastChangeA = 4
const idleA = 0.5
const mostKept = 20
const mostSamples = 120

function ampsOf({ amps }: Drawn): number {
  return Math.max(0, ...amps.map((one) => one ?? 0))
}
