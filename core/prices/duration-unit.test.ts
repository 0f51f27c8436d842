import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DurationUnit, durationUnitOf } from './duration-unit.ts'

const at = (minutes: number) => Temporal.Instant.from('2025-02-12T00:00:00Z').add({ seconds: minutes * 60 })
const unitOf = (...blocks: [minute: number, duration: number][]) =>
  durationUnitOf(blocks.map(([minute, duration]) => ({ start: at(minute), duration })))

test('the unit of durations is the one by which blocks meet', () => {
  const cases: [DurationUnit, [number, number][]][] = [
    [
      'seconds',
      [
        [0, 900],
        [15, 900],
      ],
    ],
    [
      'minutes',
      [
        [0, 15],
        [15, 15],
      ],
    ],
    [
      'hours',
      [
        [0, 0.25],
        [15, 0.25],
      ],
    ],
    [
      'hours',
      [
        [0, 1],
        [60, 1],
        [120, 1],
      ],
    ],
    // In whatever order they come, and with a gap.
    [
      'minutes',
      [
        [60, 60],
        [0, 60],
        [300, 60],
      ],
    ],
    // As many minutes as seconds would be a long block.
    [
      'minutes',
      [
        [0, 900],
        [900, 900],
      ],
    ],
  ]
  for (const [unit, blocks] of cases) assert.equal(unitOf(...blocks), unit, JSON.stringify(blocks))
})

test('where no blocks meet, the size of a duration tells', () => {
  assert.equal(unitOf([0, 900]), 'seconds')
  assert.equal(unitOf([0, 899]), 'minutes')
  assert.equal(unitOf([0, 5]), 'minutes')
  assert.equal(unitOf([0, 4.99]), 'hours')
  assert.equal(unitOf([0, 60], [180, 60]), 'minutes')
})
