import fc from 'fast-check'
import type { Coefficient, Demand } from '#core/dispatch/demand.ts'
import { type Policy, type PolicyName, usualPolicy } from '#core/dispatch/policy.ts'
import type { Phase, Row } from '#core/dispatch/row.ts'

/** Sites for property tests: trees of circuits up to five deep, mixed phases, zero limits, rows broken by their base. */
export type ArbitrarySite = { rows: Row[]; demands: Demand[]; policy: Policy }

type Shape = {
  sessions?: number
  quantise?: boolean
  unbalance?: boolean
  lineToLine?: boolean
  names?: readonly PolicyName[]
  classes?: number
}

const allNames = ['laxity', 'equal', 'proportional', 'first-come', 'earliest-departure', 'least-laxity'] as const

export function arbitrarySite(shape: Shape = {}): fc.Arbitrary<ArbitrarySite> {
  const flag = (value: boolean | undefined) => (value === undefined ? fc.boolean() : fc.constant(value))
  return fc
    .record({
      seed: fc.nat(2 ** 31),
      sessions: fc.oneof(fc.nat(12), fc.nat(shape.sessions ?? 300)),
      depth: fc.integer({ min: 1, max: 5 }),
      name: fc.constantFrom(...(shape.names ?? allNames)),
      quantise: flag(shape.quantise),
      unbalance: flag(shape.unbalance),
      lineToLine: flag(shape.lineToLine),
    })
    .map((drawn) => build({ classes: shape.classes ?? 3, ...drawn }))
}

type Drawn = {
  seed: number
  sessions: number
  depth: number
  name: PolicyName
  quantise: boolean
  unbalance: boolean
  lineToLine: boolean
  classes: number
}

type Draw = () => number

function build({ seed, sessions, depth, name, quantise, unbalance, lineToLine, classes }: Drawn): ArbitrarySite {
  const draw = drawing(seed)
  const rows: Row[] = []
  const paths = growTree(draw, depth)
  const rowKinds = lineToLine ? lineRows : starRows
  const size = Math.max(1, sessions)
  for (const id of new Set(paths.flat())) rows.push(...rowKinds(draw, id, size / (1 + id.length), unbalance))
  const known = new Set(rows.map((row) => row.id))
  const demands = Array.from({ length: sessions }, (_, index) => {
    const path = paths[Math.floor(draw() * paths.length)]!
    const unit = draw() < 0.2 ? 'W' : 'A'
    const used = lineToLine ? lineCoefficients(draw, path, unit) : starCoefficients(draw, path, unit)
    const coeff = used.filter((one) => known.has(one.row))
    return demandOf(draw, index, unit, coeff, classes)
  })
  return { rows, demands, policy: { ...usualPolicy, name, quantise, groupProgramme: draw() < 0.8 } }
}

/** Paths from the site to its leaves. */
function growTree(draw: Draw, depth: number): string[][] {
  let paths = [['c']]
  for (let level = 1; level < depth; level++) {
    paths = paths.flatMap((path) => {
      const fan = 1 + Math.floor(draw() * (paths.length > 20 ? 1.3 : 3))
      return Array.from({ length: fan }, (_, k) => [...path, `${path.at(-1)}${k}`])
    })
  }
  return paths
}

const phases: Phase[] = ['L1', 'L2', 'L3']
const pairs = ['L1L2', 'L2L3', 'L3L1'] as const

function row(draw: Draw, kind: Row['kind'], circuitId: string, name: string, limit: number): Row {
  const id = `${circuitId} ${name}`
  return {
    id,
    circuitId,
    kind,
    limit: draw() < 0.06 ? 0 : Math.round(limit * (0.2 + 1.6 * draw()) * 10) / 10,
    base: draw() < 0.2 ? Math.round(limit * draw() * (draw() < 0.1 ? 2 : 0.4)) : 0,
    reserved: draw() < 0.1 ? Math.round(limit * draw() * 0.2) : 0,
    reason: kind === 'unbalance' ? 'unbalance_limit' : kind === 'power' ? 'external_limit' : 'phase_limit',
    boundBy: draw() < 0.3 ? `source of ${id}` : id,
  }
}

function starRows(draw: Draw, id: string, size: number, unbalance: boolean): Row[] {
  const rows = phases.map((phase) => ({ ...row(draw, 'current', id, phase, size * 8), phase }))
  if (draw() < 0.3) rows.push(row(draw, 'power', id, 'power', size * 8 * 690) as (typeof rows)[number])
  const isUneven = unbalance && draw() < 0.5
  return isUneven ? [...rows, ...pairs.map((pair) => row(draw, 'unbalance', id, pair, 20))] : rows
}

function starCoefficients(draw: Draw, path: readonly string[], unit: 'A' | 'W'): Coefficient[] {
  const per = unit === 'A' ? 1 : 1 / 690 / 0.95
  const used = unit === 'W' || draw() < 0.4 ? phases : [phases[Math.floor(draw() * 3)]!]
  return path.flatMap((id) => [
    ...used.map((phase) => ({ row: `${id} ${phase}`, re: per })),
    { row: `${id} power`, re: unit === 'A' ? 230 * used.length : 1 / 0.95 },
    ...pairs.flatMap((pair) => {
      const plus = used.includes(pair.slice(0, 2) as Phase) ? 1 : 0
      const minus = used.includes(pair.slice(2) as Phase) ? 1 : 0
      return plus === minus ? [] : [{ row: `${id} ${pair}`, re: per * (plus - minus) }]
    }),
  ])
}

function lineRows(draw: Draw, id: string, size: number): Row[] {
  const lines = phases.map((phase) => ({ ...row(draw, 'current', id, phase, size * 12), phase }))
  return draw() < 0.3 ? [...lines, row(draw, 'power', id, 'power', size * 12 * 208)] : lines
}

function lineCoefficients(draw: Draw, path: readonly string[], unit: 'A' | 'W'): Coefficient[] {
  const pair = Math.floor(draw() * 3)
  const size = unit === 'A' ? 1 : 1 / 208
  const angle = ((30 - 120 * pair) * Math.PI) / 180
  const [re, im] = [size * Math.cos(angle), size * Math.sin(angle)]
  return path.flatMap((id) => [
    { row: `${id} ${phases[pair]}`, re, im },
    { row: `${id} ${phases[(pair + 1) % 3]}`, re: -re, im: -im },
    { row: `${id} power`, re: 208 * size },
  ])
}

function demandOf(draw: Draw, index: number, unit: 'A' | 'W', coeff: Coefficient[], classes: number): Demand {
  const scale = unit === 'A' ? 1 : 690
  const full = [16, 32, 80][Math.floor(draw() * 3)]! * scale
  const drawn = draw()
  return {
    sessionId: `s${index}`,
    evseId: `e${index}`,
    unit,
    klass: Math.floor(draw() * classes),
    laxityH: draw() < 0.1 ? 0 : 14 * draw() - 2,
    lo: draw() < 0.15 ? full * draw() * 0.5 : 0,
    hi: draw() < 0.1 ? 0 : full * (0.1 + 0.9 * draw()),
    full,
    min: draw() < 0.1 ? 0 : 6 * scale,
    step: [0.1, 1, 2.5][Math.floor(draw() * 3)]! * scale,
    coeff,
    hiReason: 'vehicle_limit',
    hiBoundBy: `vehicle ${index}`,
    weight: 0.5 + draw(),
    arrivedAtS: Math.floor(draw() * 1_000),
    departsAtS: draw() < 0.3 ? null : Math.floor(draw() * 100_000),
    turn: { state: drawn < 0.3 ? 'new' : drawn < 0.7 ? 'on' : 'off', forS: Math.floor(draw() * 1_800) },
  }
}

function drawing(seed: number): Draw {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
