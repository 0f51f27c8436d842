import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { capByHand, liftCap } from '#core/circuits/cap-by-hand.ts'
import { startClock } from '#simulator/clock.ts'
import { createMigratedDatabase } from '../support/database.ts'
import { execute } from '../support/durability-storage.ts'
import { byWayOf, openRoad, type Road } from '../support/road.ts'
import { startSteeredNode } from '../support/steered-node.ts'
import { type SteeredCharger, type SteeredSite, type SteeringBench, steeringBench } from '../support/steered-site.ts'
import { grantsOnWire, type WireFrame } from '../support/wire-frames.ts'

// Whatever becomes of who steers: what chargers may be following is known all the same. Each has a database of its own.

test('who steers a site ends, is replaced, or loses its database', { concurrency: 2 }, async (t) => {
  await Promise.all([
    t.test(
      'engine process dies with grants decided and grants sent: another takes over and knows what may be followed',
      async (t) => {
        const clock = startClock({ rate: 20, start: Temporal.Instant.from('2026-05-04T06:00:00Z') })
        const databaseUrl = await createMigratedDatabase(t)
        const road = await openRoad(t, { host: '127.0.0.1', port: 1 })
        const bench = await steeringBench(t, { clock, databaseUrl, isStandby: true, chargerPort: road.port })
        const { ctx, server, frames } = bench
        const first = await startSteeredNode(t, { databaseUrl, mapping: clock.mapping })
        road.leadTo(first.port)
        const site = await bench.site({
          name: 'DIES',
          settings: { leaseSeconds: 900 },
          chargers: {
            decided: { circuit: 'left', sampleSeconds: 120 },
            sent: { circuit: 'left', version: '2.0.1', sampleSeconds: 120 },
          },
        })
        const [decided, sent] = [site.chargers.decided!, site.chargers.sent!]
        const both = [decided, sent]
        const grants = (state: string) => async () =>
          (await ctx.steering.openGrants(site.id)).filter((one) => one.state === state)
        const confirmed = grants('confirmed')
        await site.until('both have said what they go by', () =>
          both.every(({ identity }) => frames.some((one) => one.identity === identity && isScheduleTold(one))),
        )
        await capByHand(ctx, { circuitId: site.circuits.left!, unit: 'A', value: 20, until: null, reason: null })
        await Promise.all(both.map((one) => one.charge()))
        const had = async () => new Map((await confirmed()).map(({ chargerId, value }) => [chargerId, value]))
        await site.until('both have their share of it', async () => {
          const values = [...(await had()).values()]
          return values.length === 2 && values.reduce((all, value) => all + value, 0) >= 18
        })

        // One grant is on record and never leaves; the other leaves, and its answer comes when nobody listens any more.
        await holdBack(databaseUrl, decided.id)
        const [heldAt, before] = [frames.length, await had()]
        const isRaise = (of: SteeredCharger, value: number) => value > before.get(of.id)!
        sent.simulated.misbehaviour.answerDelayMs = 1_500
        await liftCap(ctx, site.circuits.left!)
        const underWay = grants('sent')
        await site.until('both raises are under way', async () => {
          const under = await underWay()
          return both.every((one) => under.some(({ chargerId, value }) => chargerId === one.id && isRaise(one, value)))
        })
        const told = () => grantsOnWire(frames.slice(heldAt), sent.identity).at(-1)?.periods[0]?.limit ?? 0
        await site.until('one has left', () => isRaise(sent, told()))
        await first.kill()
        await letGo(databaseUrl)
        const killedMs = clock.nowMs()
        await site.until('it is followed', () => sent.offeredA() >= told())
        assert.deepEqual(grantsOnWire(frames.slice(heldAt), decided.identity), [])

        // What was on record may still leave while its deadline lasts, whoever sends it.
        await bench.pass(60)
        const takenAt = frames.length
        road.leadTo(server.port)
        server.storage.sites.start()
        const steered = () => server.steering.view(site.id)
        const watched = watchCaps(bench, site)
        await site.until('another steers', () => steered() !== null)
        assert.ok(steered()!.fence > 1)
        assert.ok(
          both.every((one) => one.isWithinCap()),
          JSON.stringify(steered()!.places),
        )
        t.diagnostic(`taken over ${Math.round((clock.nowMs() - killedMs) / 1_000)} s after`)
        await site.until('both have their share', () => sum(both, grantOf) >= 38)
        watched.end()
        for (const one of both) assertAskedFirst(frames.slice(takenAt), one.identity)
        assert.deepEqual(watched.faults, [])
      },
    ),

    t.test('an engine that has been replaced writes nothing any more, and ends', async (t) => {
      const bench = await steeringBench(t)
      const site = await bench.site({ name: 'OLD', chargers: { a: { circuit: 'left' } } })
      await site.chargers.a!.charge()
      await site.until('it charges', () => grantOf(site.chargers.a!) >= 12)
      const { fence } = site.view()
      // As if another node had taken it over, which is gone by now.
      await execute(bench.databaseUrl, `update steering_owner set fence = fence + 1, node_id = 30000`)
      const rounds = () => bench.ctx.steering.rounds(site.id, null, 1)
      const [lastOfOld] = await rounds()
      await site.until('it is taken over anew', () => (bench.server.steering.view(site.id)?.fence ?? 0) > fence + 1)
      await site.until('it goes on', () => grantOf(site.chargers.a!) >= 18)
      const since = (await bench.ctx.steering.rounds(site.id, null, 500)).filter(({ id }) => id > lastOfOld!.id)
      assert.ok(since.length > 0)
      assert.deepEqual(since.filter((round) => round.fence === fence).slice(2), [], 'only what was under way')
      assert.ok(since[0]!.fence > fence + 1)
    }),

    t.test('no database: nothing is granted, leases run out safely, and all goes on afterwards', async (t) => {
      const { bench, road } = await benchByRoad(t)
      const site = await bench.site({
        name: 'AWAY',
        settings: { leaseSeconds: 240 },
        chargers: { a: { circuit: 'left', sampleSeconds: 60 }, b: { circuit: 'left', sampleSeconds: 60 } },
      })
      const both = [site.chargers.a!, site.chargers.b!]
      await Promise.all(both.map((one) => one.charge()))
      await site.until('both have their share', () => sum(both, grantOf) >= 38)
      const watched = watchCaps(bench, site)

      await road.block()
      // What was on record may still leave.
      await bench.pass(10)
      const before = bench.frames.length
      const ends = Math.max(...both.map((one) => one.place().account.confirmed!.untilMs))
      await site.until('the leases are over', () => bench.clock.nowMs() > ends + 10_000)
      await site.until('both have fallen back by themselves', () => both.every((one) => one.offeredA() <= 6))
      assert.ok(both.every((one) => one.place().cap <= 20))
      assert.deepEqual(
        grantsOnWire(bench.frames).filter(({ at }) => at >= before),
        [],
      )

      await road.open()
      await site.until('both have their share again', () => sum(both, grantOf) >= 38, 60_000)
      watched.end()
      assert.deepEqual(watched.faults, [])
    }),

    t.test('a commit that was answered by nobody: its grants may have left, and are reckoned with', async (t) => {
      const { bench, road } = await benchByRoad(t)
      const site = await bench.site({ name: 'DOUBT', chargers: { a: { circuit: 'left' }, b: { circuit: 'left' } } })
      const both = [site.chargers.a!, site.chargers.b!]
      // Until the records have been read again nothing is decided, and what is shown may be behind.
      const watched = watchCaps(bench, site, { patienceMs: 1_000 })
      let cuts = 0
      road.cutAfter = (chunk, { hasSent }) => {
        const isGrants = chunk.includes('commit') && hasSent('insert into charging_grant')
        if (isGrants) cuts++
        return isGrants && cuts <= 3
      }
      await Promise.all(both.map((one) => one.charge()))
      await site.until('some were cut off', () => cuts >= 3)
      await site.until('both have their share', () => sum(both, grantOf) >= 38)
      watched.end()
      assert.deepEqual(watched.faults, [])
    }),
  ])
})

async function benchByRoad(t: TestContext): Promise<{ bench: SteeringBench; road: Road }> {
  const databaseUrl = await createMigratedDatabase(t)
  const { hostname, port } = new URL(databaseUrl)
  const road = await openRoad(t, { host: hostname, port: Number(port || 5432) })
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const bench = await steeringBench(t, { databaseUrl, serverDatabaseUrl: byWayOf(road, databaseUrl), log: silent })
  return { bench, road }
}

/** Looks again and again whether a charger gives more than the engine has reserved for it, or a row carries too much. */
function watchCaps(bench: SteeringBench, site: SteeredSite, { patienceMs = 0 } = {}) {
  const faults: string[] = []
  let goodMs = performance.now()
  const look = () => {
    const view = bench.server.steering.view(site.id)
    if (!view) return
    const above = Object.values(site.chargers).filter((one) => !one.isWithinCap())
    if (above.length === 0) goodMs = performance.now()
    for (const one of performance.now() - goodMs >= patienceMs ? above : []) {
      faults.push(`${one.identity} gives ${one.offeredA()} A of ${one.place().cap} A`)
    }
    const all = Object.values(site.chargers).reduce((total, one) => total + one.offeredA(), 0)
    if (all > 38.8) faults.push(`all give ${all} A`)
  }
  const timer = setInterval(look, 10)
  return { faults, end: () => clearInterval(timer) }
}

/** Nothing is raised before the charger has said what it goes by. */
function assertAskedFirst(since: readonly WireFrame[], identity: string): void {
  const answered = since.findIndex((one) => one.identity === identity && isScheduleTold(one))
  const [told] = grantsOnWire(since, identity)
  assert.ok(answered >= 0, `${identity} was not asked`)
  assert.ok(!told || told.at > answered, `${identity} was told at ${told?.at}, and said what it goes by at ${answered}`)
}

const isScheduleTold = ({ action, kind }: WireFrame) => action === 'GetCompositeSchedule' && kind === 'answer'

/** Keeps the server from sending what is on record for a charger. */
async function holdBack(databaseUrl: string, chargerId: number): Promise<void> {
  await execute(
    databaseUrl,
    `create function hold_back() returns trigger language plpgsql as $$ begin return null; end $$`,
  )
  await execute(
    databaseUrl,
    `create trigger hold_back before update on command for each row
       when (new.state = 'sent' and new.charger_id = ${chargerId}) execute function hold_back()`,
  )
}

async function letGo(databaseUrl: string): Promise<void> {
  await execute(databaseUrl, 'drop trigger hold_back on command')
}

/** What it has said yes to. */
function grantOf(charger: SteeredCharger): number {
  return charger.place()?.account.confirmed?.value ?? 0
}

function sum(chargers: readonly SteeredCharger[], of: (charger: SteeredCharger) => number): number {
  return chargers.reduce((all, one) => all + of(one), 0)
}
