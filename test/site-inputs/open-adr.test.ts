import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { limitAt } from '#core/circuits/limit-at.ts'
import { addLimitFeed } from '#core/limit-feeds/add-limit-feed.ts'
import type { LimitFeed, LimitFeedSettings, NewLimitFeed } from '#core/limit-feeds/limit-feed.ts'
import { removeLimitFeed } from '#core/limit-feeds/remove-limit-feed.ts'
import { limitsOf } from '#core/limit-feeds/take-news.ts'
import { createFetchOutside, type OutsideRequest } from '#server/egress.ts'
import { limitFeedOperations } from '#server/limit-feed-operations.ts'
import { startLimitFeeds } from '#server/limit-feeds.ts'
import { runOperation } from '#server/operation.ts'
import { rowsOf, silent } from '../support/durability-storage.ts'
import { eventually } from '../support/system.ts'
import { openToldSite, type ToldSite } from '../support/told-site.ts'
import { startTopNode, type TopNode } from '../support/top-node.ts'

const lease = { seconds: 600, fallback: 20_000, leastSeconds: 0 }

test('limits and prices of an OpenADR 3 top node', async (t) => {
  const [site, node] = [await openToldSite(t), await startTopNode(t)]
  const feed = await addLimitFeed(site.ctx, newFeed(site, node, 'grid'), node.secret)
  // Asked far more often than anybody may set it, for the sake of the test.
  await rowsOf(site.url, `update limit_feed set settings = settings || '{"pollSeconds": 0.05}'`)
  const logged: string[] = []
  const note = (event: object, message: string) => void logged.push(`${message} ${JSON.stringify(event)}`)
  const log = { debug: note, info: note, warn: note, error: note }
  const fetchOutside = createFetchOutside(['127.0.0.0/8'])
  const world = {
    ...{ log, now: site.now, everySeconds: 0.2 },
    // One that will not answer is not waited for as long as in earnest.
    fetchOutside: (url: string, request?: OutsideRequest) =>
      fetchOutside(
        url,
        node.toReports[0] === 'silent' && request?.method === 'POST' ? { ...request, timeoutMs: 200 } : request,
      ),
  }
  const first = startLimitFeeds(site.storage, world)
  t.after(() => first.stop())
  await events(t, { site, node, feed })
  await troubles(t, { site, node, feed })
  await reports(t, { site, node, feed })
  await nodes(t, { site, node, feed, world })
  await configuration(t, { site, node, feed })
  await commandLine(t, { site, node, feed })

  await t.test('what goes wrong is in the log, without secrets, tokens or addresses', () => {
    const text = logged.join('\n')
    assert.match(text, /a report was not taken/)
    for (const secret of [node.secret, 'token-', node.url]) assert.ok(!text.includes(secret), secret)
  })
})

type Stage = { site: ToldSite; node: TopNode; feed: LimitFeed }

function newFeed(
  { siteId, circuitId }: ToldSite,
  { url }: TopNode,
  name: string,
  members: Partial<LimitFeedSettings> = {},
) {
  const settings: LimitFeedSettings = {
    ...{ url, tokenUrl: null, clientId: 'depot', scope: null, programId: null, clientName: 'north', pollSeconds: 10 },
    ...{ kind: 'grid-operator', lease, levelsW: [300_000, 100_000, 0], takesPrices: true },
    ...members,
  }
  const feed: NewLimitFeed = { siteId, circuitId, protocol: 'openadr', name, settings }
  return feed
}

const cap = (id: string, kilowatts: unknown, members: object = {}) => ({
  ...{ id, objectType: 'EVENT', programID: 'p', eventName: `Cap ${id}`, createdDateTime: '2026-01-01T00:00:00Z' },
  intervalPeriod: { start: '0001-01-01T00:00:00Z', duration: 'P9999Y' },
  intervals: [{ id: 0, payloads: [{ type: 'IMPORT_CAPACITY_LIMIT', values: [kilowatts] }] }],
  ...members,
})

async function limitNow({ site, feed }: Stage): Promise<number | null> {
  const source = await site.ctx.siteLimits.limit(limitsOf(feed))
  return source && (limitAt(source, site.now())?.value ?? null)
}

const becomes = (stage: Stage, value: number | null) =>
  eventually(
    () => limitNow(stage),
    (now) => now === value,
  )

/** Waits until events have been asked for and looked at, twice: the second time began after this call. */
async function polled({ node }: Stage): Promise<void> {
  const before = node.asked
  await eventually(
    async () => node.asked,
    (asked) => asked >= before + 2,
  )
}

const statusOf = ({ site, feed }: Stage) => site.ctx.limitFeeds.byId(feed.id)

async function events(t: TestContext, stage: Stage): Promise<void> {
  const { site, node, feed } = stage
  await t.test('an event is obeyed, replaced by its change, and over when it is cancelled', async () => {
    node.events = [cap('1', 150)]
    await becomes(stage, 150_000)
    const source = await site.ctx.siteLimits.limit(limitsOf(feed))
    assert.deepEqual([source?.author, source?.reason, source?.kind], ['system:feed grid', 'Cap 1', 'grid-operator'])
    node.events = [cap('1', 90), cap('2', 120)]
    await becomes(stage, 90_000)
    node.events = [cap('1', 0)]
    await becomes(stage, 0)
    node.events = []
    await becomes(stage, null)
    const status = await eventually(
      () => statusOf(stage),
      (now) => now?.heardAt != null,
    )
    assert.equal(status?.error, null)
  })

  await t.test('what stays the same is asked again and again and written once', async () => {
    node.events = [cap('1', 75)]
    await becomes(stage, 75_000)
    const before = (await site.audited('limits.written')).length
    await polled(stage)
    assert.equal((await site.audited('limits.written')).length, before)
    assert.equal(node.logins, 1)
  })

  await t.test('events beyond the first page count as well', async () => {
    node.events = [...Array.from({ length: 60 }, (_, i) => cap(`many-${i}`, 500)), cap('last', 42)]
    await becomes(stage, 42_000)
    node.events = []
    await becomes(stage, null)
  })

  await t.test('its prices become the prices of the site', async () => {
    const start = site.now().add({ hours: 1 }).round('minute')
    const prices = {
      ...{ id: 'tariff', payloadDescriptors: [{ payloadType: 'PRICE', units: 'KWH', currency: 'EUR' }] },
      intervalPeriod: { start: start.toString(), duration: 'PT15M' },
      intervals: [0.25, -0.01].map((price) => ({ payloads: [{ type: 'PRICE', values: [price] }] })),
    }
    node.events = [prices]
    const stored = () => site.ctx.siteLimits.prices(site.siteId, start, start.add({ hours: 2 }))
    const blocks = await eventually(stored, ({ length }) => length === 2)
    assert.deepEqual(
      blocks.map(({ price, currency }) => `${price} ${currency}`),
      ['0.25 EUR', '-0.01 EUR'],
    )
    const audited = (await site.audited('prices.written')).length
    await polled(stage)
    assert.equal((await site.audited('prices.written')).length, audited)

    node.events = [{ ...prices, payloadDescriptors: [{ payloadType: 'PRICE', currency: 'CHF' }] }, cap('1', 33)]
    await becomes(stage, 33_000)
    const status = await eventually(
      () => statusOf(stage),
      (now) => now?.error != null,
    )
    assert.match(status!.error!, /EUR/)
    node.events = []
    await eventually(
      () => statusOf(stage),
      (now) => now?.error === null,
    )
  })
}

async function troubles(t: TestContext, stage: Stage): Promise<void> {
  const { site, node } = stage
  await t.test('a token that is not taken any more is fetched anew', async () => {
    const { logins } = node
    node.forgetTokens()
    await eventually(
      async () => node.logins,
      (now) => now === logins + 1,
    )
    await polled(stage)
    assert.equal((await statusOf(stage))?.error, null)
  })

  await t.test('an answer that makes no sense leaves the limit as it was, and is shown with its reason', async () => {
    node.events = [cap('1', 60)]
    await becomes(stage, 60_000)
    const wrong: [{ status: number; body: string }, RegExp][] = [
      [{ status: 503, body: 'busy' }, /503/],
      [{ status: 200, body: '<html>' }, /not JSON/],
      [{ status: 200, body: '{}' }, /not as OpenADR/],
      [{ status: 200, body: JSON.stringify([{ id: 1 }]) }, /not as OpenADR/],
      [{ status: 200, body: JSON.stringify([cap('1', 'much')]) }, /not a number/],
      [{ status: 302, body: '' }, /302/],
    ]
    for (const [answer, reason] of wrong) {
      node.wrong = Array.from({ length: 1_000 }, () => answer)
      const status = await eventually(
        () => statusOf(stage),
        (now) => reason.test(now?.error ?? ''),
      )
      assert.ok(status?.failingSince)
      assert.equal(await limitNow(stage), 60_000)
    }
    node.wrong = []
    await eventually(
      () => statusOf(stage),
      (now) => now?.error === null && now.failingSince === null,
    )
  })

  await t.test(
    'when the link is lost the lease runs out and the fallback applies until something is heard again',
    async () => {
      node.isDown = true
      await eventually(
        () => statusOf(stage),
        (now) => now?.error != null,
      )
      assert.equal(await limitNow(stage), 60_000)
      await site.pass(601)
      assert.equal(await limitNow(stage), 20_000)
      node.events = []
      node.isDown = false
      await becomes(stage, null)
    },
  )
}

async function reports(t: TestContext, stage: Stage): Promise<void> {
  const { site, node, feed } = stage
  const meter = await site.ctx.transaction((tx) =>
    tx.circuitMeters.addMeter(
      { circuitId: site.circuitId, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } },
      { passwordSealed: null, pushTokenHash: null },
    ),
  )
  const none = { L1: null, L2: null, L3: null }
  const quarterEnded = site.now().subtract({ minutes: 20 }).round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const start = quarterEnded.subtract({ minutes: 15 })
  await site.ctx.transaction((tx) =>
    tx.circuitMeters.keepMinutes(
      Array.from({ length: 15 }, (_, minute) => ({
        ...{ meterId: meter!.id, at: start.add({ minutes: minute }), amps: none, powerW: 40_000, samples: 12 },
        ...{ rise: { ...none, power: null }, own: { ...none, power: null } },
      })),
    ),
  )
  const asking = (id: string, request: object = { payloadType: 'USAGE' }) => ({
    ...{ id, programID: 'p', createdDateTime: start.toString(), reportDescriptors: [request] },
    intervalPeriod: { start: start.toString(), duration: 'PT15M' },
    intervals: [{ id: 7, payloads: [{ type: 'GHG', values: [0.03] }] }],
  })
  const kept = () => site.ctx.limitFeeds.reports(feed.id, start)
  const stateOf = async (id: string) => (await kept()).find(({ eventId }) => eventId === id)
  const reaches = (id: string, state: string, attempts: number) =>
    eventually(
      () => stateOf(id),
      (one) => one?.state === state && one.attempts === attempts,
    )
  const fails = (id: string, state: string, why: RegExp) =>
    eventually(
      () => stateOf(id),
      (one) => one?.state === state && why.test(one.error ?? ''),
    )
  const taken = (id: string) => node.reports.filter(({ eventID }) => eventID === id)

  await t.test('an event gets the report that it asks for, once', async () => {
    node.events = [asking('r1'), cap('1', 70)]
    await reaches('r1', 'sent', 1)
    await polled(stage)
    const [report, ...more] = taken('r1')
    assert.equal(more.length, 0)
    assert.deepEqual([report?.programID, report?.clientName], ['p', 'north'])
    const { publicId } = (await site.ctx.circuits.circuit(site.circuitId))!
    assert.equal(report?.resources[0]?.resourceName, publicId)
    const [interval] = report!.resources[0]!.intervals
    assert.deepEqual([interval?.id, interval?.payloads], [7, [{ type: 'USAGE', values: [10] }]])
    assert.equal(node.reportsAsked, 0)
    assert.equal(await limitNow(stage), 70_000)
  })

  await t.test('one that nobody answers is not sent again when it has arrived, and is when it has not', async () => {
    node.toReports = ['lost']
    node.events = [asking('r2')]
    await fails('r2', 'sending', /reached/)
    await polled(stage)
    assert.equal(taken('r2').length, 1)
    await site.pass(31)
    await reaches('r2', 'sent', 2)
    assert.equal(taken('r2').length, 1)

    node.toReports = ['silent']
    node.events = [asking('r3')]
    await fails('r3', 'sending', /in time/)
    assert.equal(taken('r3').length, 0)
    await site.pass(31)
    await reaches('r3', 'sent', 2)
    assert.equal(taken('r3').length, 1)
    assert.equal(node.reportsAsked, 2)
  })

  await t.test('one that cannot be taken now is sent later, and one that never will be is given up', async () => {
    node.toReports = [429, 503]
    node.events = [asking('r4')]
    await fails('r4', 'waiting', /429/)
    await site.pass(31)
    await fails('r4', 'sending', /503/)
    await site.pass(61)
    await reaches('r4', 'sent', 3)
    assert.equal(taken('r4').length, 1)

    node.toReports = [422]
    node.events = [asking('r5')]
    await fails('r5', 'refused', /422/)
    await site.pass(3_600)
    await polled(stage)
    assert.equal((await stateOf('r5'))?.attempts, 1)
    assert.equal((await site.ctx.limitFeeds.reportStatus(feed.id))?.waiting, 0)
  })

  await t.test('a top node of 3.1 gets its reports without a program', async () => {
    node.takesPrograms = false
    node.events = [asking('r6')]
    await reaches('r6', 'sent', 1)
    assert.equal(taken('r6')[0]?.programID, undefined)
  })

  await t.test('a request that makes no sense, or that we cannot answer, costs neither limits nor errors', async () => {
    const odd = [asking('r7', { payLoadType: 'USAGE' }), asking('r8', { payloadType: 'BASELINE' })]
    node.events = [...odd, { ...asking('r9'), reportDescriptors: 'all' }, cap('1', 55)]
    await becomes(stage, 55_000)
    await polled(stage)
    assert.equal((await statusOf(stage))?.error, null)
    assert.deepEqual(
      (await kept()).map(({ eventId }) => eventId).filter((id) => id >= 'r7'),
      [],
    )
  })

  await t.test('a report whose sender has died on the way is found by whoever goes on', async () => {
    // As another node has left it: the attempt is on record, and nobody knows more.
    const dueAt = quarterEnded
    const key = { eventId: 'r10', request: 'USAGE-0', dueAt }
    const past = site.now().subtract({ seconds: 1 })
    await site.ctx.transaction((tx) => tx.limitFeeds.beginReport(feed.id, key, { number: 1, nextAt: past }))
    const theirs = { eventID: 'r10', clientName: 'north', reportName: `USAGE-0-${dueAt}`, resources: [] }
    node.reports.push(theirs)
    node.events = [asking('r10')]
    await reaches('r10', 'sent', 2)
    assert.deepEqual(taken('r10'), [theirs])
    node.events = []
    await becomes(stage, null)
  })
}

async function nodes(t: TestContext, stage: Stage & { world: Parameters<typeof startLimitFeeds>[1] }): Promise<void> {
  const { site, node, world } = stage
  await t.test('a feed runs on one node, and is taken over when that node is not heard of', async () => {
    const holder = async () =>
      (
        await rowsOf<{ node_id: number }>(site.url, 'select node_id from limit_feed where held_until > server_time()')
      )[0]?.node_id
    await eventually(holder, (now) => now === site.storage.node)
    const second = startLimitFeeds({ ...site.storage, node: site.storage.node + 1 }, world)
    t.after(() => second.stop())
    await polled(stage)
    assert.equal(await holder(), site.storage.node)
    await rowsOf(site.url, `update limit_feed set node_id = 999, held_until = server_time() - interval '1 second'`)
    await eventually(holder, (now) => now !== undefined)
    node.events = [cap('1', 44)]
    await becomes(stage, 44_000)
    await second.stop()
  })
}

async function commandLine(t: TestContext, { site, node }: Stage): Promise<void> {
  const operations = limitFeedOperations(async () => site.ctx)
  const ask = (name: string, args: object) =>
    runOperation(operations, { name, args, signal: new AbortController().signal, log: silent })
  const { publicId } = (await site.ctx.circuits.circuit(site.otherCircuitId))!
  const asked = { name: 'by hand', url: node.url, clientId: 'depot', secret: node.secret, fallbackW: 5_000 }

  await t.test('a feed is added, listed and removed from the command line, and its secret is never shown', async () => {
    const added = await ask('limit-feed.add', { ...asked, circuit: publicId, levelsW: [3, 2, 1] })
    const listed = await ask('limit-feed.list', {})
    const { id, error } = (added as { result: { id: number; error: null } }).result
    assert.equal(error, null)
    assert.ok(JSON.stringify(listed).includes('by hand'))
    assert.ok(!JSON.stringify([added, listed]).includes(node.secret))
    assert.deepEqual(await ask('limit-feed.remove', { feed: id }), { result: { feed: id } })
    const unknown = (await ask('limit-feed.add', { ...asked, circuit: 'nowhere' })) as { error: { code: string } }
    assert.equal(unknown.error.code, 'not_found')
  })
}

async function configuration(t: TestContext, stage: Stage): Promise<void> {
  const { site, node, feed } = stage
  const { ctx } = site
  await t.test('a feed that was never heard leads to its fallback too', async () => {
    const silentFeed = await addLimitFeed(ctx, newFeed(site, node, 'never', { pollSeconds: 300 }), 'wrong secret')
    await eventually(
      () => ctx.limitFeeds.byId(silentFeed.id),
      (now) => /401/.test(now?.error ?? ''),
    )
    assert.equal(await limitNow({ ...stage, feed: silentFeed }), null)
    await site.pass(601)
    assert.equal(await limitNow({ ...stage, feed: silentFeed }), 20_000)
  })

  await t.test('a feed that is removed is not asked any more, and its limits are withdrawn', async () => {
    await removeLimitFeed(ctx, feed.id)
    // What was being asked at that moment may still be taken in, and is withdrawn again.
    await eventually(
      () => limitNow(stage),
      (limit) => limit === null,
    )
    assert.deepEqual(
      (await ctx.limitFeeds.list(site.siteId)).map(({ name }) => name),
      ['never'],
    )
    await assert.rejects(removeLimitFeed(ctx, feed.id), { code: 'not_found' })
    const rows = await rowsOf(site.url, `select from limit_feed where name = 'grid' and secret_sealed is not null`)
    assert.equal(rows.length, 0)
  })

  await t.test('a feed that makes no sense is refused, and no secret is in the audit trail', async () => {
    const bad: Partial<LimitFeedSettings>[] = [
      { url: 'ftp://example.org' },
      { url: 'https://me:secret@example.org' },
      { tokenUrl: 'nowhere' },
      { clientId: '' },
      { pollSeconds: 1 },
      { pollSeconds: 400 },
      { lease: { ...lease, fallback: -1 } },
      { levelsW: [1, 2, 3] },
    ]
    for (const members of bad) {
      await assert.rejects(addLimitFeed(ctx, newFeed(site, node, 'bad', members), 'x'), { code: 'invalid_value' })
    }
    await assert.rejects(addLimitFeed(ctx, newFeed(site, node, 'never'), 'x'), { code: 'conflict' })
    const nowhere = { ...newFeed(site, node, 'bad'), circuitId: 999_999 }
    await assert.rejects(addLimitFeed(ctx, nowhere, 'x'), { code: 'not_found' })
    assert.deepEqual(
      (await ctx.limitFeeds.list(site.siteId)).map(({ name }) => name),
      ['never'],
    )
    assert.ok(!JSON.stringify(await site.audited('limit-feed')).includes(node.secret))
  })
}
