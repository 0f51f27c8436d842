import type { Uses } from '../context.ts'
import { vehicleFault } from '../departures/describe-vehicle.ts'
import type { Vehicle, VehicleChange } from '../departures/vehicle.ts'
import { Problem } from '../errors.ts'
import {
  type BadLine,
  Candidates,
  type ImportFile,
  type ImportLine,
  type ImportOptions,
  type ImportReport,
} from './import-report.ts'

export type VehicleColumn = 'vehicle' | 'name' | 'vin' | 'battery_kwh' | 'ac_amps' | 'phases' | 'dc_kw' | 'class'

/**
 * Adds the vehicles of a table and describes those that are known, in one transaction. A column that is missing leaves
 * what is known as it is; an empty cell takes it away.
 */
export async function importVehicles(
  ctx: Uses<'transaction' | 'vehicles'>,
  file: ImportFile<VehicleColumn>,
  options: ImportOptions,
): Promise<ImportReport> {
  const vehicles = new Candidates(file, (line) => readVehicle(line, file.columns))
  vehicles.refuseRepeated('vehicle', ({ publicId }) => publicId)
  const known = new Map((await ctx.vehicles.list()).map((vehicle) => [vehicle.publicId, vehicle]))
  refuseSameVins(vehicles, known)

  const rows = vehicles.rows.map(([, row]) => row)
  const added = rows.filter(({ publicId }) => !known.has(publicId))
  const changed = rows.filter(({ publicId, change }) => isChanged(known.get(publicId), change))
  const counts = {
    imported: added.length,
    changed: changed.length,
    unchanged: rows.length - added.length - changed.length,
  }
  const report = vehicles.report(counts, options)
  if (!vehicles.mayWrite(options) || added.length + changed.length === 0) return report
  await ctx.transaction(async (tx) => {
    const all = [...added, ...changed]
    // Those that give theirs away first: two vehicles may have changed names.
    for (const { publicId, change } of changed) {
      if (change.vin !== undefined) await tx.vehicles.describe(publicId, { vin: null })
    }
    for (const { publicId, change } of all) {
      if (!(await tx.vehicles.describe(publicId, change))) throw meanwhile()
    }
    await tx.audit('vehicles.imported', `${vehicles.total} lines`, { ...counts, bad: report.badLines })
  })
  return report
}

type VehicleRow = { publicId: string; change: VehicleChange }

function readVehicle(
  { cells }: ImportLine<VehicleColumn>,
  columns: ReadonlySet<VehicleColumn>,
): VehicleRow | Omit<BadLine, 'line'> {
  const publicId = cells.vehicle ?? ''
  const numbers: Partial<Record<VehicleColumn, number>> = {}
  for (const column of ['battery_kwh', 'ac_amps', 'phases', 'dc_kw', 'class'] as const) {
    const text = cells[column]
    if (text === undefined) continue
    if (!/^-?\d{1,9}([.,]\d{1,3})?$/.test(text)) return { column, message: 'This is no number.' }
    numbers[column] = Number(text.replace(',', '.'))
  }
  const { phases, class: klass, ac_amps: maxAcA } = numbers
  if (phases !== undefined && ![1, 2, 3].includes(phases)) return { column: 'phases', message: 'Phases are 1, 2 or 3.' }
  const described: VehicleChange = {
    name: cells.name ?? null,
    vin: cells.vin?.toUpperCase() ?? null,
    batteryWh: thousands(numbers.battery_kwh),
    maxAcA: maxAcA ?? null,
    phases: (phases as 1 | 2 | 3 | undefined) ?? null,
    maxDcW: thousands(numbers.dc_kw),
    klass: klass ?? null,
  }
  const fault = vehicleFault(publicId, described)
  if (fault) return { column: columnOf[fault.subject] ?? fault.subject, message: fault.message }
  const said = Object.entries(described).filter(([member]) => columns.has(columnOf[member]!))
  return { publicId, change: Object.fromEntries(said) }
}

function thousands(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1_000)
}

const columnOf: Record<string, VehicleColumn> = {
  ...{ name: 'name', vin: 'vin', batteryWh: 'battery_kwh', maxAcA: 'ac_amps' },
  ...{ phases: 'phases', maxDcW: 'dc_kw', klass: 'class' },
}

/** A VIN belongs to one vehicle: to one of the file, or to one that the file does not give another. */
function refuseSameVins(vehicles: Candidates<VehicleColumn, VehicleRow>, known: ReadonlyMap<string, Vehicle>): void {
  const owners = new Map<string, string>()
  const given = new Set(
    vehicles.rows.flatMap(([, { publicId, change }]) => (change.vin === undefined ? [] : [publicId])),
  )
  for (const { publicId, vin } of known.values()) {
    if (vin !== null && !given.has(publicId)) owners.set(vin.toUpperCase(), publicId)
  }
  for (const [line, { publicId, change }] of vehicles.rows) {
    if (change.vin == null) continue
    const owner = owners.get(change.vin)
    if (owner === undefined) owners.set(change.vin, publicId)
    else vehicles.refuse(line, 'vin', `Vehicle '${owner}' has this VIN.`)
  }
}

function isChanged(known: Vehicle | undefined, change: VehicleChange): boolean {
  if (!known) return false
  return Object.entries(change).some(([member, value]) => known[member as keyof VehicleChange] !== value)
}

function meanwhile(): Problem {
  return new Problem('conflict', 'Somebody else changed vehicles of this file at the same time: nothing was changed.')
}
