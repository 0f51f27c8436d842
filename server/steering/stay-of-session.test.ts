import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvseSupply } from '#core/circuits/circuit.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import type { LiveSession } from '#core/live/live-charger.ts'
import { howItDraws } from './stay-of-session.ts'

const supply = { kind: 'dc', min: 5_000 } as EvseSupply
const session = { energyWh: 0, initialSoc: 50, socPercent: 50 } as LiveSession
const vehicle = { batteryWh: 76_000, maxDcW: null, maxAcA: null } as Vehicle
const draws = { mostW: 60_000, perPercentW: 3_000 }
const drawing = { session, vehicle, draws, supply, efficiency: 0.95, mostW: 150_000, perUnit: 1 }

test('what was learnt of a vehicle counts where nobody has said it', () => {
  const { fullW, taper } = howItDraws(drawing)
  assert.equal(fullW, 60_000)
  assert.ok(Math.abs(taper!.perHour * taper!.roomWh - 3_000 * 55) < 1)
  const told = { ...vehicle, maxDcW: 100_000 }
  assert.equal(howItDraws({ ...drawing, vehicle: told, mostW: 100_000 }).fullW, 100_000)
  assert.equal(howItDraws({ ...drawing, mostW: 50_000 }).fullW, 50_000)
  assert.deepEqual(howItDraws({ ...drawing, draws: { mostW: null, perPercentW: null } }), {
    ...{ fullW: 150_000, taper: null },
  })
})

test('without a word of its charge, or of how large its battery is, a vehicle has no taper', () => {
  assert.equal(howItDraws({ ...drawing, session: { ...session, socPercent: null } }).taper, null)
  assert.equal(howItDraws({ ...drawing, vehicle: null }).taper, null)
  const risen = { ...session, socPercent: 70, energyWh: 16_000 }
  const { perHour } = howItDraws({ ...drawing, vehicle: null, session: risen }).taper!
  assert.ok(Math.abs(perHour - (3_000 * 100) / 80_000) < 1e-9)
})
