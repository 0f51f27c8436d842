import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionRow } from '../wire/sessions.ts'
import { Outlet } from './outlet.ts'
import { readTopics } from './topics.ts'

const changed = (id: number, energyWh = '0') => ({ kind: 'session', row: { id, energyWh } as SessionRow }) as const

test('a row that changed twice is sent once, as it is now', () => {
  const outlet = new Outlet(readTopics('sessions')!)
  outlet.note(changed(1, '10'))
  outlet.note(changed(2, '20'))
  outlet.note(changed(1, '30'))
  const [only, ...more] = outlet.take(() => null)
  assert.deepEqual(more, [])
  assert.equal(only!.event, 'sessions')
  assert.deepEqual(JSON.parse(only!.data).sessions, [
    { id: 2, energyWh: '20' },
    { id: 1, energyWh: '30' },
  ])
  assert.deepEqual(
    outlet.take(() => null),
    [],
  )
})

test('a browser for which too many rows were waiting is told to read everything again', () => {
  const outlet = new Outlet(readTopics('sessions')!)
  for (let id = 1; id <= 5_000; id++) outlet.note(changed(id))
  assert.deepEqual(
    outlet.take(() => null).map(({ event }) => event),
    ['sessions'],
  )
  for (let id = 1; id <= 5_001; id++) outlet.note(changed(id))
  const events = outlet.take(() => null)
  assert.deepEqual(
    events.map(({ event }) => event),
    ['reset', 'sessions'],
  )
  assert.equal(JSON.parse(events[1]!.data).sessions.length, 5_000)
})
