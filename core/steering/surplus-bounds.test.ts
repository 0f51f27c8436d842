import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SunSeeker, withSurplus } from './surplus-bounds.ts'

const seeker = (id: string, laxityS: number, over: Partial<SunSeeker> = {}): SunSeeker => ({
  ...{ id, laxityS, minimumW: 4_140, mostW: 22_080, drawnW: 0 },
  bounds: { loW: 0, hiW: 0, hiReason: 'solar_wait', hiBoundBy: null },
  ...over,
})

const highest = (sessions: readonly SunSeeker[], surplusW: number) =>
  [...withSurplus(sessions, surplusW).values()].map(({ hiW }) => hiW)

test('who waits for the sun gets what is there now, the least lax first', () => {
  const sessions = [seeker('later', 9_000), seeker('first', 3_000)]
  assert.deepEqual(highest(sessions, 30_000), [7_920, 22_080])
  assert.deepEqual(highest(sessions, 24_000), [0, 22_080])
  assert.deepEqual(highest(sessions, 3_000), [0, 0])
  assert.deepEqual(highest(sessions, -5_000), [0, 0])
})

test('what others draw is not there any more, and who waits for something else goes on waiting', () => {
  const price = { loW: 0, hiW: 0, hiReason: 'price_wait', hiBoundBy: null } as const
  const full = { loW: 0, hiW: 22_080, hiReason: null, hiBoundBy: null }
  const sessions = [
    seeker('sun', 3_000),
    seeker('price', 0, { bounds: price }),
    seeker('runs', 0, { bounds: full, drawnW: 10_000 }),
  ]
  assert.deepEqual(highest(sessions, 15_000), [5_000, 0, 22_080])
})

test('nobody gets less than the plan says', () => {
  const planned = seeker('planned', 0, { bounds: { loW: 2_000, hiW: 8_000, hiReason: 'solar_wait', hiBoundBy: null } })
  assert.deepEqual(highest([planned, seeker('other', 10)], 12_500), [12_500, 0])
  assert.deepEqual(highest([planned], 0), [8_000])
})
