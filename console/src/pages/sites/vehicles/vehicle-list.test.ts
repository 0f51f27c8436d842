import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlannedVehicle } from '../../../../../api/console/wire/site-plan.ts'
import { countStates, worstFirst } from './vehicle-list.ts'

const vehicle = (id: string, state: PlannedVehicle['state'], laxityHours: number | null, departsAt: string | null) =>
  ({ id, state, laxityHours, departsAt }) as PlannedVehicle

test('who will be late stands first, then who has least time to lose, then who leaves first', () => {
  const vehicles = [
    vehicle('session 1', 'ready', 9, null),
    vehicle('session 2', 'at_risk', 0.1, '2027-01-01T06:00:00Z'),
    vehicle('session 10', 'on_track', null, null),
    vehicle('session 3', 'will_be_late', -0.5, '2027-01-01T08:00:00Z'),
    vehicle('session 4', 'will_be_late', -0.5, '2027-01-01T05:00:00Z'),
    vehicle('session 9', 'on_track', null, null),
    vehicle('session 5', 'will_be_late', -2, '2027-01-01T09:00:00Z'),
  ]
  assert.deepEqual(
    worstFirst(vehicles).map(({ id }) => Number(id.slice(8))),
    [5, 4, 3, 2, 9, 10, 1],
  )
  assert.deepEqual(countStates(vehicles), { will_be_late: 3, at_risk: 1, unknown: 0, on_track: 2, ready: 1 })
})
