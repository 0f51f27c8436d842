import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capByHand, liftCap } from '#core/circuits/cap-by-hand.ts'
import { hoursOf } from '#core/planner/plan-input.ts'
import { car } from '../support/simulated-site.ts'
import { type SteeredCharger, type SteeredSite, type SteeringBench, steeringBench } from '../support/steered-site.ts'
import { conditioningSaid, conditioningW, type TalkingVehicle, talkingVehicle } from '../support/talking-vehicle.ts'

// Vehicles that talk VDV 261 at a live site: their conditioning in the plan, in the grants, and in what they are told.

test('vehicles that condition themselves before they leave', { concurrency: 3 }, async (t) => {
  const bench = await steeringBench(t)
  const { admin, clock, ctx } = bench

  await Promise.all([
    t.test('a full bus is warmed before it leaves, beside one that charges and within the limit', async (t) => {
      const { site, charger, vehicle, bus } = await siteWithBus(t, bench, 'WARM', { other: { circuit: 'grid' } })
      const other = site.chargers.other!
      await other.charge()
      await leaves(bench, bus, site, 90)
      bus.talk()
      await site.until('its block is planned', async () => Math.abs((await planned(bench, site)).energyWh - 2_000) < 50)
      const departsAt = await leaves(bench, bus, site, 24)
      await site.until('the plan has followed', async () => {
        const { energyWh, fromS, toS } = await planned(bench, site)
        const departsS = departsAt.epochMilliseconds / 1_000
        return Math.abs(energyWh - 2_000) < 50 && toS >= departsS && toS < departsS + 900 && fromS >= departsS - 1_500
      })
      await site.until('it was told the new one', () => bus.last()!.driveoff <= 24)
      await site.until('the other has all of its room', () => granted(other) >= 30)
      assert.deepEqual([charger.place().reason, charger.offeredA(), bus.last()!.prec_dsrd], ['target_reached', 0, 0])

      const before = charger.evse.registerWh
      await site.until('it is told to begin', () => bus.last()!.prec_dsrd === 1)
      const begun = bus.told.find(({ prec_dsrd }) => prec_dsrd === 1)!
      const early = begun.at.until(departsAt).total('minutes')
      assert.ok(early <= 15 && early > 13, `${early} minutes before its departure`)
      await site.until('it has the power that it asked for', () => {
        assertWithin(site)
        return charger.offeredA() * 690 >= conditioningW && charger.evse.powerW >= conditioningW - 1
      })
      assert.ok(clock.now().until(departsAt).total('minutes') >= 6, 'while there is still time')
      assert.ok(granted(charger) <= 19, 'and not what its full battery would not take')
      assert.ok(granted(other) >= 18, 'the other goes on with what is left')
      await site.until('it is warm before it leaves', () => vehicle.conditioning?.leftWh === 0)
      assertWithin(site)
      charger.simulated.charger.advance()
      const drawnWh = charger.evse.registerWh - before
      assert.ok(Math.abs(drawnWh - 2_000) < 5, `${drawnWh} Wh have passed the meter`)
      await site.until('its departure is over', () => bus.last()!.prec_dsrd === 0 && bus.last()!.driveoff === 65_535)
      await site.until('the other has all again', () => granted(charger) === 0 && granted(other) >= 30)
    }),

    t.test('it is not told to condition itself where there is no power, and not without a departure', async (t) => {
      const { site, charger, bus } = await siteWithBus(t, bench, 'COLD')
      await leaves(bench, bus, site, 40)
      bus.talk()
      await site.until('its block is planned', async () => (await planned(bench, site)).energyWh > 1_900)
      const { grid } = site.circuits
      await capByHand(ctx, { circuitId: grid!, unit: 'A', value: 0, until: null, reason: 'a test of the fuse' })
      await site.until('it is obeyed', () => site.view().rows.some(({ limit }) => limit === 0))
      const departsAt = await leaves(bench, bus, site, 20)
      await site.until('it would be time', () => clock.now().until(departsAt).total('minutes') < 14)
      await site.until('it was told the departure', () => (bus.last()?.driveoff ?? 99) <= 14)
      assert.equal(charger.place().reason, 'operator_limit')
      assert.deepEqual([...new Set(bus.told.map(({ prec_dsrd }) => prec_dsrd))], [0])

      await liftCap(ctx, grid!)
      await site.until('it is told as soon as there is power', () => bus.last()!.prec_dsrd === 1)
      await site.until('and has it', () => charger.evse.powerW > 4_000)
      await admin('departure.remove', { vehicle: bus.id })
      await site.until('it does not leave', () => bus.last()!.driveoff === 65_535 && bus.last()!.prec_dsrd === 0)
      await site.until('its block is gone', async () => (await planned(bench, site)).energyWh === 0)
      await site.until('and its grant', () => charger.place().reason === 'target_reached' && granted(charger) === 0)
    }),

    t.test('of one that fell silent the need is still known, and nothing is kept to condition it', async (t) => {
      const { site, charger, bus } = await siteWithBus(t, bench, 'SILENT', {}, 0.5)
      await leaves(bench, bus, site, 90)
      await bus.say({ seq: 0, bat_eamount: 15, ...conditioningSaid })
      await site.until('its block is planned', async () => (await planned(bench, site)).energyWh > 1_900)
      await bench.pass(400)
      await site.until('its block is gone', async () => (await planned(bench, site)).energyWh === 0)
      const { plan } = await planned(bench, site)
      const leftWh = plan.forecast.energyWh * 0.9
      assert.ok(leftWh > 5_000 && leftWh < 14_900, `${leftWh} Wh are still missing, less what it has got since`)

      await bus.say({ bat_eamount: 12 })
      await bench.pass(60)
      assert.equal((await planned(bench, site)).energyWh, 0, 'what it said before the silence is not gone on with')
      await bus.say({ seq: 0, bat_eamount: 12, ...conditioningSaid })
      await site.until('its block is back', async () => (await planned(bench, site)).energyWh > 1_900)
      assert.ok(granted(charger) > 0)
    }),
  ])
})

const vinOf: Record<string, string> = {
  ...{ WARM: 'WEB62800000000001', COLD: 'WEB62800000000002', SILENT: 'WEB62800000000003' },
}

async function siteWithBus(
  t: { after(hook: () => void): void },
  bench: SteeringBench,
  name: string,
  others: Record<string, { circuit: string }> = {},
  soc = 1,
): Promise<{ site: SteeredSite; charger: SteeredCharger; vehicle: ReturnType<typeof car>; bus: TalkingVehicle }> {
  const chargers = { bus: { circuit: 'grid', version: '2.0.1' as const }, ...others }
  const site = await bench.site({ name, circuits: [{ name: 'grid', ratedA: 40 }], chargers })
  const charger = site.chargers.bus!
  const vehicle = car(soc, { capacityWh: 100_000, maxAcW: 22_080 })
  const card = `BUS-${name}`
  const bus = await talkingVehicle(bench, vehicle, { id: card, vin: vinOf[name]!, card })
  t.after(() => bus.hush())
  charger.simulated.charger.plug(charger.evse, vehicle)
  await charger.simulated.charger.tap(card, charger.evse)
  await site.until('it has a session', () => charger.place().sessionId !== null)
  return { site, charger, vehicle, bus }
}

async function leaves({ admin, clock }: SteeringBench, bus: TalkingVehicle, site: SteeredSite, minutes: number) {
  const at = clock.now().add({ minutes }).round({ smallestUnit: 'second' })
  await admin('departure.set', { vehicle: bus.id, site: site.chargers.bus!.identity.split('-')[0], at: at.toString() })
  return at
}

/** The bus in the last plan, and its block there. */
async function planned({ ctx }: SteeringBench, site: SteeredSite) {
  const body = (await ctx.steering.plan(site.id))?.body
  const id = String(site.chargers.bus!.place().sessionId)
  const plan = body?.plan.vehicles.find((one) => one.id === id)
  const blocks = body?.plan.blocks ?? []
  const watts = plan?.preconditionW ?? []
  const [first, last] = [watts.findIndex((power) => power > 1), watts.findLastIndex((power) => power > 1)]
  const energyWh = watts.reduce((sum, power, at) => sum + power * hoursOf(blocks[at]!), 0)
  return { plan: plan!, energyWh, fromS: blocks[first]?.startS ?? 0, toS: blocks[last]?.endS ?? 0 }
}

function granted(charger: SteeredCharger): number {
  return charger.place().account.confirmed?.value ?? 0
}

function assertWithin(site: SteeredSite): void {
  for (const { id, limit, committed } of site.view().rows) assert.ok(committed <= limit + 1e-6, `${id} above its limit`)
}
