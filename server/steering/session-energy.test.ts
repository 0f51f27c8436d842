import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SessionEnergy } from './session-energy.ts'

const at = (time: string) => Temporal.Instant.from(`2026-03-10T${time}Z`)

test('what a session has got since an instant goes by how its meter stood just before that', () => {
  const energy = new SessionEnergy()
  for (let minute = 0; minute < 60; minute++) {
    energy.note([{ id: 1, energyWh: minute * 100 }], at('08:00:00').add({ minutes: minute }))
    energy.note([{ id: 1, energyWh: minute * 100 + 1 }], at('08:00:20').add({ minutes: minute }))
  }
  const now = { id: 1, energyWh: 6_000 }
  assert.equal(energy.since(now, at('08:30:40')), 3_000)
  assert.equal(energy.since(now, at('08:59:59')), 100)
  // It was not watched then, or never.
  assert.equal(energy.since(now, at('07:00:00')), 6_000)
  assert.equal(energy.since({ id: 2, energyWh: 500 }, at('08:30:00')), 0)
  energy.note([], at('09:00:00'))
  assert.equal(energy.since(now, at('08:30:40')), 0)
})
