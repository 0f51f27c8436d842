import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { subjectOf } from './alarm-subject.ts'

const site = {
  row: { id: 3 },
  circuits: [{ id: 12, name: 'Row A', meters: [{ id: 5 }] }],
  chargers: [{ id: 7, identity: 'BUS-7', evses: [{ evse: 1, sessionId: 45, vehicle: 'BUS-17' }] }],
} as unknown as SiteDetail

const limits = [{ id: 4, circuit: 'Row A' }]

test('an alarm leads to what it is about', () => {
  assert.deepEqual(subjectOf('7/2', site, limits), { name: 'BUS-7 / 2', to: '/chargers/7' })
  assert.deepEqual(subjectOf('c12/L2', site, limits), { name: 'Row A L2', to: '/sites/3', hash: 'circuit-12' })
  assert.deepEqual(subjectOf('meter5', site, limits), { name: 'Row A', to: '/sites/3', hash: 'circuit-12' })
  assert.deepEqual(subjectOf('session 44', site, limits), { name: null, session: 44, to: '/sessions/44' })
  assert.equal(subjectOf('45', site, limits)?.name, 'BUS-17')
  assert.deepEqual(subjectOf('vdv463', site, limits), { name: 'vdv463', to: null })
  assert.deepEqual(subjectOf('limit4', site, limits), { name: 'Row A', to: '/sites/3', hash: 'limits' })
  assert.deepEqual(subjectOf('limit5', site, limits)?.name, '#5')
  assert.equal(subjectOf('server', site, limits), null)
})
