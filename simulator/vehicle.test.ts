import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createEvse, deliver, offerableW } from './evse.ts'
import { acceptableW, step, usualVehicle, type Vehicle, type VehicleModel } from './vehicle.ts'

const model: VehicleModel = { ...usualVehicle, capacityWh: 100_000, maxDcW: 100_000, maxAcW: 11_000 }
const at = (soc: number, more: Partial<VehicleModel> = {}): Vehicle => {
  const whole = { ...model, ...more }
  return { name: 'BUS-1', model: whole, storedWh: whole.capacityWh * soc }
}

const powers: [soc: number, kind: 'AC' | 'DC', watts: number][] = [
  [0.1, 'DC', 100_000],
  [0.8, 'DC', 100_000],
  [0.9, 'DC', 55_000],
  [0.5, 'AC', 11_000],
  [0.9, 'AC', 6_050],
  [1, 'DC', 0],
]

for (const [soc, kind, watts] of powers) {
  test(`a vehicle at ${soc * 100} % takes ${watts} W ${kind}`, () => {
    assert.ok(Math.abs(acceptableW(at(soc), kind) - watts) < 0.001)
  })
}

test('a vehicle stops at its target', () => {
  const vehicle = at(0.5, { targetSoc: 0.6 })
  const meteredWh = step(vehicle, 'DC', 1e9, 36_000)
  assert.ok(Math.abs(meteredWh - 10_000 / 0.95) < 0.001)
  assert.equal(acceptableW(vehicle, 'DC'), 0)
  assert.equal(step(vehicle, 'DC', 1e9, 60), 0)
})

test('the battery keeps its share of the metered energy, and never more than fits', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('AC' as const, 'DC' as const),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 7_200 })), { maxLength: 10 }),
      (soc, kind, offers) => {
        const vehicle = at(soc)
        const before = vehicle.storedWh
        let meteredWh = 0
        for (const [offeredW, seconds] of offers) {
          const stepWh = step(vehicle, kind, offeredW, seconds)
          assert.ok(stepWh >= 0 && stepWh <= (offeredW * seconds) / 3_600 + 1e-6)
          meteredWh += stepWh
        }
        const kept = vehicle.storedWh - before
        assert.ok(Math.abs(kept - meteredWh * (kind === 'AC' ? 0.9 : 0.95)) < 1e-6)
        assert.ok(vehicle.storedWh <= model.capacityWh + 1e-6)
      },
    ),
  )
})

test('the register moves by whole watt-hours and loses none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 200 }), (steps) => {
      const evse = createEvse(1, { maxPowerW: 11_000, current: 'AC', phases: 3, voltageV: 230, registerWh: 500 })
      evse.vehicle = at(0.1)
      for (const seconds of steps) deliver(evse, 1_234.5, seconds)
      const keptWh = evse.vehicle.storedWh - 10_000
      assert.ok(Number.isInteger(evse.registerWh))
      assert.ok(Math.abs(evse.registerWh - 500 + evse.carryWh - keptWh / 0.9) < 1e-6)
      assert.ok(evse.carryWh >= 0 && evse.carryWh < 1)
    }),
  )
})

const offers: [phases: 1 | 3, limitW: number, offeredW: number][] = [
  [3, Number.POSITIVE_INFINITY, 22_000],
  [1, Number.POSITIVE_INFINITY, 22_000 / 3],
  [3, 4_140, 4_140],
  [3, 4_139, 0],
  [1, 1_380, 1_380],
  [1, 1_379, 0],
  [3, 0, 0],
  [3, -5, 0],
]

for (const [phases, limitW, offeredW] of offers) {
  test(`a limit of ${limitW} W offers ${offeredW} W to ${phases} phases: never below 6 A`, () => {
    const evse = createEvse(1, { maxPowerW: 22_000, current: 'AC', phases: 3, voltageV: 230, registerWh: 0 })
    evse.vehicle = at(0.1, { phases })
    assert.equal(offerableW(evse, limitW), offeredW)
  })
}

test('a vehicle conditions itself beside charging, first of all, and also when it is full', () => {
  const full: Vehicle = { ...at(1), conditioning: { powerW: 12_000, leftWh: 2_000 } }
  assert.equal(acceptableW(full, 'DC'), 12_000)
  assert.equal(acceptableW(full, 'AC'), 11_000)
  assert.ok(Math.abs(step(full, 'DC', 6_000, 600) - 1_000) < 0.001)
  assert.ok(Math.abs(step(full, 'DC', 1e9, 3_600) - 1_000) < 0.001)
  assert.deepEqual([full.storedWh, acceptableW(full, 'DC')], [100_000, 0])

  const charging: Vehicle = { ...at(0.5), conditioning: { powerW: 12_000, leftWh: 2_000 } }
  assert.ok(Math.abs(step(charging, 'DC', 20_000, 360) - 2_000) < 0.001)
  assert.ok(Math.abs(charging.storedWh - (50_000 + 800 * 0.95)) < 0.001)
})
