import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompositeSchedule } from '../../../../../api/console/wire/charging-profiles.ts'
import { stepsOf } from './schedule-points.ts'

test('a schedule is shown as steps, of which neighbours that are alike are one', () => {
  const from = '2027-01-31T12:00:00.000Z'
  const period = (startSeconds: number, limit: number | null) => ({
    startSeconds,
    limit,
    phases: null,
    setpoint: null,
    dischargeLimit: null,
  })
  const schedule: CompositeSchedule = {
    evse: 1,
    from,
    durationSeconds: 3_600,
    unit: 'A',
    periods: [period(0, 16), period(600, 16), period(1_200, null)],
  }
  const at = Date.parse(from)
  assert.deepEqual(stepsOf(schedule), [
    { from: at, to: at + 1_200_000, limit: 16 },
    { from: at + 1_200_000, to: at + 3_600_000, limit: null },
  ])
})
