import type { PlanInput, PlanVehicle } from '#core/planner/plan-input.ts'

/** 1 June 2026, 18:00 UTC. */
export const startS = 1_780_336_800
export const hourS = 3600

/** A vehicle that is here, needs 60 kWh at 100 kW and leaves in eight hours, on the row `site`. */
export function vehicle(id: string, members: Partial<PlanVehicle> = {}): PlanVehicle {
  return {
    id,
    here: true,
    confidence: 1,
    arrivesAtS: startS,
    departsAtS: startS + 8 * hourS,
    departureAssumed: false,
    klass: 0,
    needMinWh: 0,
    needFullWh: 60_000,
    fullW: 100_000,
    minimumW: 5_000,
    taper: null,
    precondition: null,
    coeff: [{ row: 'site', re: 1 }],
    gridFactor: 1,
    battery: null,
    inputAgeS: 0,
    ...members,
  }
}

type Members = Partial<Omit<PlanInput, 'vehicles'>> & { limitW?: number; quarters?: number; price?: number[] }

/** A site of quarter-hours with one power limit and a flat price. */
export function site(vehicles: PlanVehicle[], members: Members = {}): PlanInput {
  const { limitW = 300_000, quarters = 40, price, ...others } = members
  const blocks = Array.from({ length: quarters }, (_, at) => ({
    startS: startS + at * 900,
    endS: startS + (at + 1) * 900,
  }))
  const flat = (value: number) => blocks.map(() => value)
  return {
    siteId: 1,
    nowS: startS,
    blocks,
    rows: [{ id: 'site', kind: 'power', limit: flat(limitW), base: flat(0) }],
    vehicles,
    prices: { buy: price ?? flat(0.2), sell: flat(0) },
    site: { baseW: flat(0), solarW: flat(0) },
    peak: { soFarW: 0, pricePerKw: 0 },
    windows: [],
    bufferS: 1800,
    reserveShare: 0,
    ...others,
  }
}

/** One value per quarter-hour: `value` from an hour to another, `otherwise` else. */
export function during(fromH: number, toH: number, value: number, otherwise: number, quarters = 40): number[] {
  return Array.from({ length: quarters }, (_, at) => (at / 4 >= fromH && at / 4 < toH ? value : otherwise))
}

/** Energy in Wh that a plan gives from an hour to another. */
export function energyBetween(powerW: readonly number[], fromH: number, toH: number): number {
  return powerW.slice(fromH * 4, toH * 4).reduce((sum, power) => sum + power / 4, 0)
}
