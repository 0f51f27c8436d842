import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nothingSeen, type PhaseReading, phasesKnown, phasesSeen } from './seen-phases.ts'

const one = { amps: [16, 0.1, 0], powerW: 3_700 }
const three = { amps: [16, 15.8, 16.1], powerW: 11_000 }
const after = (...readings: [seconds: number, reading: Omit<PhaseReading, 'voltageV' | 'atMs'>][]) =>
  readings.reduce(
    (seen, [seconds, reading]) => phasesSeen(seen, { ...reading, voltageV: 230, atMs: seconds * 1_000 }),
    nothingSeen(0),
  )

const cases: [what: string, seen: ReturnType<typeof after>, known: readonly string[] | null][] = [
  ['at once when it draws from all three', after([10, three]), ['L1', 'L2', 'L3']],
  ['not at once when it draws from one', after([10, one]), null],
  ['after a minute when it draws from one', after([10, one], [70, one]), ['L1']],
  ['as they were while it pauses', after([10, one], [70, one], [90, { amps: [0, 0, 0], powerW: 0 }]), ['L1']],
  ['as all when another one comes', after([10, one], [70, one], [80, three]), ['L1', 'L2', 'L3']],
  ['as all, although only one is left again', after([10, three], [80, one], [200, one]), ['L1', 'L2', 'L3']],
  [
    'not when another one may be in use a little',
    after([10, one], [70, one], [80, { amps: [16, 2, 0], powerW: 4_100 }]),
    null,
  ],
  [
    'not when it hardly draws',
    after([10, { amps: [2, 0, 0], powerW: 460 }], [80, { amps: [2, 0, 0], powerW: 460 }]),
    null,
  ],
  ['not when power says that there are more', after([10, { ...one, powerW: 11_000 }], [80, one], [200, one]), null],
  ['not when nobody tells the power', after([10, { ...one, powerW: null }], [80, { ...one, powerW: null }]), null],
  ['not when not all of them are told', after([10, { amps: [16, null, null], powerW: 3_700 }], [80, one]), null],
]

for (const [what, seen, known] of cases) {
  test(`the phases of a session are known ${what}`, () => assert.deepEqual(phasesKnown(seen), known))
}

test('what was measured of the session before says nothing of this one', () => {
  const seen = phasesSeen(nothingSeen(50_000), { ...one, voltageV: 230, atMs: 50_000 })
  assert.deepEqual(seen, nothingSeen(50_000))
})

test('a phase that was seen in use is never taken for unused later in the session', () => {
  const amps = fc.array(fc.constantFrom<number>(0, 0.2, 1, 6, 16), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(amps, { maxLength: 12 }), fc.boolean(), (readings, tellsPower) => {
      let seen = nothingSeen(0)
      for (const [at, amps] of readings.entries()) {
        const powerW = tellsPower ? amps.reduce((sum, each) => sum + each, 0) * 230 : null
        seen = phasesSeen(seen, { amps, powerW, voltageV: 230, atMs: (at + 1) * 45_000 })
        const known = phasesKnown(seen)
        const used = (['L1', 'L2', 'L3'] as const).filter((_, phase) =>
          readings.slice(0, at + 1).some((reading) => reading[phase]! >= 0.5),
        )
        if (known) assert.ok(used.every((phase) => known.some((one) => one === phase)))
      }
    }),
    { numRuns: 300 },
  )
})
