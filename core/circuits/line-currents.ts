import type { Phase } from '../dispatch/row.ts'
import type { Circuit, EvseSupply, SupplyPhases } from './circuit.ts'

export type Phasor = { re: number; im: number }

/** What flows in the lines L1, L2, L3 (A, B, C), each seen from the voltage of its own line: a star load is real. */
export type Lines = readonly [Phasor, Phasor, Phasor]

/** What one unit of an EVSE's rate, 1 A per phase or 1 W, is on its supply side. */
export type Draw = {
  lines: Lines
  powerW: number
  /** A load of which nobody knows the phases: `lines` then bound whatever it may be. */
  isAnywhere: boolean
}

/** On which phases of its EVSE a session was measured to draw; null: not known, so on all that the EVSE has. */
export type UsedPhases = readonly Phase[] | null

/** One unit of the EVSE's rate where it hangs (smart-charging 2.1). */
export function drawOf(evse: EvseSupply, circuit: Circuit, measured: UsedPhases): Draw {
  const voltage = voltageToNeutral(circuit)
  const known = isOfSome(evse, circuit, measured) && circuit.wiring === 'star' ? linesOf(evse, measured) : null
  if (known) {
    const [a, b, c] = inOrder.map((line) => (known.includes(line) ? one : none)) as [Phasor, Phasor, Phasor]
    return { lines: [a, b, c], powerW: known.length * voltage, isAnywhere: false }
  }
  const used = usedPhases(evse, circuit, measured)
  if (evse.kind === 'ac')
    return { lines: unitLines[used], powerW: wattsPerAmp(used, voltage), isAnywhere: !isSure(used) }

  const supplyW = 1 / evse.efficiency
  const amps = supplyW / (wattsPerAmp(used, voltage) * evse.powerFactor)
  return { lines: scaled(unitLines[used], amps), powerW: supplyW, isAnywhere: !isSure(used) }
}

/**
 * On which lines of the supply these phases of an EVSE of three are; null: nobody knows. A vehicle of one phase always
 * draws from the first, and that is the one which a meter can have shown.
 */
export function linesOf({ rotation, learntPhases }: EvseSupply, used: readonly Phase[]): readonly Phase[] | null {
  if (rotation !== null) return used.map((phase) => inOrder['RST'.indexOf(rotation[inOrder.indexOf(phase)]!)]!)
  const isFirst = used.length === 1 && used[0] === 'L1'
  if (isFirst && (learntPhases === 'L1' || learntPhases === 'L2' || learntPhases === 'L3')) return [learntPhases]
  return null
}

/** The same as the circuit above sees it: through the transformer, or at the other voltage. */
export function climbed(draw: Draw, from: Circuit, to: Circuit): Draw {
  if (from.transformer) return { ...draw, lines: onPrimary(draw.lines, from.transformer.turnsRatio) }
  const ratio = voltageToNeutral(from) / voltageToNeutral(to)
  return ratio === 1 ? draw : { ...draw, lines: scaled(draw.lines, ratio) }
}

/**
 * The primary lines of a delta-wye transformer: (A - C) / n and so on round, turned by the 30 degrees by which the
 * voltages are.
 */
export function onPrimary(lines: Lines, turnsRatio: number): Lines {
  const [a, b, c] = lines
  const one = (line: Phasor, before: Phasor) =>
    times(minus(line, times(before, phasor(1, 120))), phasor(1 / turnsRatio, 30))
  return [one(a, c), one(b, a), one(c, b)]
}

export function voltageToNeutral({ wiring, voltageV }: Circuit): number {
  return wiring === 'star' ? voltageV : voltageV / Math.sqrt(3)
}

export function magnitude({ re, im }: Phasor): number {
  return im === 0 ? Math.abs(re) : Math.hypot(re, im)
}

/** The phases that count: `one` and `two` are some of three, nobody knows which; `pair` is two lines of a delta. */
type Used = Exclude<SupplyPhases, 'unknown'> | 'one' | 'two' | 'pair'

function usedPhases(evse: EvseSupply, circuit: Circuit, measured: UsedPhases): Used {
  const { phases: told, learntPhases } = evse
  const phases = told === 'unknown' ? (learntPhases ?? told) : told
  if (phases === 'unknown') return circuit.wiring === 'delta' && circuit.phases === 3 ? 'pair' : 'one'
  if (phases !== 'L1L2L3') return circuit.phases === 1 && phases.length === 4 ? 'one' : phases
  if (circuit.phases === 1) return 'one'
  if (!isOfSome(evse, circuit, measured)) return phases
  if (circuit.wiring === 'star') return measured.length === 1 ? 'one' : 'two'
  return (measured.length === 2 && pairOf(linesOf(evse, measured))) || 'pair'
}

/** Of three phases of AC only one or two; a direct current always comes from all that is connected. */
function isOfSome({ phases, kind }: EvseSupply, circuit: Circuit, used: UsedPhases): used is readonly Phase[] {
  if (phases !== 'L1L2L3' || kind === 'dc' || circuit.phases === 1) return false
  return used !== null && used.length > 0 && used.length < 3
}

function pairOf(lines: readonly Phase[] | null): 'L1L2' | 'L2L3' | 'L3L1' | null {
  if (!lines) return null
  return !lines.includes('L3') ? 'L1L2' : !lines.includes('L1') ? 'L2L3' : 'L3L1'
}

const inOrder = ['L1', 'L2', 'L3'] as const satisfies readonly Phase[]

function wattsPerAmp(used: Used, voltage: number): number {
  if (used === 'L1L2L3') return 3 * voltage
  if (used === 'two') return 2 * voltage
  if (used === 'pair' || used === 'L1L2' || used === 'L2L3' || used === 'L3L1') return Math.sqrt(3) * voltage
  return voltage
}

function isSure(used: Used): boolean {
  return used !== 'one' && used !== 'two' && used !== 'pair'
}

const none = { re: 0, im: 0 }
const one = { re: 1, im: 0 }
// A load between two lines leads the voltage of the one by 30 degrees and lags that of the other by as much.
const leads = phasor(1, 30)
const lags = phasor(1, -30)
// Bounds both, whatever else flows in the line: every load of a line lies between the two.
const either = phasor(2 / Math.sqrt(3), 0)

const unitLines: Record<Used, Lines> = {
  L1: [one, none, none],
  L2: [none, one, none],
  L3: [none, none, one],
  L1L2L3: [one, one, one],
  L1L2: [leads, lags, none],
  L2L3: [none, leads, lags],
  L3L1: [lags, none, leads],
  one: [one, one, one],
  two: [one, one, one],
  pair: [either, either, either],
}

function phasor(length: number, degrees: number): Phasor {
  const angle = (degrees * Math.PI) / 180
  return { re: length * Math.cos(angle), im: degrees === 0 ? 0 : length * Math.sin(angle) }
}

function scaled([a, b, c]: Lines, by: number): Lines {
  const one = ({ re, im }: Phasor) => ({ re: re * by, im: im * by })
  return [one(a), one(b), one(c)]
}

function minus(a: Phasor, b: Phasor): Phasor {
  return { re: a.re - b.re, im: a.im - b.im }
}

function times(a: Phasor, b: Phasor): Phasor {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}
