import type { PlanInput, PlanRow, PlanVehicle } from './plan-input.ts'

/** A row whose coefficients are real numbers: Σ coefficient · W between `least` and `most`, per block. */
export type LimitRow = {
  id: string
  least: readonly number[] | null
  most: readonly number[]
  /** By the vehicle's place in the input; only those that are on the row. */
  coefficients: ReadonlyMap<number, number>
}

/**
 * The rows of a site as the programme and the fall-back keep them. Line-to-line rows become the facets of an inscribed
 * polygon, negative coefficients set to zero, so that a vehicle that stops can only relieve them (smart-charging H1',
 * 5.4). What is left is never below nothing: zero for everybody always fits.
 */
export function limitRows(input: Pick<PlanInput, 'rows' | 'vehicles'>): LimitRow[] {
  const users = new Map<string, { vehicle: number; re: number; im: number }[]>()
  for (const [at, vehicle] of input.vehicles.entries()) {
    for (const { row, re, im } of vehicle.coeff) {
      const known = users.get(row)
      const user = { vehicle: at, re, im: im ?? 0 }
      if (known) known.push(user)
      else users.set(row, [user])
    }
  }
  return input.rows.flatMap((row) => {
    const on = users.get(row.id) ?? []
    const room = row.limit.map((limit, at) => Math.max(0, limit - (row.base[at] ?? 0)))
    if (row.kind === 'unbalance') return [unbalanceRow(row, on)]
    if (on.some((user) => user.im !== 0)) return facetsOf(row.id, room, on)
    const coefficients = new Map(on.filter(({ re }) => re > 0).map(({ vehicle, re }) => [vehicle, re]))
    return [{ id: row.id, least: null, most: room, coefficients }]
  })
}

const facets = 24

function facetsOf(id: string, room: readonly number[], on: readonly { vehicle: number; re: number; im: number }[]) {
  const most = room.map((value) => value * Math.cos(Math.PI / facets))
  return Array.from({ length: facets }, (_, facet): LimitRow => {
    const angle = (2 * Math.PI * facet) / facets
    const along = on.map(({ vehicle, re, im }) => [vehicle, re * Math.cos(angle) + im * Math.sin(angle)] as const)
    return { id, least: null, most, coefficients: new Map(along.filter(([, value]) => value > 1e-9)) }
  })
}

// H4: how far two phases may lie apart, either way.
function unbalanceRow(row: PlanRow, on: readonly { vehicle: number; re: number }[]): LimitRow {
  const base = (at: number) => row.base[at] ?? 0
  return {
    id: row.id,
    most: row.limit.map((limit, at) => Math.max(0, limit - base(at))),
    least: row.limit.map((limit, at) => Math.min(0, -limit - base(at))),
    coefficients: new Map(on.map(({ vehicle, re }) => [vehicle, re])),
  }
}

/** What a row carries in a block, by the power of each vehicle in W. */
export function loadOf(row: LimitRow, powerOf: (vehicle: number) => number): number {
  let load = 0
  for (const [vehicle, coefficient] of row.coefficients) load += coefficient * powerOf(vehicle)
  return load
}

/** The most that one vehicle can draw, conditioning included. */
export function mostOf(vehicle: PlanVehicle): number {
  return vehicle.fullW + (vehicle.precondition?.powerW ?? 0)
}
