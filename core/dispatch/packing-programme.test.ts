import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import highsModule from 'highs'
import { type PackingProgramme, solvePacking } from './packing-programme.ts'

/** The types say that the module has a default; what is imported is the default itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default

const size = fc.integer({ min: 0, max: 12 }).map((tenths) => tenths / 10)
const piece = fc.record({ width: fc.integer({ min: 1, max: 40 }), worth: fc.integer({ min: 1, max: 30 }) })
const programme: fc.Arbitrary<PackingProgramme> = fc
  .record({
    variables: fc.array(fc.array(piece, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
    rows: fc.array(fc.record({ room: fc.nat(90), sizes: fc.array(size, { minLength: 8, maxLength: 8 }) }), {
      maxLength: 12,
    }),
  })
  .map(({ variables, rows }) => ({
    variables: variables.map((pieces) => ({ pieces: pieces.sort((a, b) => b.worth - a.worth) })),
    rows: rows.map(({ room, sizes }) => ({
      room,
      entries: variables.flatMap((_, variable) => (sizes[variable]! > 0 ? [{ variable, size: sizes[variable]! }] : [])),
    })),
  }))

test('the programme is solved as well as by another solver', async () => {
  const highs = await loadHighs()
  fc.assert(
    fc.property(programme, (one) => {
      const { values, optimal } = solvePacking(one)
      const best = highs.solve(asText(one)).ObjectiveValue
      assert.ok(optimal)
      assert.ok(
        Math.abs(worthOf(one, values) - best) < 1e-6 * Math.max(1, best),
        `${worthOf(one, values)}, not ${best}`,
      )
    }),
    { numRuns: 200, seed: 3 },
  )
})

test('stopped at any moment, what it has is within every row, and never worth less than before', () => {
  fc.assert(
    fc.property(programme, (one) => {
      let before = 0
      for (let iterations = 0; iterations < 12; iterations++) {
        const { values } = solvePacking(one, iterations)
        for (const { room, entries } of one.rows) {
          const load = entries.reduce((sum, { variable, size: each }) => sum + each * values[variable]!, 0)
          assert.ok(load <= room + 1e-9 * Math.max(1, room), `${load} in a room of ${room}`)
        }
        const worth = worthOf(one, values)
        assert.ok(worth >= before - 1e-9 * Math.max(1, before))
        before = worth
      }
    }),
    { numRuns: 200, seed: 4 },
  )
})

function worthOf({ variables }: PackingProgramme, values: Float64Array): number {
  return variables.reduce((sum, { pieces }, k) => {
    let left = values[k]!
    for (const { width, worth } of pieces) {
      sum += worth * Math.min(width, left)
      left -= Math.min(width, left)
    }
    assert.ok(left < 1e-9, 'more than all pieces together')
    return sum
  }, 0)
}

/** The same programme in the CPLEX file format, with a variable for each piece. */
function asText({ variables, rows }: PackingProgramme): string {
  const pieces = variables.flatMap(({ pieces: all }, k) => all.map((one, p) => ({ ...one, k, name: `x${k}_${p}` })))
  const constraints = rows.map(({ room, entries }, r) => {
    const terms = entries.flatMap((entry) =>
      pieces.filter(({ k }) => k === entry.variable).map(({ name }) => `${entry.size} ${name}`),
    )
    return terms.length === 0 ? '' : ` r${r}: ${terms.join(' + ')} <= ${room}`
  })
  return [
    'Maximize',
    ` worth: ${pieces.map(({ worth, name }) => `${worth} ${name}`).join(' + ')}`,
    'Subject To',
    ...constraints.filter((line) => line !== ''),
    'Bounds',
    ...pieces.map(({ width, name }) => ` 0 <= ${name} <= ${width}`),
    'End',
  ].join('\n')
}
