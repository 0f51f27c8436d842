import fc from 'fast-check'
import type { PlanInput, PlanRow, PlanVehicle } from '#core/planner/plan-input.ts'
import { site, startS } from './site.ts'

const quarters = 16

/** Sites with a tree of limits, limits of zero, unmanaged load above them, line-to-line rows, and vehicles of all sorts. */
export const randomSite: fc.Arbitrary<PlanInput> = fc
  .record({
    vehicles: fc.array(fc.record(vehicleParts()), { maxLength: 8 }),
    limits: fc.array(fc.constantFrom(0, 20_000, 80_000, 200_000, 1_000_000), {
      minLength: quarters,
      maxLength: quarters,
    }),
    base: fc.constantFrom(0, 10_000, 60_000),
    feederW: fc.constantFrom(0, 50_000, 150_000),
    lineA: fc.constantFrom(0, 40, 200),
    price: fc.array(fc.integer({ min: -5, max: 40 }), { minLength: quarters, maxLength: quarters }),
    solarW: fc.constantFrom(0, 100_000),
    peakPrice: fc.constantFrom(0, 0.5, 100),
    reserveShare: fc.constantFrom(0, 0.5, 1),
    windowW: fc.option(fc.integer({ min: 0, max: 200_000 })),
  })
  .map((parts) => {
    const flat = (value: number) => new Array<number>(quarters).fill(value)
    const rows: PlanRow[] = [
      { id: 'site', kind: 'power', limit: parts.limits, base: flat(parts.base) },
      { id: 'feeder', kind: 'power', limit: flat(parts.feederW), base: flat(0) },
      { id: 'line', kind: 'current', limit: flat(parts.lineA), base: flat(5) },
    ]
    return site(parts.vehicles.map(vehicleOf), {
      quarters,
      rows,
      price: parts.price.map((cents) => cents / 100),
      site: { baseW: flat(parts.base), solarW: flat(parts.solarW) },
      reserveShare: parts.reserveShare,
      peak: { soFarW: 50_000, pricePerKw: parts.peakPrice },
      windows:
        parts.windowW === null
          ? []
          : [{ id: 'order', fromS: startS + 1800, toS: startS + 5400, lowW: parts.windowW / 2, highW: parts.windowW }],
    })
  })

function vehicleParts() {
  return {
    arrives: fc.integer({ min: 0, max: 12_000 }),
    stays: fc.integer({ min: 0, max: 20_000 }),
    klass: fc.integer({ min: 0, max: 3 }),
    fullWh: fc.integer({ min: 0, max: 120_000 }),
    minimumShare: fc.constantFrom(0, 0.4, 1),
    fullW: fc.constantFrom(0, 7_400, 50_000, 150_000),
    tapers: fc.boolean(),
    conditions: fc.boolean(),
    place: fc.constantFrom('feeder', 'AB', 'BC'),
    assumed: fc.boolean(),
  }
}

type VehicleParts = {
  [Name in keyof ReturnType<typeof vehicleParts>]: ReturnType<typeof vehicleParts>[Name] extends fc.Arbitrary<infer T>
    ? T
    : never
}

function vehicleOf(parts: VehicleParts, at: number): PlanVehicle {
  const here = parts.arrives < 4_000
  const arrivesAtS = startS + (here ? 0 : parts.arrives)
  const onLine = { AB: { re: 1 / 208, im: 0 }, BC: { re: -0.5 / 208, im: -0.866 / 208 } }
  return {
    id: `vehicle ${at}`,
    here,
    confidence: here ? 1 : 0.5,
    arrivesAtS,
    departsAtS: arrivesAtS + parts.stays,
    departureAssumed: parts.assumed,
    klass: parts.klass,
    needMinWh: parts.fullWh * parts.minimumShare,
    needFullWh: parts.fullWh,
    fullW: parts.fullW,
    minimumW: 4_000,
    taper: parts.tapers ? { perHour: 4, roomWh: parts.fullWh + 2_000 } : null,
    precondition: parts.conditions ? { powerW: 10_000, seconds: 1_200 } : null,
    coeff: [
      { row: 'site', re: 1.05 },
      parts.place === 'feeder' ? { row: 'feeder', re: 1 } : { row: 'line', ...onLine[parts.place] },
    ],
    gridFactor: 1.05,
    battery: { capacityWh: 300_000, socPercent: 30, efficiency: 0.95 },
    inputAgeS: 0,
  }
}
