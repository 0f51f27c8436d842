/** One bus of the synthetic depot (smart-charging 10.2); slots are quarter-hours after 18:00. */
export type Bus = {
  id: string
  arrivalSlot: number
  /** The slot at whose beginning it leaves. */
  departureSlot: number
  /** To be drawn from the grid: losses of charging are in it. */
  needKwh: number
  maxKw: number
  feeder: number
}

export type DepotScenario = {
  buses: Bus[]
  feeders: number
  siteKw: number
  feederKw: number
  slots: number
  slotHours: number
  /** € per kWh of each slot. */
  prices: number[]
}

/** Site and feeder limits for which the contract has figures or pass marks; kW. */
export const depotLimits = [
  { siteKw: 2300, feederKw: 700 },
  { siteKw: 2000, feederKw: 620 },
  { siteKw: 1800, feederKw: 560 },
  { siteKw: 1700, feederKw: 520 },
] as const

const feeders = 4
const slotHours = 0.25
const firstHour = 18
const slots = 52

/** The night of smart-charging 10.2 with so many buses: 18:00 to 07:00, the same on every machine. */
export function depotScenario(limits: { siteKw: number; feederKw: number }, busCount = 100): DepotScenario {
  return {
    ...limits,
    buses: generateBuses(busCount),
    feeders,
    slots,
    slotHours,
    prices: Array.from({ length: slots }, (_, slot) => priceAt((firstHour + Math.floor(slot * slotHours)) % 24)),
  }
}

function generateBuses(count: number): Bus[] {
  const draw = generator(20240601)
  return Array.from({ length: count }, (_, index) => {
    const arrivalSlot = Math.floor(28 * draw())
    const departureSlot = 40 + Math.floor(12 * draw())
    const arrivalSoc = 0.15 + 0.4 * draw()
    const targetSoc = 0.85 + 0.1 * draw()
    return {
      id: `bus-${String(index).padStart(4, '0')}`,
      arrivalSlot,
      departureSlot,
      needKwh: ((targetSoc - arrivalSoc) * 350) / 0.95,
      maxKw: index % 3 === 0 ? 100 : 150,
      feeder: index % feeders,
    }
  })
}

function generator(seed: number): () => number {
  let state = BigInt(seed)
  return () => {
    state = (1103515245n * state + 12345n) % 2n ** 31n
    return Number(state) / 2 ** 31
  }
}

function priceAt(hour: number): number {
  return (
    0.1 + (hour >= 17 && hour < 21 ? 0.08 : 0) + (hour >= 6 && hour < 9 ? 0.03 : 0) - (hour >= 1 && hour < 5 ? 0.05 : 0)
  )
}

/** What the buses take and pay when nobody steers. */
export function uncontrolled(scenario: DepotScenario): { needKwh: number; peakKw: number; energyEur: number } {
  const perSlotKwh = new Array<number>(scenario.slots).fill(0)
  for (const bus of scenario.buses) {
    let left = bus.needKwh
    for (let slot = bus.arrivalSlot; slot < bus.departureSlot; slot++) {
      const taken = Math.min(left, bus.maxKw * scenario.slotHours)
      left -= taken
      perSlotKwh[slot] = (perSlotKwh[slot] ?? 0) + taken
    }
  }
  return {
    needKwh: scenario.buses.reduce((sum, bus) => sum + bus.needKwh, 0),
    peakKw: Math.max(...perSlotKwh) / scenario.slotHours,
    energyEur: perSlotKwh.reduce((sum, kwh, slot) => sum + kwh * (scenario.prices[slot] ?? 0), 0),
  }
}
