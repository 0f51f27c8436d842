import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capByHand, handCapOf } from '#core/circuits/cap-by-hand.ts'
import { changeCircuit } from '#core/circuits/change-circuit.ts'
import { connectCharger } from '#core/circuits/connect-charger.ts'
import { undoLimits, writeLimits } from '#core/circuits/write-limits.ts'
import { writeRequests } from '#core/departures/write-requests.ts'
import { patience } from '#core/steering/account.ts'
import { startClock } from '#simulator/clock.ts'
import { execute } from '../support/durability-storage.ts'
import { type SteeredCharger, steeringBench } from '../support/steered-site.ts'
import { grantsOnWire, profilesOnWire } from '../support/wire-frames.ts'

// Every row of the fail-safe table (smart-charging 8), and what chargers do wrong (7), on one server with a site for each.

test('the fail-safe table', { concurrency: 5 }, async (t) => {
  const bench = await steeringBench(t)
  const { ctx, frames } = bench
  const nowMs = () => bench.clock.nowMs()

  await Promise.all([
    t.test(
      'charger link lost: what it may draw is reserved, at lease end its fallback; back, it is asked first',
      async (t) => {
        const site = await bench.site({
          name: 'LINK',
          settings: { leaseSeconds: 300 },
          chargers: { away: { circuit: 'left', sampleSeconds: 600 }, here: { circuit: 'left' } },
        })
        const [away, here] = [site.chargers.away!, site.chargers.here!]
        await Promise.all([away.charge(), here.charge()])
        await site.until('both have their share', () => grantOf(away) + grantOf(here) >= 38)
        const granted = grantOf(away)

        await t.test('at once', async () => {
          away.simulated.goOffline()
          await site.until('the engine knows', () => !away.place().account.link.online)
          assert.ok(away.place().cap >= granted)
          assert.ok(away.isWithinCap())
          await site.until('its session says why', () => away.place().reason === 'charger_offline_fallback')
          assert.ok(here.place().cap + away.place().cap <= 38.8 + 1e-6)
        })

        await t.test('at lease end', async () => {
          await site.until('its fallback is reserved', () => away.place().cap === 6)
          assert.ok(nowMs() >= away.place().account.confirmed!.untilMs)
          await site.until('it has fallen back by itself', () => away.offeredA() <= 6)
          await site.until('the other has the room', () => grantOf(here) >= 32)
          assert.ok(away.isWithinCap())
        })

        await t.test('link back', async () => {
          const before = frames.length
          away.simulated.goOnline()
          await site.until('it has said what it goes by', () => away.place().account.link.reconciled)
          await site.until('it has its share again', () => grantOf(away) >= 12)
          const since = frames.slice(before)
          const asked = since.findIndex(({ identity, action, kind }) => {
            return identity === away.identity && action === 'GetCompositeSchedule' && kind === 'answer'
          })
          const told = grantsOnWire(since, away.identity)[0]!
          assert.ok(asked >= 0 && asked < told.at, 'it was asked before it was told anything')
          assert.ok(here.place().cap + away.place().cap <= 38.8 + 1e-6, JSON.stringify([here.place(), away.place()]))
        })
      },
    ),

    t.test('a charger that boots anew has its fallback written again', async () => {
      const site = await bench.site({ name: 'BOOT', chargers: { a: { circuit: 'left', version: '2.0.1' } } })
      const { simulated, identity } = site.chargers.a!
      const before = frames.length
      simulated.charger.reset('hard-reset', true)
      await site.until('it has its fallback', () =>
        profilesOnWire(frames, identity).some(({ at, purpose, answer }) => {
          return at >= before && purpose === 'default' && answer?.status === 'Accepted'
        }),
      )
    }),

    t.test('site meter stale: the worst case counts until three good samples', async () => {
      const site = await bench.site({
        name: 'METER',
        circuits: [
          {
            ...{ name: 'grid', ratedA: 63, hasMeter: true },
            assumed: [{ from: '00:00', amps: { L1: 30, L2: 30, L3: 30 } }],
          },
        ],
        chargers: { a: { circuit: 'grid' } },
      })
      const a = site.chargers.a!
      site.meters.start(8)
      await a.charge()
      await site.until('it has what the fuse leaves', () => grantOf(a) >= 32)

      site.meters.silence()
      await site.until('the worst is assumed', () => grantOf(a) <= 31)
      const row = () => site.view().rows.find(({ id }) => id === `c${site.circuits.grid}/L1`)!
      assert.equal(row().base, 30)
      await site.until('its session says why', () => a.place().reason === 'meter_fallback')
      await site.until('an alarm is raised', async () => (await site.alarms('meter')).length === 1)

      site.meters.start(8)
      await site.until('it is believed', () => row().base < 12)
      await site.until('it has what the fuse leaves', () => grantOf(a) >= 32)
      await site.until('the alarm is cleared', async () => (await site.alarms('meter')).length === 0)
      site.meters.silence()
    }),

    t.test('price feed missing: charging goes on, and is planned', async () => {
      const site = await bench.site({ name: 'PRICE', chargers: { a: { circuit: 'left' } } })
      await site.chargers.a!.charge()
      await site.until('it charges at its rate', () => grantOf(site.chargers.a!) >= 32)
      await site.until('there is a plan', () => site.view().planner.state === 'planned')
      assert.deepEqual(await site.alarms(), [])
    }),

    t.test('schedule feed silent: after two hours departures are assumed, and people are told', async () => {
      const site = await bench.site({ name: 'FEED', chargers: { bus: { circuit: 'left' } } })
      const bus = site.chargers.bus!
      await bus.charge()
      await writeRequests(ctx, {
        siteId: site.id,
        source: 'vdv463',
        requests: [
          {
            ...{ requestId: 'bus 1', vehicleId: null, place: { chargerId: bus.id, evse: 1 }, arrivesAt: null },
            ...{ departsAt: bench.clock.now().add({ hours: 20 }), soc: null, minimumSoc: null, targetSoc: null },
            ...{ needMinimumWh: null, needFullWh: 300_000, klass: null, precondition: null, confidence: 1 },
            reportedAt: bench.clock.now(),
          },
        ],
        listed: ['bus 1'],
      })
      await site.until('its departure is known', () => {
        return bus.place().departsAt !== null && !bus.place().assumed.includes('departure')
      })
      // Two hours of silence, without waiting for them.
      await execute(
        bench.databaseUrl,
        `update request_feed set heard_at = heard_at - interval '121 minutes' where location_id = ${site.id}`,
      )
      await capByHand(ctx, cap(site.circuits.left!, 39))
      await site.until('it is assumed', () => bus.place().assumed.includes('departure'))
      await site.until('people are told', async () => (await site.alarms('feed-silent')).length === 1)
      assert.ok(grantOf(bus) >= 6, 'the last list is still gone by')
    }),

    t.test('DSO link lost: the fallback of its limit, for its least time, until a fresh value has come', async () => {
      const site = await bench.site({ name: 'DSO', chargers: { a: { circuit: 'left' }, b: { circuit: 'right' } } })
      const both = [site.chargers.a!, site.chargers.b!]
      await Promise.all(both.map((one) => one.charge()))
      const order = (value: number) => ({
        ...({
          circuitId: site.circuits.grid!,
          kind: 'grid-operator',
          name: 'steuerbox',
          unit: 'A',
          reason: null,
        } as const),
        intervals: [{ from: bench.clock.now(), to: null, value }],
        lease: { seconds: 120, fallback: 20, leastSeconds: 300 },
      })
      const writtenMs = nowMs()
      await writeLimits(ctx, order(50))
      const row = () => site.view().rows.find(({ id }) => id === `c${site.circuits.grid}/L1`)!
      await site.until('it holds', () => row().source.kind === 'grid-operator' && row().limit <= 50)
      await site.until('nothing was heard: its fallback holds', () => row().limit <= 20)
      await site.until('all obey', () => sum(both, grantOf) <= 20)
      await site.until('truly', () => sum(both, (one) => one.offeredA()) <= 20)
      await site.until('they say why', () => both.every((one) => one.place().reason === 'grid_operator_limit'))

      const heard = setInterval(() => void writeLimits(ctx, order(55)).catch(() => {}), 500)
      await site.until('its own value holds again', () => row().limit > 20).finally(() => clearInterval(heard))
      const heldS = (nowMs() - writtenMs) / 1_000
      assert.ok(heldS >= 120 + 300, `${heldS} s`)
    }),

    t.test('limit set to 0 by mistake: obeyed, shown with its author, and undone in one step', async () => {
      const site = await bench.site({ name: 'ZERO', chargers: { a: { circuit: 'left' } } })
      const a = site.chargers.a!
      await a.charge()
      await site.until('it charges', () => grantOf(a) >= 12)
      await capByHand(ctx, cap(site.circuits.grid!, 0))
      await site.until('it is obeyed', () => a.place().account.confirmed?.value === 0 && a.offeredA() === 0)
      await site.until('people are told', async () => (await site.alarms('limit-zero')).length === 1)
      const [alarm] = await site.alarms('limit-zero')
      assert.deepEqual(alarm!.body, {
        ...{ name: 'by hand', author: 'person:anna', reason: 'by mistake' },
        writtenAt: (alarm!.body as { writtenAt: string }).writtenAt,
      })
      assert.equal(a.place().reason, 'operator_limit')

      await undoLimits(ctx, handCapOf(site.circuits.grid!))
      await site.until('it charges again', () => grantOf(a) >= 6 && a.offeredA() >= 6)
      await site.until('the alarm is gone', async () => (await site.alarms('limit-zero')).length === 0)
    }),

    t.test('sum of fallbacks above a circuit: no edit of a live site that would lead there is taken', async () => {
      const chargers = { a: { circuit: 'left' }, b: { circuit: 'left' }, c: { circuit: 'right' } }
      const site = await bench.site({ name: 'SUM', chargers })
      const left = site.circuits.left!
      await changeCircuit(ctx, left, { ratedA: 13.5 })
      await assert.rejects(changeCircuit(ctx, left, { ratedA: 12 }), { code: 'fallbacks_exceed' })
      const { identity } = site.chargers.c!
      await assert.rejects(connectCharger(ctx, { identity, circuitId: left }), { code: 'fallbacks_exceed' })
      const row = () => site.view().rows.find(({ id }) => id === `c${left}/L1`)!
      await site.until('the smaller fuse holds', () => row().limit <= 12.5)
      await Promise.all(Object.values(site.chargers).map((one) => one.charge()))
      await bench.pass(180)
      assert.ok(row().committed <= row().limit, JSON.stringify(row()))
    }),

    t.test('a charger that rejects smart charging is unmanaged at its maximum after three refusals', async () => {
      const chargers = { no: { circuit: 'left' }, yes: { circuit: 'left' } }
      const site = await bench.site({ name: 'REFUSE', chargers })
      const [no, yes] = [site.chargers.no!, site.chargers.yes!]
      no.simulated.misbehaviour.answers = { SetChargingProfile: 'rejected' }
      await Promise.all([no.charge(), yes.charge()])
      await site.until('it is given up', () => no.place().account.conduct.kind === 'unsteerable')
      const refused = grantsOnWire(frames, no.identity).filter(({ answer }) => answer?.status === 'Rejected')
      assert.equal(refused.length, patience.refusals)
      await site.until('its maximum is reserved', () => no.place().cap === 32 && grantOf(yes) <= 6)
      await site.until('its session says why', () => no.place().reason === 'charger_uncooperative')
      await site.until('people are told', async () => (await site.alarms('unsteerable')).length === 1)
    }),

    t.test(
      'a charger that accepts and ignores is found by its draw, reserved, and stopped where that is allowed',
      async () => {
        const site = await bench.site({
          name: 'IGNORE',
          settings: { stopsDisobedient: true },
          chargers: { bad: { circuit: 'left', sampleSeconds: 10 }, good: { circuit: 'left' } },
        })
        const [bad, good] = [site.chargers.bad!, site.chargers.good!]
        await Promise.all([bad.charge(), good.charge()])
        await site.until('both have their share', () => grantOf(bad) + grantOf(good) >= 38)
        bad.simulated.misbehaviour.ignoresProfiles = true
        bad.simulated.charger.changeProfiles((installed) => installed)
        await site.until('it is found out', () => bad.place().account.conduct.kind === 'disobeying')
        await site.until('its maximum is reserved, and the other gives way', () => {
          return bad.place().cap >= 32 && grantOf(good) <= 6
        })
        await site.until('people are told', async () => (await site.alarms('disobeying')).length === 1)
        await site.until('it is stopped', () => bad.evse.session === null)
        assert.ok(
          frames.some(({ identity, action }) => identity === bad.identity && action === 'RemoteStopTransaction'),
          'by us',
        )
      },
    ),

    t.test(
      'a make that lets no grant end keeps what it had reserved; one that ignores the end of a profile falls back',
      async () => {
        const site = await bench.site({
          name: 'NOLEASE',
          settings: { leaseSeconds: 240 },
          circuits: [{ name: 'grid', ratedA: 63 }],
          chargers: {
            known: { circuit: 'grid', supply: { obeysLease: false }, sampleSeconds: 600 },
            deaf: { circuit: 'grid', misbehaviour: { ignoresProfileEnd: true }, sampleSeconds: 600 },
            other: { circuit: 'grid' },
          },
        })
        const [known, deaf, other] = [site.chargers.known!, site.chargers.deaf!, site.chargers.other!]
        await Promise.all([known, deaf, other].map((one) => one.charge()))
        await site.until('all is shared out', () => sum([known, deaf, other], grantOf) >= 57)
        await site.until('people are told', async () => (await site.alarms('no-lease')).length === 1)
        known.simulated.goOffline()
        deaf.simulated.goOffline()
        await site.until('the engine knows', () => [known, deaf].every((one) => !one.place().account.link.online))
        const [ofKnown, ofDeaf] = [heldBy(known), heldBy(deaf)]
        await site.until('their leases are over', () => nowMs() > Math.max(ofKnown.untilMs, ofDeaf.untilMs) + 30_000)
        // Its grant says the fallback as its last period, which is no end that can be ignored.
        assert.equal(deaf.offeredA(), 6)
        assert.equal(deaf.place().cap, 6)
        assert.ok(known.place().cap >= ofKnown.value && known.isWithinCap(), JSON.stringify(known.place()))
        assert.ok(grantOf(other) + known.place().cap + deaf.place().cap <= 61.2)
      },
    ),

    t.test('a charger that does not answer may be following what it had and what it was told', async () => {
      const site = await bench.site({
        name: 'MUTE',
        chargers: { mute: { circuit: 'left' }, other: { circuit: 'left' } },
      })
      const [mute, other] = [site.chargers.mute!, site.chargers.other!]
      await Promise.all([mute.charge(), other.charge()])
      await site.until('both have their share', () => grantOf(mute) + grantOf(other) >= 38)
      const had = grantOf(mute)
      mute.simulated.misbehaviour.answers = { SetChargingProfile: 'silent' }
      await capByHand(ctx, cap(site.circuits.left!, 30))
      await site.until('the other has done so', () => grantOf(other) <= 15)
      await site.until('it was told', () => mute.place().account.pending.length > 0)
      await bench.pass(120)
      assert.equal(grantsOnWire(frames, mute.identity).at(-1)!.answer, null)
      assert.ok(mute.place().account.pending.some(({ value }) => value < had))
      assert.equal(mute.place().cap, had)
    }),

    t.test('clock jump of the server: nothing is planned and people are told, leases go on as they were', async (t) => {
      let jumpedMs = 0
      const clock = startClock({ rate: 80, start: Temporal.Instant.from('2026-05-04T06:00:00Z') })
      const bench = await steeringBench(t, { clock, now: () => clock.now().add({ milliseconds: jumpedMs }) })
      const site = await bench.site({ name: 'JUMP', chargers: { a: { circuit: 'left', sampleSeconds: 60 } } })
      const a = site.chargers.a!
      await a.charge()
      await site.until('it charges at its rate', () => grantOf(a) >= 32)
      await site.until('there is a plan', () => site.view().planner.state === 'planned')
      const { madeAt } = site.view().planner
      const { untilMs } = a.place().account.confirmed!

      jumpedMs = 3_600_000
      await site.until('people are told', async () => (await site.alarms('clock')).length === 1)
      assert.equal(grantOf(a), 32)
      assert.ok(a.place().account.confirmed!.untilMs >= untilMs - 5_000, JSON.stringify([untilMs, a.place()]))
      assert.ok(a.place().account.confirmed!.untilMs < untilMs + 1_800_000, 'no lease has become longer')
      await site.until('its lease was renewed', () => a.place().account.confirmed!.untilMs > untilMs)
      assert.equal(a.offeredA(), 32)
      await site.until('the plan is missed', async () => (await site.alarms('planner')).length === 1)
      assert.deepEqual(site.view().planner.madeAt, madeAt)

      jumpedMs = 0
      await site.until('all is well', async () => (await site.alarms()).length === 0)
    }),
  ])
})

test('planner dead: the dispatcher goes on alone', async (t) => {
  const bench = await steeringBench(t)
  // The only threads that a running server starts are those of its planner.
  const kill = (worker: { terminate(): unknown }) => void worker.terminate()
  process.on('worker', kill)
  t.after(() => process.off('worker', kill))
  const site = await bench.site({ name: 'PLAN', chargers: { a: { circuit: 'left' }, b: { circuit: 'left' } } })
  const both = [site.chargers.a!, site.chargers.b!]
  await Promise.all(both.map((one) => one.charge()))
  await site.until('all is shared out', () => sum(both, grantOf) >= 38)
  await site.until('plans are made without it', () => site.view().planner.source === 'greedy')
})

function cap(circuitId: number, value: number) {
  return { circuitId, unit: 'A', value, until: null, reason: 'by mistake' } as const
}

const heldBy = (charger: SteeredCharger) => charger.place().account.confirmed!

/** What it has said yes to. */
function grantOf(charger: SteeredCharger): number {
  return charger.place().account.confirmed?.value ?? 0
}

function sum(chargers: readonly SteeredCharger[], of: (charger: SteeredCharger) => number): number {
  return chargers.reduce((all, one) => all + of(one), 0)
}
