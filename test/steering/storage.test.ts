import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Context } from '#core/context.ts'
import type { PlanBody } from '#core/steering/plan-body.ts'
import type { NewGrant, NewRound, SessionReason, SiteFence } from '#core/steering/steering-store.ts'
import { connectAsOwner } from '#storage/database.ts'
import { applyRetention, preparePartitions } from '#storage/retention.ts'
import type { Storage } from '#storage/storage.ts'
import { ensureTenant } from '#storage/tenants.ts'
import { createMigratedDatabase } from '../support/database.ts'
import { addChargers, contextOf, execute, openNode, rowsOf } from '../support/durability-storage.ts'

const now = Temporal.Instant.from('2026-11-20T12:00:00Z')

test('a live site is steered by one node; the next one takes it over under a higher fence when the first lets it go', async (t) => {
  const { url, first, second, siteId } = await twoEngines(t)
  await first.sites.renewAndClaim()
  await second.sites.renewAndClaim()
  assert.deepEqual(first.sites.sites, [{ siteId, tenant: 1, fence: 1 }])
  assert.deepEqual(second.sites.sites, [])

  await first.sites.close()
  await second.sites.renewAndClaim()
  assert.deepEqual(second.sites.sites, [{ siteId, tenant: 1, fence: 2 }])

  await execute(url, 'update location set is_live = false')
  await second.sites.renewAndClaim()
  assert.deepEqual(second.sites.sites, [])
})

test('a node that has not said for 20 seconds that it works loses its sites and hears of it', async (t) => {
  const { url, first, second, siteId } = await twoEngines(t)
  const lost: SiteFence[] = []
  first.sites.onChange({ claimed: () => undefined, lost: (site) => void lost.push(site) })
  await first.sites.renewAndClaim()
  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '19 seconds'`)
  await second.sites.renewAndClaim()
  assert.equal(second.sites.fenceOf(siteId), null)

  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '21 seconds'`)
  await second.sites.renewAndClaim()
  assert.equal(second.sites.fenceOf(siteId), 2)
  await first.sites.renewAndClaim()
  assert.deepEqual(lost, [{ siteId, tenant: 1, fence: 1 }])
  assert.equal(first.sites.fenceOf(siteId), null)
  assert.equal(second.sites.fenceOf(siteId), 2)
})

test('a node whose process is gone loses its sites at once', async (t) => {
  const { url, first, second, siteId } = await twoEngines(t)
  await first.sites.renewAndClaim()
  // Its presence is a lock that ends with its connection.
  const [{ node }] = (await rowsOf(url, 'select max(id) + 1000 as node from node')) as [{ node: number }]
  await execute(url, `update steering_owner set node_id = ${node}`)
  await second.sites.renewAndClaim()
  assert.equal(second.sites.fenceOf(siteId), 2)
})

test('of two engines that believe they own a site, the older one can write nothing', async (t) => {
  const { url, first, second, siteId, grant } = await twoEngines(t)
  await first.sites.renewAndClaim()
  const older = { siteId, fence: first.sites.fenceOf(siteId)! }
  const [kept] = await contextOf(first).transaction((tx) => tx.steering.addGrants(older, [grant(1)]))
  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '1 minute'`)
  await second.sites.renewAndClaim()
  const before = await contentOf(url)

  const writes: ((tx: Parameters<Parameters<Context['transaction']>[0]>[0]) => Promise<unknown>)[] = [
    (tx) => tx.steering.keepRound(older, round()),
    (tx) => tx.steering.addGrants(older, [grant(1)]),
    (tx) => tx.steering.settleGrants(older, [{ id: kept!.id, state: 'ended' }]),
    (tx) => tx.steering.keepReasons(older, [reasonOf(siteId, 1)]),
    (tx) => tx.steering.keepPlan(older, { madeAt: now, source: 'greedy', body: planBody }),
  ]
  for (const write of writes) {
    await assert.rejects(contextOf(first).transaction(write), { code: 'fence_lost' })
  }
  assert.deepEqual(await contentOf(url), before)

  const newer = { siteId, fence: second.sites.fenceOf(siteId)! }
  const [replacing] = await contextOf(second).transaction((tx) => tx.steering.addGrants(newer, [grant(1)]))
  assert.equal(replacing!.fence, 2)
})

test('nobody takes a site over while its owner writes, and its sign of life does not wait for that', async (t) => {
  const { url, first, second, siteId, grant } = await twoEngines(t)
  await first.sites.renewAndClaim()
  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '1 minute'`)
  const site = { siteId, fence: 1 }
  await contextOf(first).transaction(async (tx) => {
    await tx.steering.addGrants(site, [grant(1)])
    await second.sites.renewAndClaim()
    assert.equal(second.sites.fenceOf(siteId), null)
    await tx.steering.addGrants(site, [grant(2)])
    await first.sites.renewAndClaim()
  })
  await second.sites.renewAndClaim()
  assert.equal(second.sites.fenceOf(siteId), null)

  await execute(url, `update steering_owner set renewed_at = clock_timestamp() - interval '1 minute'`)
  await second.sites.renewAndClaim()
  assert.equal(second.sites.fenceOf(siteId), 2)
  assert.deepEqual(
    (await contextOf(second).steering.openGrants(siteId)).map(({ evse }) => evse),
    [1, 2],
  )
})

test('what a charger may be following is known after a restart, wherever the engine was interrupted', async (t) => {
  const { first, second, siteId, grant } = await twoEngines(t)
  await first.sites.renewAndClaim()
  const site = { siteId, fence: 1 }
  const write = <T>(work: (tx: Parameters<Parameters<Context['transaction']>[0]>[0]) => Promise<T>) =>
    contextOf(first).transaction(work)
  // Another engine reads what the first has left.
  const open = async () =>
    (await contextOf(second).steering.openGrants(siteId)).map(({ evse, value, state }) => `${evse}: ${value} ${state}`)

  const [ten] = await write((tx) => tx.steering.addGrants(site, [grant(1, 10)]))
  assert.deepEqual(await open(), ['1: 10 decided'])
  await write((tx) => tx.steering.settleGrants(site, [{ id: ten!.id, state: 'sent', commandId: 7 }]))
  assert.deepEqual(await open(), ['1: 10 sent'])
  await write((tx) => tx.steering.settleGrants(site, [{ id: ten!.id, state: 'confirmed' }]))
  assert.deepEqual(await open(), ['1: 10 confirmed'])

  // Old and new count while the new one is unanswered.
  const [six, other] = await write((tx) => tx.steering.addGrants(site, [grant(1, 6), grant(2, 16)]))
  await write((tx) => tx.steering.settleGrants(site, [{ id: six!.id, state: 'unanswered' }]))
  assert.deepEqual(await open(), ['1: 10 confirmed', '1: 6 unanswered', '2: 16 decided'])
  const [eight] = await write((tx) => tx.steering.addGrants(site, [grant(1, 8)]))
  await write((tx) => tx.steering.settleGrants(site, [{ id: six!.id, state: 'confirmed' }]))
  assert.deepEqual(await open(), ['1: 6 confirmed', '2: 16 decided', '1: 8 decided'])
  await write((tx) =>
    tx.steering.settleGrants(site, [
      { id: eight!.id, state: 'refused' },
      { id: other!.id, state: 'confirmed' },
    ]),
  )
  assert.deepEqual(await open(), ['1: 6 confirmed', '2: 16 confirmed'])

  // What is over does not come back by an answer that comes late; nor does a yes become a doubt.
  await write((tx) =>
    tx.steering.settleGrants(site, [
      { id: ten!.id, state: 'confirmed' },
      { id: six!.id, state: 'unanswered' },
    ]),
  )
  assert.deepEqual(await open(), ['1: 6 confirmed', '2: 16 confirmed'])
  await write((tx) => tx.steering.settleGrants(site, [{ id: six!.id, state: 'ended' }]))
  assert.deepEqual(await open(), ['2: 16 confirmed'])
})

test('a charger that was moved to another site brings along what it may be following', async (t) => {
  const { url, first, siteId, grant } = await twoEngines(t)
  await first.sites.renewAndClaim()
  const site = { siteId, fence: 1 }
  const [kept] = await contextOf(first).transaction((tx) => tx.steering.addGrants(site, [grant(1)]))
  const [elsewhere] = await addSite(url)
  await execute(url, `update charger_supply set circuit_id = (select max(id) from circuit)`)
  await first.sites.renewAndClaim()
  const { steering } = contextOf(first)
  assert.deepEqual(
    (await steering.openGrants(elsewhere!)).map(({ id }) => id),
    [kept!.id],
  )
  const there = { siteId: elsewhere!, fence: first.sites.fenceOf(elsewhere!)! }
  await contextOf(first).transaction((tx) => tx.steering.settleGrants(there, [{ id: kept!.id, state: 'ended' }]))
  assert.deepEqual(await steering.openGrants(siteId), [])
})

test('a round is kept word for word, with a thousand grants and reasons, and forgotten after its days', async (t) => {
  const { url, first, siteId, grant } = await twoEngines(t)
  await first.sites.renewAndClaim()
  const site = { siteId, fence: 1 }
  const kept = round(JSON.stringify({ text: 'Zürich ⚡', rows: Array.from({ length: 2_000 }, (_, n) => ({ n })) }))
  const next = round(kept.input.replace('1999', '2001'))
  const ctx = contextOf(first)
  const ids = await ctx.transaction(async (tx) => {
    const id = await tx.steering.keepRound(site, kept)
    const many = Array.from({ length: 1_000 }, (_, n) => ({ ...grant(n + 1, n / 10), roundId: id }))
    const added = await tx.steering.addGrants(site, many)
    assert.deepEqual(
      added.map(({ evse, value, roundId }) => ({ evse, value, roundId })),
      many.map(({ evse, value }) => ({ evse, value, roundId: id })),
    )
    await tx.steering.keepReasons(
      site,
      Array.from({ length: 1_000 }, (_, n) => reasonOf(siteId, n + 1)),
    )
    return { round: id, second: await tx.steering.keepRound(site, { ...next, base: { id, ...kept } }) }
  })
  const found = await ctx.steering.round(ids.round)
  assert.equal(found!.input, kept.input)
  assert.equal(found!.outcome, kept.outcome)
  assert.equal(found!.summary.inputHash, kept.inputHash)
  const second = await ctx.steering.round(ids.second)
  assert.deepEqual([second!.input, second!.outcome], [next.input, next.outcome])
  const [size] = await rowsOf<{ bytes: number }>(
    url,
    'select length(input) as bytes from steering_round where id = $1',
    [ids.second],
  )
  assert.ok(Number(size!.bytes) < 100, 'only what differs from the round before is stored')
  assert.deepEqual(
    (await ctx.steering.rounds(siteId, null, 10)).map(({ id }) => id),
    [ids.second, ids.round],
  )
  assert.deepEqual(
    (await ctx.steering.rounds(siteId, ids.second, 10)).map(({ id }) => id),
    [ids.round],
  )
  assert.deepEqual(await ctx.steering.sessionReason(1_000), reasonOf(siteId, 1_000))

  await ctx.transaction((tx) =>
    tx.steering.keepReasons(site, [{ ...reasonOf(siteId, 1), reason: 'full_rate', assumed: [] }]),
  )
  assert.deepEqual(await ctx.steering.sessionReason(1), { ...reasonOf(siteId, 1), reason: 'full_rate', assumed: [] })

  await connectAsOwner(url, async (owner) => {
    await owner.query(`update charging_grant set state = 'ended', changed_at = $1 where evse > 1`, [now.toString()])
    await preparePartitions(owner, now)
    const later = now.add({ hours: 24 * 91 })
    const keepAll = {
      messageLog: 0,
      statusReports: 0,
      linkChanges: 0,
      readings: 0,
      commands: 0,
      events: 0,
      steering: 0,
    }
    await applyRetention(owner, keepAll, later)
    assert.equal((await owner.query('select from steering_round')).rowCount, 2)
    await applyRetention(owner, { ...keepAll, steering: 90 }, later)
    assert.equal((await owner.query('select from steering_round')).rowCount, 0)
  })
  // Whatever its age, what a charger may be following is kept.
  assert.deepEqual(
    (await ctx.steering.openGrants(siteId)).map(({ evse }) => evse),
    [1],
  )
})

test('an alarm is raised once until it is cleared, and the last plan of a site is kept', async (t) => {
  const { first, siteId } = await twoEngines(t)
  await first.sites.renewAndClaim()
  const ctx = contextOf(first)
  const alarm = { kind: 'meter-silent', subject: 'meter 4', body: { since: '2026-11-20T12:00:00Z' } }
  const raise = () => ctx.transaction((tx) => tx.steering.raiseAlarm(siteId, alarm))
  const clear = () => ctx.transaction((tx) => tx.steering.clearAlarm(siteId, alarm.kind, alarm.subject))
  assert.deepEqual(
    [await raise(), await raise(), await clear(), await clear(), await raise()],
    [true, false, true, false, true],
  )
  assert.equal((await ctx.steering.alarms(siteId, true)).length, 1)
  const [newest, oldest] = await ctx.steering.alarms(null, false)
  assert.equal(newest!.clearedAt, null)
  assert.ok(oldest!.clearedAt)
  assert.deepEqual(await ctx.steering.alarm(newest!.id), newest)

  assert.equal(await ctx.steering.plan(siteId), null)
  const plan = { madeAt: now, source: 'programme', body: planBody }
  const keep = (source: string) =>
    ctx.transaction((tx) => tx.steering.keepPlan({ siteId, fence: 1 }, { ...plan, source }))
  await keep('greedy')
  await keep('programme')
  assert.deepEqual(await ctx.steering.plan(siteId), { siteId, ...plan })
})

/** A live site with a charger, on a database of its own with two nodes. */
async function twoEngines(t: TestContext) {
  const url = await createMigratedDatabase(t)
  await connectAsOwner(url, ensureTenant)
  const [first, second]: [Storage, Storage] = [await openNode(t, url), await openNode(t, url)]
  const [siteId, circuitId] = await addSite(url)
  const [charger] = await addChargers(first, ['BOX-1'])
  await execute(
    url,
    `insert into charger_supply (tenant_id, charger_id, circuit_id) values (1, ${charger!.id}, ${circuitId})`,
  )
  const grant = (evse: number, value = 16): NewGrant => ({
    chargerId: charger!.id,
    evse,
    sessionId: null,
    value,
    unit: 'A',
    leaseUntil: now.add({ minutes: 15 }),
    roundId: 1,
  })
  return { url, first, second, siteId: siteId!, grant }
}

async function addSite(url: string): Promise<number[]> {
  const [site] = await rowsOf<{ id: number }>(
    url,
    `insert into location (tenant_id, name, time_zone, is_live) values (1, 'Depot', 'Europe/Berlin', true) returning id`,
  )
  const [circuit] = await rowsOf<{ id: number }>(
    url,
    `insert into circuit (tenant_id, location_id, name, phases, wiring, voltage_v, rated_a)
     values (1, $1, 'Main', 3, 'star', 230, 63) returning id`,
    [site!.id],
  )
  return [site!.id, circuit!.id]
}

function round(input = '{}'): NewRound {
  const inputHash = createHash('sha256').update(input).digest('hex')
  return {
    at: now,
    cause: 'period',
    engine: 'test',
    inputHash,
    durationMs: 1.5,
    grants: 0,
    sends: 0,
    input,
    outcome: '{}',
  }
}

function reasonOf(siteId: number, sessionId: number): SessionReason {
  return {
    sessionId,
    siteId,
    reason: 'circuit_limit',
    boundBy: 'rating 4',
    granted: 12.5,
    unit: 'A',
    laxityHours: 1.25,
    assumed: ['departure', 'need'],
    departsAt: now.add({ hours: 8 }),
    readiness: 'on track',
    at: now,
  }
}

const planBody: PlanBody = {
  plan: {
    siteId: 1,
    madeAtS: 0,
    source: 'greedy',
    blocks: [],
    vehicles: [],
    gridW: [],
    marginal: [],
    energyCost: 0,
    peakW: 0,
  },
  vehicles: [],
  prices: [],
  currency: null,
  limitW: [],
}

async function contentOf(url: string) {
  const tables = ['steering_round', 'charging_grant', 'session_steering', 'charging_plan']
  return Promise.all(tables.map((table) => rowsOf(url, `select * from ${table} order by 1, 2`)))
}
