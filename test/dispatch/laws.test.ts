import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Demand } from '#core/dispatch/demand.ts'
import { dispatch } from '#core/dispatch/dispatch.ts'
import type { Dispatch } from '#core/dispatch/grant.ts'
import type { Row } from '#core/dispatch/row.ts'
import { type ArbitrarySite, arbitrarySite } from '../support/arbitrary-site.ts'
import { isOverLimit, naiveLoad } from '../support/naive-load.ts'

const runs = { numRuns: 120, seed: 8 }

test('no row is ever above its limit, whatever the input (P1)', () => {
  fc.assert(
    fc.property(arbitrarySite(), (site) => {
      const { result, granted } = dispatched(site)
      for (const row of site.rows) {
        const load = naiveLoad(row, site.demands, granted)
        assert.ok(load <= bearable(row) + slack(row), `${row.id} carries ${load}, limit ${row.limit}`)
        const told = result.loads.find((one) => one.row === row.id)!.load
        assert.ok(Math.abs(told - load) <= slack(row), `${row.id} is said to carry ${told}, it carries ${load}`)
      }
    }),
    runs,
  )
})

test('a grant is nothing, or lies between minimum and bound on the steps of the session', () => {
  fc.assert(
    fc.property(arbitrarySite({ quantise: true }), (site) => {
      const { result, granted } = dispatched(site)
      assert.equal(result.grants.length, site.demands.length)
      for (const { sessionId, min, hi, step } of site.demands) {
        const value = granted(sessionId)
        if (value === 0) continue
        assert.ok(value >= min - 1e-9 && value <= hi + 1e-9, `${value} is not between ${min} and ${hi}`)
        assert.ok(Math.abs(value / step - Math.round(value / step)) < 1e-6, `${value} is no multiple of ${step}`)
      }
    }),
    runs,
  )
})

test('no session could be raised by a step, or from a pause to its minimum (P2)', () => {
  fc.assert(
    fc.property(arbitrarySite({ sessions: 80, quantise: true }), (site) => {
      const { granted } = dispatched(site)
      for (const demand of site.demands) {
        const raised = raisedByAStep(demand, granted(demand.sessionId))
        if (raised > demand.hi + 1e-9 || isResting(site, demand)) continue
        assert.ok(breaksARow(site, demand, raised, granted), `${demand.sessionId} could have ${raised}`)
      }
    }),
    runs,
  )
})

test('without steps no session could be raised either', () => {
  fc.assert(
    fc.property(arbitrarySite({ sessions: 80, quantise: false }), (site) => {
      const { granted } = dispatched(site)
      for (const demand of site.demands) {
        const raised = granted(demand.sessionId) + 1e-3 * demand.full
        if (raised > demand.hi) continue
        assert.ok(breaksARow(site, demand, raised, granted), `${demand.sessionId} could have ${raised}`)
      }
    }),
    runs,
  )
})

test('inside a class nobody with more laxity gets more than its floor at the cost of one with less (P3)', () => {
  const shape = { sessions: 120, quantise: false, unbalance: false, lineToLine: false, names: ['laxity'] } as const
  fc.assert(
    fc.property(arbitrarySite(shape), (site) => {
      const { result, granted } = dispatched(site)
      const full = new Set(site.rows.filter((row) => isFull(row, result)).map((row) => row.id))
      const stepH = site.policy.stepSeconds / 3600
      const seen = site.demands.map((demand) => {
        const value = granted(demand.sessionId)
        const next = demand.laxityH - stepH + (stepH * value) / demand.full
        return { demand, next, value, behind: demand.coeff.filter(({ row }) => full.has(row)).map(({ row }) => row) }
      })
      for (const a of seen) {
        if (a.value >= a.demand.hi - 1e-6 * a.demand.full) continue
        for (const b of seen) {
          const isAboveFloor = b.value > Math.min(b.demand.lo, b.demand.hi) + 1e-6 * b.demand.full
          if (b.demand.klass !== a.demand.klass || !isAboveFloor || a.next >= b.next - 1e-6) continue
          assert.ok(
            a.behind.some((row) => !b.behind.includes(row)),
            `${a.demand.sessionId} with ${a.next} h stands back behind ${b.demand.sessionId} with ${b.next} h`,
          )
        }
      }
    }),
    runs,
  )
})

test('the order of the input does not matter, to the last bit (P4)', () => {
  fc.assert(
    fc.property(arbitrarySite({ sessions: 100 }), fc.nat(), (site, seed) => {
      const turned = <T>(list: readonly T[]) => {
        const at = list.length === 0 ? 0 : seed % list.length
        return [...list.slice(at), ...list.slice(0, at)].reverse()
      }
      const coeffTurned = turned(site.demands).map((demand) => ({ ...demand, coeff: [...demand.coeff].reverse() }))
      const other = dispatch(turned(site.rows), coeffTurned, site.policy)
      assert.equal(JSON.stringify(other), JSON.stringify(dispatch(site.rows, site.demands, site.policy)))
    }),
    runs,
  )
})

test('without minimums and steps, lowering a limit never raises what the row carries (P5)', () => {
  const shape = { sessions: 120, quantise: false, unbalance: false, lineToLine: false } as const
  fc.assert(
    fc.property(arbitrarySite(shape), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (site, pick, part) => {
      const chosen = site.rows[pick % site.rows.length]!
      const rows = site.rows.map((row) => (row === chosen ? { ...row, limit: row.limit * part } : row))
      const loadIn = (result: Dispatch) => result.loads.find(({ row }) => row === chosen.id)!.load
      const before = loadIn(dispatch(site.rows, site.demands, site.policy))
      const after = loadIn(dispatch(rows, site.demands, site.policy))
      assert.ok(after <= before + slack(chosen), `${chosen.id} carried ${before}, now ${after}`)
    }),
    runs,
  )
})

test('the level is raised at most once per session and row, and once more (P6)', () => {
  fc.assert(
    fc.property(arbitrarySite({ unbalance: false, lineToLine: false }), (site) => {
      const { rounds } = dispatch(site.rows, site.demands, site.policy)
      assert.ok(rounds <= site.demands.length + site.rows.length + 1, `${rounds} rounds`)
    }),
    runs,
  )
})

test('every corner of "this group draws nothing or all of its grant" is inside every row (test 17)', () => {
  fc.assert(
    fc.property(arbitrarySite({ sessions: 60, lineToLine: true, unbalance: false, names: ['laxity'] }), (site) => {
      const { granted } = dispatched(site)
      for (const row of site.rows) {
        const inRow = site.demands.filter((demand) => demand.coeff.some((one) => one.row === row.id))
        const groups = [...Map.groupBy(inRow, (demand) => JSON.stringify(demand.coeff)).values()].slice(0, 9)
        for (let corner = 0; corner < 2 ** groups.length; corner++) {
          let [re, im] = [0, 0]
          for (const demand of groups.filter((_, k) => (corner >> k) & 1).flat()) {
            const one = demand.coeff.find(({ row: id }) => id === row.id)!
            re += one.re * granted(demand.sessionId)
            im += (one.im ?? 0) * granted(demand.sessionId)
          }
          assert.ok(row.base + row.reserved + Math.hypot(re, im) <= bearable(row) + slack(row), row.id)
        }
      }
    }),
    { ...runs, numRuns: 60 },
  )
})

function dispatched(site: ArbitrarySite): { result: Dispatch; granted: (sessionId: string) => number } {
  const result = dispatch(site.rows, site.demands, site.policy)
  const values = new Map(result.grants.map((grant) => [grant.sessionId, grant.value]))
  return { result, granted: (sessionId) => values.get(sessionId)! }
}

/** What is not ours may break a row alone; then ours adds nothing. An unbalance may be there before us. */
const bearable = (row: Row) => Math.max(row.limit, row.base + row.reserved)
const slack = (row: Row) => 1e-6 * Math.max(1, row.limit)
const isFull = (row: Row, result: Dispatch) =>
  result.loads.find((one) => one.row === row.id)!.load >= row.limit - slack(row)

function raisedByAStep({ min, step }: Demand, value: number): number {
  return value === 0 ? Math.max(Math.ceil(min / step - 1e-9), 1) * step : value + step
}

const isResting = ({ policy }: ArbitrarySite, { turn }: Demand) =>
  policy.quantise && turn.state === 'off' && turn.forS < policy.minimumOffSeconds

function breaksARow(site: ArbitrarySite, demand: Demand, raised: number, granted: (id: string) => number): boolean {
  const raisedOf = (id: string) => (id === demand.sessionId ? raised : granted(id))
  const inRow = (row: Row) => demand.coeff.some((one) => one.row === row.id)
  return site.rows.some((row) => inRow(row) && isOverLimit(row, site.demands, granted, raisedOf, slack(row)))
}
