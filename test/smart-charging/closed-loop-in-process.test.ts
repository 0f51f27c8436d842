import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closedLoopInProcess } from '../../bench/smart-charging/closed-loop/in-process/closed-loop-in-process.ts'

async function run(hours: number) {
  const asked = { seeds: [1], hours, ac: 8, dc: 4, compares: false }
  const [line] = await Array.fromAsync(closedLoopInProcess(asked))
  const { real_s: _, ...seen } = line!
  return seen
}

test('an hour of bad chargers: every limit is kept, with few set-points and no needless stops', async () => {
  const line = await run(1)
  const text = JSON.stringify(line)
  assert.ok(line.sessions >= 12 && line.delivered_kwh > 20, text)
  assert.deepEqual([line.committed_violations, line.caps_below_truth, line.own_excess_s], [0, 0, 0], text)
  assert.ok(line.unmanaged_excess_max_s <= 60 && line.setpoints_per_session_hour <= 12, text)
  assert.ok(line.extra_stops_of_session <= 2, text)
})

test('the same seed makes the same run', async () => {
  assert.deepEqual(await run(0.1), await run(0.1))
})
