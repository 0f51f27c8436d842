import type { Coefficient } from '../dispatch/demand.ts'
import type { Phase, Row } from '../dispatch/row.ts'
import type { ChargerSupply, Circuit, EvseSupply, SiteTopology } from './circuit.ts'
import { climbed, type Draw, drawOf, magnitude, onPrimary, type Phasor, type UsedPhases } from './line-currents.ts'

/**
 * One place where something may be limited, before any limit is known. Every circuit has rows for its lines and for
 * its power, whether or not anything limits them now: a source may come at any time. `limitedRows` gives those in force.
 */
export type CircuitRow = {
  /** Stable: `c12/L1`, `c12/A` in a delta, `c12/primary-A`, `c12/W`, `c12/L1-L2`, `charger5/L1`, `charger5/W`. */
  id: string
  kind: Row['kind']
  /** The line, for currents. */
  phase: Phase | null
  /** For unbalance: by how much the current of `plus` is above that of `minus`. */
  apart: { plus: Phase; minus: Phase } | null
  /** A charger's own limit names the circuit that it hangs on. */
  circuit: Circuit
  of: 'circuit' | 'transformer' | 'unbalance' | 'charger'
  /** What is never exceeded, whatever any source says; before margins. Null: nothing of the kind. */
  rated: number | null
  /** What cabinets draw for themselves, whether or not a vehicle charges. */
  standing: number
}

export type SuppliedEvse = { evseId: string; charger: ChargerSupply; supply: EvseSupply; unit: 'A' | 'W' }

/** A site's topology, compiled. */
export type SiteRows = {
  rows: readonly CircuitRow[]
  /** By id. */
  row: ReadonlyMap<string, CircuitRow>
  evses: ReadonlyMap<string, SuppliedEvse>
  /** From the grid connection down to the circuit. */
  circuitsAbove(circuitId: number): readonly Circuit[]
}

export function evseIdOf(chargerId: number, evse: number): string {
  return `${chargerId}/${evse}`
}

/** Every row of the site, circuits from the roots downwards, chargers by identity: the order never depends on chance. */
export function rowsOf(topology: SiteTopology): SiteRows {
  const byId = new Map(topology.circuits.map((circuit) => [circuit.id, circuit]))
  const above = pathsOf(byId)
  const rows = topology.circuits.flatMap(rowsOfCircuit)
  const evses = new Map<string, SuppliedEvse>()
  for (const charger of topology.chargers) {
    const circuit = byId.get(charger.circuitId)
    if (!circuit) throw new RangeError(`charger ${charger.chargerId} hangs on circuit ${charger.circuitId} elsewhere`)
    rows.push(...rowsOfCharger(charger, circuit))
    for (const supply of charger.evses) {
      const evseId = evseIdOf(charger.chargerId, supply.evse)
      evses.set(evseId, { evseId, charger, supply, unit: supply.kind === 'ac' ? 'A' : 'W' })
    }
  }
  const site = { rows, row: new Map(rows.map((row) => [row.id, row])), evses, circuitsAbove: above }
  addStanding(site)
  return site
}

/**
 * What one unit of the EVSE's rate adds to each row, from its charger up to the grid connection. `measured` is on
 * which of its phases the session draws; null counts as all that it has. One phase counts on all three lines until it is
 * known on which of them it is.
 */
export function coefficientsOf(site: SiteRows, evseId: string, measured: UsedPhases = null): Coefficient[] {
  const evse = site.evses.get(evseId)
  if (!evse) throw new RangeError(`there is no EVSE ${evseId} at this site`)
  const path = site.circuitsAbove(evse.charger.circuitId).toReversed()
  const found = startFinding(site.row)
  let draw = drawOf(evse.supply, path[0]!, measured)
  addOfCharger(found, evse, draw)
  for (const [i, circuit] of path.entries()) {
    if (i > 0) draw = climbed(draw, path[i - 1]!, circuit)
    addOfCircuit(found, circuit, draw)
  }
  return found.coefficients
}

/** What one unit of its rate means in W for the vehicle: of AC by its coefficient on its circuit's power. */
export function wattsPerUnitOf({ charger, supply }: SuppliedEvse, coeff: readonly Coefficient[]): number {
  if (supply.kind === 'dc') return 1
  return coeff.find(({ row }) => row === `c${charger.circuitId}/W`)?.re ?? 1
}

/** The load of an EVSE at a rate on every row, cabinets' own draw aside. */
export function loadOn(site: SiteRows, evseId: string, rate: number, measured: UsedPhases = null): Coefficient[] {
  return coefficientsOf(site, evseId, measured).map(({ row, re, im }) =>
    im === undefined ? { row, re: re * rate } : { row, re: re * rate, im: im * rate },
  )
}

export const lines = ['L1', 'L2', 'L3'] as const satisfies readonly Phase[]
const letters = { L1: 'A', L2: 'B', L3: 'C' } as const

function rowsOfCircuit(circuit: Circuit): CircuitRow[] {
  const { ratedA, limitW, unbalanceA, transformer } = circuit
  const row = (id: string, rest: Pick<CircuitRow, 'kind' | 'of' | 'rated'> & Partial<CircuitRow>): CircuitRow => ({
    ...{ id, phase: null, apart: null, circuit, standing: 0 },
    ...rest,
  })
  const primary = transformer
    ? lines.map((phase) =>
        row(primaryId(circuit, phase), {
          ...{ kind: 'current', of: 'transformer', phase },
          rated: transformer.primaryRatedA,
        }),
      )
    : []
  const apart =
    unbalanceA === null || circuit.phases === 1
      ? []
      : pairs.map(([plus, minus]) =>
          row(apartId(circuit, plus, minus), {
            ...{ kind: 'unbalance', of: 'unbalance', apart: { plus, minus } },
            rated: unbalanceA,
          }),
        )
  return [
    ...linesOf(circuit).map((phase) =>
      row(lineId(circuit, phase), { kind: 'current', of: 'circuit', phase, rated: ratedA }),
    ),
    ...primary,
    row(powerId(circuit), { kind: 'power', of: 'circuit', rated: limitW }),
    ...apart,
  ]
}

function rowsOfCharger({ chargerId, maxA, maxW }: ChargerSupply, circuit: Circuit): CircuitRow[] {
  const common = { apart: null, circuit, of: 'charger', standing: 0 } as const
  const inAmps = linesOf(circuit).map((phase) => {
    return { ...common, id: `charger${chargerId}/${phase}`, kind: 'current', phase, rated: maxA } as const
  })
  const inWatts = { ...common, id: `charger${chargerId}/W`, kind: 'power', phase: null, rated: maxW } as const
  return [...(maxA === null ? [] : inAmps), ...(maxW === null ? [] : [inWatts])]
}

/** Both ways round: a load on an unknown phase may lie on either side. */
const pairs = lines.flatMap((plus) => lines.filter((minus) => minus !== plus).map((minus) => [plus, minus] as const))

function linesOf({ phases }: Circuit): readonly Phase[] {
  return phases === 1 ? ['L1'] : lines
}

function lineId(circuit: Circuit, phase: Phase): string {
  return `c${circuit.id}/${circuit.wiring === 'delta' ? letters[phase] : phase}`
}

const primaryId = (circuit: Circuit, phase: Phase) => `c${circuit.id}/primary-${letters[phase]}`
const powerId = (circuit: Circuit) => `c${circuit.id}/W`
const apartId = (circuit: Circuit, plus: Phase, minus: Phase) => `c${circuit.id}/${plus}-${minus}`

function addOfCircuit(found: Found, circuit: Circuit, draw: Draw): void {
  if (circuit.phases === 1) found.add(lineId(circuit, 'L1'), { re: largestOf(draw), im: 0 })
  else for (const [i, phase] of lines.entries()) found.add(lineId(circuit, phase), draw.lines[i]!)
  if (circuit.transformer) {
    const primary = onPrimary(draw.lines, circuit.transformer.turnsRatio)
    for (const [i, phase] of lines.entries()) found.add(primaryId(circuit, phase), primary[i]!)
  }
  found.add(powerId(circuit), { re: draw.powerW, im: 0 })
  if (circuit.unbalanceA === null || circuit.phases === 1) return
  for (const [plus, minus] of pairs) {
    const [over, under] = [draw.lines[lines.indexOf(plus)]!, draw.lines[lines.indexOf(minus)]!]
    const apart = draw.isAnywhere ? largestOf(draw) : magnitude(over) - magnitude(under)
    found.add(apartId(circuit, plus, minus), { re: apart, im: 0 })
  }
}

function addOfCharger(found: Found, { charger, supply }: SuppliedEvse, draw: Draw): void {
  for (const [i, phase] of lines.entries()) found.add(`charger${charger.chargerId}/${phase}`, draw.lines[i]!)
  // What a cabinet is rated for is what it gives.
  found.add(`charger${charger.chargerId}/W`, { re: supply.kind === 'dc' ? 1 : draw.powerW, im: 0 })
}

function largestOf({ lines: [a, b, c] }: Draw): number {
  return Math.max(magnitude(a), magnitude(b), magnitude(c))
}

type Found = { coefficients: Coefficient[]; add(row: string, phasor: Phasor): void }

/** Only on rows that there are, and nothing that is zero but for rounding. */
function startFinding(rows: ReadonlyMap<string, CircuitRow>): Found {
  const coefficients: Coefficient[] = []
  return {
    coefficients,
    add(row, phasor) {
      if (!rows.has(row)) return
      const noise = 1e-9 * magnitude(phasor)
      const re = Math.abs(phasor.re) <= noise ? 0 : phasor.re
      const im = Math.abs(phasor.im) <= noise ? 0 : phasor.im
      if (im !== 0) coefficients.push({ row, re, im })
      else if (re !== 0) coefficients.push({ row, re })
    },
  }
}

/** A cabinet's own draw goes the way of its power, on all the phases that feed it. */
function addStanding(site: SiteRows): void {
  for (const { evseId, supply } of site.evses.values()) {
    if (supply.kind === 'ac' || supply.standbyW === 0) continue
    for (const { row: id, re, im = 0 } of loadOn(site, evseId, supply.standbyW * supply.efficiency)) {
      const row = site.row.get(id)!
      if (row.of === 'charger') continue
      if (row.kind === 'unbalance') row.standing += re
      else row.standing += Math.hypot(re, im)
    }
  }
}

function pathsOf(byId: ReadonlyMap<number, Circuit>): SiteRows['circuitsAbove'] {
  const known = new Map<number, readonly Circuit[]>()
  const pathOf = (id: number): readonly Circuit[] => {
    const found = known.get(id)
    if (found) return found
    const circuit = byId.get(id)
    if (!circuit) throw new RangeError(`there is no circuit ${id} at this site`)
    const path = circuit.parentId === null ? [circuit] : [...pathOf(circuit.parentId), circuit]
    known.set(id, path)
    return path
  }
  return pathOf
}
