import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { threadId } from 'node:worker_threads'
import type { Log } from '#core/context.ts'
import { carryOver } from '#core/planner/carry-over.ts'
import { envelopeOf } from '#core/planner/flexibility-envelope.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import { createPlanner } from '../../server/planner/planner.ts'
import { openPlannerThread } from '../../server/planner/planner-thread.ts'
import { openHighs } from '../../server/planner/solve-with-highs.ts'
import { hourS, site, startS, vehicle } from './site.ts'

function startPlanner(t: TestContext, timeLimitSeconds = 20) {
  const told: { event: object; message: string }[] = []
  const tell = (event: object, message: string) => void told.push({ event, message })
  const log: Log = { debug() {}, info() {}, warn: tell, error: tell }
  const planner = createPlanner({ log, timeLimitSeconds })
  t.after(() => planner.stop())
  return { planner, told }
}

const buses = (count: number, needFullWh = 200_000) =>
  Array.from({ length: count }, (_, at) => vehicle(`bus ${at}`, { needFullWh }))

test('a plan is made in a thread of its own, and is the one that the programme has', async (t) => {
  const { planner, told } = startPlanner(t)
  const input = site(buses(5), { price: Array.from({ length: 40 }, (_, at) => ((at * 7) % 11) / 20) })
  assert.equal(planner.threadId(), null)
  const plan = await planner.plan(input)
  assert.ok(planner.threadId() !== null && planner.threadId() !== threadId)
  assert.deepEqual(plan, planByProgramme(input, await openHighs(20)))
  assert.deepEqual(told, [])
})

test('of requests for a site that come at once only the newest is planned, and answers all', async (t) => {
  const { planner } = startPlanner(t)
  const plans = await Promise.all([1, 2, 3].map((count) => planner.plan(site(buses(count)))))
  assert.deepEqual(
    plans.map(({ vehicles }) => vehicles.length),
    [3, 3, 3],
  )
  const sites = await Promise.all([1, 2].map((siteId) => planner.plan({ ...site(buses(1)), siteId })))
  assert.deepEqual(
    sites.map(({ siteId }) => siteId),
    [1, 2],
  )
})

test('a programme that finds no solution in its time leaves a greedy plan, says so and why, and the next one is made anew', async (t) => {
  const { planner, told } = startPlanner(t, 0)
  const plan = await planner.plan(site(buses(40), { limitW: 500_000 }))
  assert.equal(plan.source, 'greedy')
  assert.ok(plan.gridW.every((power) => power <= 500_000))
  assert.deepEqual(
    told.map(({ message }) => message),
    ['no plan by programme'],
  )
  assert.equal((await planner.plan(site(buses(40)))).source, 'greedy')
})

test('a planner whose thread dies in the middle of a programme answers with a greedy plan and goes on with a new thread', async (t) => {
  const thread = openPlannerThread({ timeLimitSeconds: 20 })
  t.after(() => thread.stop())
  const input = site(buses(200), { limitW: 2_000_000 })
  const asked = thread.ask({ kind: 'plan', input }, 60)
  await thread.stop()
  await assert.rejects(asked, /the planner ended/)

  const { planner, told } = startPlanner(t)
  const planned = planner.plan(input)
  while (planner.threadId() === null) await new Promise(setImmediate)
  await planner.endThread()
  assert.equal((await planned).source, 'greedy')
  assert.deepEqual(
    told.map(({ message }) => message),
    ['no plan by programme'],
  )
  assert.equal((await planner.plan(input)).source, 'programme')
})

test('the former plan goes on while it is fresh and knows every vehicle, within what has changed since', async () => {
  const input = site(buses(2))
  const last = planByProgramme(input, await openHighs(20))
  const later = { ...input, nowS: startS + 600, rows: [{ ...input.rows[0]!, limit: input.blocks.map(() => 30_000) }] }

  const carried = carryOver(last, later)
  assert.equal(carried?.source, 'last')
  assert.ok(carried?.gridW.every((power) => power <= 30_000))
  assert.equal(carryOver(last, { ...later, vehicles: [...later.vehicles, vehicle('new')] }), null)
  assert.equal(carryOver(last, { ...later, nowS: startS + 1000 }), null)
})

test('envelopes and offers are found in the thread as well, and fail rather than promise what was not found', async (t) => {
  const { planner } = startPlanner(t)
  const input = site(buses(1), { quarters: 16 })
  const baseline = await planner.plan(input)
  const span = { fromS: startS, toS: startS + hourS }
  assert.deepEqual(await planner.envelope(input), envelopeOf(input, await openHighs(20)))
  assert.equal(await planner.firmOffer({ samples: [input, input], baseline, span }), 100_000)

  const hasty = startPlanner(t, 0).planner
  await assert.rejects(hasty.envelope(site(buses(40))), /no optimum in its time/)
})

test('a planner that is stopped leaves nobody waiting', async (t) => {
  const { planner } = startPlanner(t)
  const waiting = [1, 2, 3].map((siteId) => planner.plan({ ...site(buses(100)), siteId }))
  const settled = Promise.allSettled(waiting)
  await planner.stop()
  assert.ok((await settled).every(({ status }) => status === 'rejected'))
  await assert.rejects(planner.plan(site([])), /stopped/)
})
