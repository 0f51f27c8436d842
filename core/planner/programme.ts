import { limitRows, mostOf } from './limit-rows.ts'
import { addColumn, addRow, emptyProgramme, type LinearProgramme, type Term } from './linear-programme.ts'
import { hoursOf, type PlanInput, type PlanVehicle } from './plan-input.ts'
import { deferrableWh, type StayBlock, stayOf } from './stay.ts'
import { shortfallTranches, type Weights, weightsFor } from './weights.ts'

/** A programme and where in it to find what. Columns are in kW and kWh; -1 where there is none. */
export type SiteProgramme = {
  programme: LinearProgramme
  vehicles: VehicleColumns[]
  /** Per block. */
  grid: number[]
  export: number[]
  /** Rows that say import less export = vehicles + base − solar. */
  balance: number[]
  /** Columns of what cannot be done: shortfalls, and deviations from commitments. */
  shortfalls: number[]
  deviations: number[]
}

export type VehicleColumns = { stay: StayBlock[]; charge: number[]; precondition: number[] }

/**
 * The linear programme of smart-charging 6.1: only blocks in which a vehicle stays, no integers, hard rows without
 * slack. It always has a solution, for whatever cannot be met is a shortfall; and zero for everybody always fits.
 */
export function buildProgramme(input: PlanInput): SiteProgramme {
  const programme = emptyProgramme()
  const weights = weightsFor(input)
  const site: SiteProgramme = {
    programme,
    vehicles: [],
    grid: [],
    export: [],
    balance: [],
    shortfalls: [],
    deviations: [],
  }
  for (const vehicle of input.vehicles) site.vehicles.push(addVehicle(site, vehicle, input, weights))
  if (site.vehicles.reduce((sum, { stay }) => sum + stay.length, 0) <= smoothUpTo) addChanges(site, weights)
  addSite(site, input, weights)
  addLimits(site, input)
  return site
}

// Who is there now is there for so long.
const knownS = 15 * 60

// Above this many vehicle-blocks calm costs more time than it is worth; the dispatcher keeps calm as well.
const smoothUpTo = 600

function addVehicle(site: SiteProgramme, vehicle: PlanVehicle, input: PlanInput, weights: Weights): VehicleColumns {
  const { programme } = site
  const stay = stayOf(vehicle, input)
  const needKwh = Math.max(0, vehicle.needFullWh) / 1000
  const urgency = weights.ofVehicle(vehicle)

  const charge = stay.map(({ at, hours, mostKw, bufferShare }) => {
    const waitedS = input.blocks[at]!.startS - input.nowS
    const putOff = waitedS < knownS ? 0 : weights.putOff
    const cost = ((weights.lateness * waitedS) / 3600 + putOff + weights.buffer * bufferShare) * hours
    return needKwh > 0 ? addColumn(programme, cost, 0, mostKw) : -1
  })
  const precondition = stay.map(({ preconditionKw, hours }) => {
    if (preconditionKw <= 0) return -1
    // A cold bus is as late as an empty one.
    return addColumn(programme, -weights.minimum * urgency * hours, 0, preconditionKw)
  })
  if (needKwh > 0) {
    const energy = stay.map(({ hours }, at): Term => [charge[at]!, hours])
    // Energy that can be had now at the usual price is better than energy nobody has planned.
    const laterPrice = meanOf(input.prices.buy) + weights.putOff + 0.01
    const later = addColumn(programme, laterPrice, 0, deferrableWh(vehicle, input.blocks) / 1000)
    const short = (weight: number, ofKwh: number) => addShortfall(site, weight * urgency, ofKwh)
    addRow(programme, needKwh, needKwh, [...energy, [later, 1], ...short(weights.full, needKwh)])
    const minimumKwh = Math.min(needKwh, vehicle.needMinWh / 1000)
    if (minimumKwh > 0) {
      addRow(programme, minimumKwh, Infinity, [...energy, [later, 1], ...short(weights.minimum, minimumKwh)])
    }
    addTaper(programme, vehicle, stay, charge)
  }
  return { stay, charge, precondition }
}

function addShortfall(site: SiteProgramme, weight: number, ofKwh: number): Term[] {
  return shortfallTranches.map(({ share, factor }) => {
    const column = addColumn(site.programme, weight * factor, 0, share * ofKwh)
    site.shortfalls.push(column)
    return [column, 1]
  })
}

// x ≤ what the battery takes on average over the block when its rate falls with what room is left. Only from the block
// on in which the battery could be so full: these rows cost the solver most of its time.
function addTaper(
  programme: LinearProgramme,
  vehicle: PlanVehicle,
  stay: readonly StayBlock[],
  charge: number[],
): void {
  const { taper } = vehicle
  if (!taper || vehicle.needFullWh <= taper.roomWh - vehicle.fullW / taper.perHour) return
  const roomKwh = taper.roomWh / 1000
  let before: Term[] = []
  let mostBeforeKwh = 0
  let isFollowed = false
  for (const [at, { hours, mostKw }] of stay.entries()) {
    const perKwh = (1 - Math.exp(-taper.perHour * hours)) / hours
    if (mostKw > (roomKwh - mostBeforeKwh) * perKwh) {
      const reached = isFollowed ? before : [sumOf(programme, before)]
      addRow(programme, -Infinity, roomKwh * perKwh, [[charge[at]!, 1], ...times(reached, perKwh)])
      before = reached
      isFollowed = true
    }
    before = [...before, [charge[at]!, hours]]
    if (isFollowed) before = [sumOf(programme, before)]
    mostBeforeKwh += mostKw * hours
  }
}

/** A column that is the sum of terms. */
function sumOf(programme: LinearProgramme, terms: readonly Term[]): Term {
  const column = addColumn(programme, 0, 0, Infinity)
  addRow(programme, 0, 0, [[column, 1], ...times(terms, -1)])
  return [column, 1]
}

function times(terms: readonly Term[], factor: number): Term[] {
  return terms.map(([column, value]) => [column, value * factor])
}

function addChanges({ programme, vehicles }: SiteProgramme, weights: Weights): void {
  for (const { charge } of vehicles) {
    for (let at = 1; at < charge.length; at++) {
      if (charge[at]! < 0) continue
      const change = addColumn(programme, weights.change, 0, Infinity)
      addRow(programme, 0, Infinity, [
        [change, 1],
        [charge[at]!, -1],
        [charge[at - 1]!, 1],
      ])
      addRow(programme, 0, Infinity, [
        [change, 1],
        [charge[at]!, 1],
        [charge[at - 1]!, -1],
      ])
    }
  }
}

function addSite(site: SiteProgramme, input: PlanInput, weights: Weights): void {
  const { programme } = site
  const { pricePerKw, soFarW } = input.peak
  const drawn = termsPerBlock(site, input)
  const over = pricePerKw > 0 ? addColumn(programme, pricePerKw, 0, Infinity) : -1

  for (const [at, block] of input.blocks.entries()) {
    const hours = hoursOf(block)
    const fixedKw = ((input.site.baseW[at] ?? 0) - (input.site.solarW[at] ?? 0)) / 1000
    const buy = input.prices.buy[at] ?? 0
    const grid = addColumn(programme, buy * hours, 0, Infinity)
    // Buying to sell at once earns nothing.
    const sell = Math.min(input.prices.sell[at] ?? 0, buy)
    const exported = fixedKw < 0 ? addColumn(programme, -sell * hours, 0, Infinity) : -1
    const net: Term[] =
      exported < 0
        ? [[grid, 1]]
        : [
            [grid, 1],
            [exported, -1],
          ]
    const minus = drawn[at]!.map(([column, value]): Term => [column, -value])
    site.balance.push(addRow(programme, fixedKw, fixedKw, [...net, ...minus]))
    site.grid.push(grid)
    site.export.push(exported)
    if (over >= 0)
      addRow(programme, -Infinity, soFarW / 1000, [
        [grid, 1],
        [over, -1],
      ])

    for (const window of input.windows) {
      const shareOf = Math.min(block.endS, window.toS) - Math.max(block.startS, window.fromS)
      if (shareOf <= 0) continue
      const cost = (weights.flexibility * shareOf) / 3600
      const deviation = addColumn(programme, cost, 0, Infinity)
      site.deviations.push(deviation)
      if (window.highW !== null) addRow(programme, -Infinity, window.highW / 1000, [...net, [deviation, -1]])
      if (window.lowW !== null) addRow(programme, window.lowW / 1000, Infinity, [...net, [deviation, 1]])
    }
  }
}

function addLimits(site: SiteProgramme, input: PlanInput): void {
  for (const row of limitRows(input)) {
    const loads = input.blocks.map(() => ({ terms: [] as Term[], highest: 0, lowest: 0 }))
    for (const [at, coefficient] of row.coefficients) {
      const { stay, charge, precondition } = site.vehicles[at]!
      const mostKw = (coefficient * mostOf(input.vehicles[at]!)) / 1000
      for (const [place, block] of stay.entries()) {
        const load = loads[block.at]!
        if (charge[place]! >= 0) load.terms.push([charge[place]!, coefficient])
        if (precondition[place]! >= 0) load.terms.push([precondition[place]!, coefficient])
        if (mostKw > 0) load.highest += mostKw
        else load.lowest += mostKw
      }
    }
    for (const [at, { terms, highest, lowest }] of loads.entries()) {
      const most = row.most[at]! / 1000
      const least = row.least ? row.least[at]! / 1000 : -Infinity
      // A row that nobody could fill asks nothing of the solver.
      if (terms.length > 0 && (highest > most || lowest < least)) addRow(site.programme, least, most, terms)
    }
  }
}

/** What our vehicles add at the grid connection in each block. */
function termsPerBlock(site: SiteProgramme, input: PlanInput): Term[][] {
  const perBlock: Term[][] = input.blocks.map(() => [])
  for (const [at, { stay, charge, precondition }] of site.vehicles.entries()) {
    const factor = input.vehicles[at]!.gridFactor
    for (const [place, block] of stay.entries()) {
      if (charge[place]! >= 0) perBlock[block.at]!.push([charge[place]!, factor])
      if (precondition[place]! >= 0) perBlock[block.at]!.push([precondition[place]!, factor])
    }
  }
  return perBlock
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
