import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closedLoop } from '../../bench/smart-charging/closed-loop/closed-loop.ts'
import { createMigratedDatabase } from '../support/database.ts'

test('with every kind of bad charger there once, what is granted stays within all fuses', async (t) => {
  const lines = await Array.fromAsync(
    closedLoop({
      seeds: [2],
      hours: 0.33,
      ac: 8,
      dc: 2,
      rate: 75,
      compares: false,
      allowsRealDelays: true,
      meterOutages: { count: 1, minutes: 3 },
      linkLossMinutes: [1, 4],
      freshDatabase: () => createMigratedDatabase(t),
    }),
  )
  const [line] = lines
  assert.ok(line && line.sessions >= 8 && line.delivered_kwh > 5, JSON.stringify(line))
  assert.equal(line.own_excess_s, 0, JSON.stringify(line))
  assert.equal(line.committed_violations, 0)
  assert.equal(line.caps_below_truth, 0)
})
