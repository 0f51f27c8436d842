import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Demand } from '#core/dispatch/demand.ts'
import { dispatch } from '#core/dispatch/dispatch.ts'
import type { Row } from '#core/dispatch/row.ts'
import { arbitrarySite } from '../support/arbitrary-site.ts'
import { isOverLimit } from '../support/naive-load.ts'

const nothing = () => 0

test('the reason of each grant is true, reckoned again from the rows alone (test 15)', () => {
  fc.assert(
    fc.property(arbitrarySite({ sessions: 60, quantise: true }), ({ rows, demands, policy }) => {
      const { grants, waits } = dispatch(rows, demands, policy)
      const values = new Map(grants.map((grant) => [grant.sessionId, grant.value]))
      const granted = (id: string) => values.get(id)!
      for (const { sessionId, value, reason, boundBy } of grants) {
        const demand = demands.find((one) => one.sessionId === sessionId)!
        const least = Math.max(Math.ceil(demand.min / demand.step - 1e-9), 1) * demand.step
        const raised = value === 0 ? least : value + demand.step
        const overloads = (given: (id: string) => number) => overloaded(rows, demands, demand, given, raised, 1e-6)
        const fits = (given: (id: string) => number) =>
          overloaded(rows, demands, demand, given, raised, -1e-6).length === 0
        const named = (over: readonly Row[]) => over.some((row) => row.boundBy === boundBy)
        const said = `${sessionId} has ${value}, ${reason} by ${boundBy}`
        const isWaiting = waits.some((wait) => wait.sessionId === sessionId)
        if (raised > demand.hi + 1e-9) {
          assert.deepEqual({ reason, boundBy }, { reason: demand.hiReason, boundBy: demand.hiBoundBy }, said)
          assert.ok(!isWaiting, said)
          continue
        }
        assert.equal(isWaiting, value === 0, said)
        if (reason === 'priority_wait') {
          const withoutHigher = (id: string) =>
            demands.find((one) => one.sessionId === id)!.klass > demand.klass ? 0 : granted(id)
          assert.ok(value === 0 && named(overloads(granted)) && fits(withoutHigher), said)
        } else if (reason === 'minimum_current_wait' && boundBy === null) {
          const rests = demand.turn.state === 'off' && demand.turn.forS < policy.minimumOffSeconds
          assert.ok(value === 0 && rests && fits(granted), said)
        } else if (reason === 'minimum_current_wait') {
          assert.ok(value === 0 && named(overloads(granted)) && fits(nothing), said)
        } else {
          const over = overloads(value === 0 ? nothing : granted)
          assert.ok(
            over.some((row) => row.boundBy === boundBy && row.reason === reason),
            said,
          )
        }
      }
    }),
    { numRuns: 100, seed: 15 },
  )
})

/** The rows that do not bear it that this session gets `raised`, while the others get what is given. */
function overloaded(
  rows: readonly Row[],
  demands: readonly Demand[],
  demand: Demand,
  given: (id: string) => number,
  raised: number,
  slack: number,
): Row[] {
  const before = (id: string) => (id === demand.sessionId ? 0 : given(id))
  const after = (id: string) => (id === demand.sessionId ? raised : given(id))
  return rows.filter(
    (row) =>
      demand.coeff.some((one) => one.row === row.id) &&
      isOverLimit(row, demands, given === nothing ? nothing : before, after, slack * Math.max(1, row.limit)),
  )
}
