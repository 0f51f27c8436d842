import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { changeOf, faultsOf, formOf, newVehicleOf } from './vehicle-form.ts'
import { listVehicles } from './vehicle-list.ts'

const nothing = { name: null, vin: null, batteryWh: null, maxAcA: null, phases: null, maxDcW: null, klass: null }
const fleet: Vehicle[] = [
  { id: 1, vehicle: 'BUS-10', ...nothing, batteryWh: 350_000 },
  { id: 2, vehicle: 'BUS-9', ...nothing, name: 'Long one', vin: 'WEB62803512345678' },
  { id: 3, vehicle: 'VAN-1', ...nothing, batteryWh: 60_500 },
]
const ids = (how: Partial<Parameters<typeof listVehicles>[1]>) =>
  listVehicles(fleet, { q: '', sort: 'vehicle', descending: false, ...how }).map(({ vehicle }) => vehicle)

test('vehicles are found by every word, numbers count as numbers, and what is not known stands last', () => {
  assert.deepEqual(ids({}), ['BUS-9', 'BUS-10', 'VAN-1'])
  assert.deepEqual(ids({ q: 'bus long' }), ['BUS-9'])
  assert.deepEqual(ids({ q: 'web628' }), ['BUS-9'])
  assert.deepEqual(ids({ sort: 'battery' }), ['VAN-1', 'BUS-10', 'BUS-9'])
  assert.deepEqual(ids({ sort: 'battery', descending: true }), ['BUS-10', 'VAN-1', 'BUS-9'])
})

test('a form says kWh, and sends only what was changed', () => {
  const before = formOf(fleet[2]!)
  assert.equal(before.batteryWh, '60.5')
  assert.deepEqual(changeOf(before, before), {})
  const form = { ...before, batteryWh: '62,5', vin: ' web62803512345678 ', phases: '3' }
  assert.deepEqual(changeOf(before, form), { batteryWh: 62_500, vin: 'WEB62803512345678', phases: 3 })
  assert.deepEqual(changeOf(before, { ...before, batteryWh: '' }), { batteryWh: null })
  assert.deepEqual(newVehicleOf({ ...formOf(null), vehicle: ' BUS-1 ' }), { vehicle: 'BUS-1', ...nothing })
})

test('what cannot be is said at its field before anything is sent', () => {
  const good = { ...formOf(fleet[1]!), klass: '-5' }
  assert.deepEqual(faultsOf(good), {})
  const wrong = { ...good, vehicle: ' ', vin: 'IOQ', batteryWh: '0', maxAcA: 'x', maxDcW: '10001', klass: '1.5' }
  assert.deepEqual(Object.keys(faultsOf(wrong)).sort(), ['batteryWh', 'klass', 'maxAcA', 'maxDcW', 'vehicle', 'vin'])
})
