import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeLimits } from '#core/circuits/write-limits.ts'
import { writeRequests } from '#core/departures/write-requests.ts'
import { type ActivationRequest, activate, cancelActivation } from '#core/flexibility/activate.ts'
import { askEnvelope, askOffer, withdrawOffer } from '#core/flexibility/ask-offer.ts'
import type { Activation } from '#core/flexibility/flexibility.ts'
import { reportActivation } from '#core/flexibility/report-activation.ts'
import { execute } from '../support/durability-storage.ts'
import { type SteeredCharger, type SteeredSite, type SteeringBench, steeringBench } from '../support/steered-site.ts'

// What is promised and ordered of a site (smart-charging 6.4), on one server with a site for each.

test('flexibility of a site', { concurrency: 4 }, async (t) => {
  const bench = await steeringBench(t, { rate: 30 })
  const { ctx, clock } = bench
  const kept = async (id: number) => (await ctx.flexibility.activation(id))!

  await Promise.all([
    t.test(
      'what is offered is called, ramped, delivered and reported, also when another engine takes over',
      async (t) => {
        const site = await bench.site({ name: 'OFFER', ...threeChargers })
        const all = await charging(bench, site)
        const from = clock.now().add({ seconds: 150 })
        const to = from.add({ minutes: 14 })
        const asked = await askOffer(ctx, { siteId: site.id, from, to })
        await site.until('it is offered', async () => (await ctx.flexibility.offer(asked.id))!.state === 'open')
        const offer = (await ctx.flexibility.offer(asked.id))!
        assert.ok(offer.reductionW! >= 50_000 && offer.reductionW! <= 67_000, String(offer.reductionW))
        assert.equal(offer.baseline!.blocks[0]!.startS, Math.floor(offer.madeAt!.epochMilliseconds / 1_000))

        const call = { siteId: site.id, offerId: offer.id, reductionW: 45_000, orderedBy: 'vpp', rampSeconds: 120 }
        const { id, state } = await activate(ctx, call)
        assert.equal(state, 'acknowledged')
        await assert.rejects(activate(ctx, call), { code: 'conflict' }, 'an offer is called once')
        await assert.rejects(activate(ctx, order(bench, site, { from, to })), { code: 'conflict' }, 'one at a time')

        await site.until('it runs', async () => (await kept(id)).state === 'running')
        const { startW, targets } = await kept(id)
        assert.ok(startW! > 55_000, String(startW))
        const highW = Math.max(...targets.map((target) => target.highW))
        assert.ok(grantedW(all) > highW, 'it is not there at once: it is ramped')
        await site.until('it draws no more than ordered', () => grantedW(all) <= highW && offeredW(all) <= highW)
        await site.until('sessions say why', () => all.some((one) => one.place().boundBy === `activation${id}`))

        await t.test('a takeover changes nothing of it', async () => {
          const { fence } = site.view()
          await execute(
            bench.databaseUrl,
            `update steering_owner set fence = fence + 1, node_id = 30000
          where location_id = ${site.id}`,
          )
          await site.until('another engine has it', () => (bench.server.steering.view(site.id)?.fence ?? 0) > fence + 1)
          await site.until('all have said what they go by', () =>
            all.every((one) => one.place().account.link.reconciled),
          )
          assert.ok(grantedW(all) <= highW)
          assert.equal((await kept(id)).startW, startW)
        })

        await site.until(
          'it is over',
          async () => !['acknowledged', 'running'].includes((await kept(id)).state),
          90_000,
        )
        const report = (await reportActivation(ctx, id))!
        assert.equal(report.activation.state, 'delivered', JSON.stringify(report.minutes))
        assert.ok(report.minutes.filter(({ measuredW }) => measuredW !== null).length >= 10)
        const last = report.minutes.findLast(({ isKept }) => isKept !== null)!
        assert.ok(last.deliveredW! >= 44_000, JSON.stringify(last))
        assert.ok(report.deliveredWh > 5_000)
        await site.until('what was put off is made up', () => grantedW(all) > 55_000)
        assert.ok(grantedW(all) <= report.activation.baseline.peakW + 700, 'below the peak that was planned before')
      },
    ),

    t.test(
      'an activation that would make a bus late is said to be partial at once, and the bus is not late',
      async () => {
        const site = await bench.site({ name: 'BUS', ...threeChargers })
        const all = await charging(bench, site, { needMinimumWh: 8_000, minutes: 45 })
        const { id } = await activate(ctx, order(bench, site, { highW: 0 }))
        await site.until('it is said', async () => (await kept(id)).partial !== null)
        assert.equal((await kept(id)).partial!.reason, 'minimum_targets')
        await site.until('there is an alarm', async () => (await site.alarms('flexibility-partial')).length === 1)
        const drawn = () => all.reduce((sum, { evse }) => sum + evse.registerWh, 0)
        const before = drawn()
        await site.until('they go on', () => drawn() > before + 1_000)
        await cancelActivation(ctx, { siteId: site.id, id })
        assert.equal((await kept(id)).state, 'cancelled')
        await assert.rejects(cancelActivation(ctx, { siteId: site.id, id }), { code: 'conflict' })
        await site.until('nothing holds them back any more', () => grantedW(all) > 55_000)
        await site.until('the alarm is over', async () => (await site.alarms('flexibility-partial')).length === 0)
      },
    ),

    t.test('a limit of the grid operator outranks a band that asks for more, and is named', async () => {
      const site = await bench.site({ name: 'BAND', ...threeChargers })
      const all = await charging(bench, site)
      const { id } = await activate(ctx, order(bench, site, { lowW: 40_000, highW: 50_000, rampSeconds: 300 }))
      await site.until('it is on its way there', async () => {
        return (await kept(id)).state === 'running' && grantedW(all) < 63_000 && grantedW(all) > 40_000
      })
      // In the middle of the ramp.
      await writeLimits(ctx, {
        ...{ circuitId: site.circuits.grid!, kind: 'grid-operator', name: 'dso', unit: 'W', reason: null, lease: null },
        intervals: [{ from: clock.now(), to: null, value: 20_000 }],
      })
      await site.until('it is obeyed', () => grantedW(all) <= 20_000 && offeredW(all) <= 20_000)
      await site.until('it is said that less is delivered', async () => (await kept(id)).partial !== null)
      const { partial } = await kept(id)
      assert.equal(partial!.reason, 'limit')
      assert.equal(partial!.shortfalls[0]!.row, `c${site.circuits.grid}/W`)
      await site.until('sessions name it', () => all.some((one) => one.place().reason === 'grid_operator_limit'))
    }),

    t.test('how far it can be moved is told as an envelope, and what is not open is not called', async () => {
      const site = await bench.site({ name: 'ENV', ...threeChargers })
      await charging(bench, site)
      await askEnvelope(ctx, site.id)
      await site.until('it is told', async () => (await ctx.flexibility.envelope(site.id))?.envelope != null)
      const { envelope } = (await ctx.flexibility.envelope(site.id))!
      assert.ok(envelope!.lowestW[0]! < 1_000 && envelope!.highestW[0]! > 60_000, JSON.stringify(envelope!.lowestW))
      assert.equal(envelope!.blocks.length, envelope!.latestWh.length)

      const span = { from: clock.now().add({ hours: 1 }), to: clock.now().add({ hours: 2 }) }
      const { id: offerId } = await askOffer(ctx, { siteId: site.id, ...span })
      await withdrawOffer(ctx, { siteId: site.id, id: offerId })
      const call = { siteId: site.id, offerId, reductionW: null, orderedBy: 'vpp', rampSeconds: 0 }
      await assert.rejects(activate(ctx, call), { code: 'conflict' })
      for (const wrong of [
        { highW: -1 },
        { lowW: 9_000, highW: 8_000 },
        { to: clock.now() },
        { rampSeconds: 90_000 },
      ]) {
        await assert.rejects(activate(ctx, order(bench, site, wrong)), { code: 'invalid_value' })
      }
    }),
  ])
})

const threeChargers = {
  circuits: [{ name: 'grid', ratedA: 160 }],
  chargers: {
    a: { circuit: 'grid' },
    b: { circuit: 'grid', version: '2.0.1' },
    c: { circuit: 'grid', version: '2.1' },
  },
} as const

/** Plugs a bus in everywhere, whose needs and departures are known, and waits for all that they can have. */
async function charging(
  { ctx, clock }: SteeringBench,
  site: SteeredSite,
  { needMinimumWh = 0, minutes = 600 } = {},
): Promise<SteeredCharger[]> {
  const all = Object.values(site.chargers)
  const now = clock.now()
  await writeRequests(ctx, {
    siteId: site.id,
    source: 'fleet',
    requests: all.map(({ id, identity }) => ({
      ...{ requestId: identity, reportedAt: now, place: { chargerId: id, evse: 1 }, vehicleId: null, arrivesAt: null },
      ...{ departsAt: now.add({ minutes }), soc: null, minimumSoc: null, targetSoc: null, needMinimumWh },
      ...{ needFullWh: 150_000, klass: null, precondition: null, confidence: 1 },
    })),
  })
  await Promise.all(all.map((one) => one.charge()))
  await site.until('all charge', () => grantedW(all) > 60_000)
  await site.until('it is planned', async () => ((await ctx.steering.plan(site.id))?.body.plan.gridW[0] ?? 0) > 60_000)
  return all
}

function order(
  { clock }: SteeringBench,
  site: SteeredSite,
  members: Partial<Pick<Activation, 'from' | 'to' | 'rampSeconds'>> & { lowW?: number; highW?: number },
): ActivationRequest {
  const { from = clock.now(), to = clock.now().add({ minutes: 40 }), rampSeconds = 0 } = members
  const { lowW = null, highW = 20_000 } = members
  return { siteId: site.id, offerId: null, orderedBy: 'vpp', from, to, rampSeconds, lowW, highW }
}

/** What they have said yes to. */
function grantedW(chargers: readonly SteeredCharger[]): number {
  return chargers.reduce((sum, one) => sum + 690 * (one.place().account.confirmed?.value ?? 0), 0)
}

function offeredW(chargers: readonly SteeredCharger[]): number {
  return chargers.reduce((sum, one) => sum + 690 * one.offeredA(), 0)
}
