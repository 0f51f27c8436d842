import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMeter } from '#core/circuits/meters/add-meter.ts'
import { describeVehicle } from '#core/departures/describe-vehicle.ts'
import { profileAt, profileFrom } from '#core/planner/feeds/load-profile.ts'
import { writeSolar } from '#core/planner/feeds/write-solar.ts'
import { execute } from '../support/durability-storage.ts'
import { openToldSite } from '../support/told-site.ts'

test('what a plan goes by', async (t) => {
  const told = await openToldSite(t)
  const { ctx, siteId, circuitId, url } = told
  const { planFeeds } = ctx
  const at = (hours: number) => Temporal.Instant.from('2030-06-01T00:00:00Z').add({ minutes: hours * 60 })
  const block = (from: number, to: number, powerW: number) => ({ from: at(from), to: at(to), powerW })

  await t.test('a forecast of the sun replaces what was said of its span, and is on record', async () => {
    await writeSolar(ctx, siteId, [block(8, 12, 4_000), block(12, 16, 9_000)])
    await writeSolar(ctx, siteId, [block(13, 14, 1_000), block(10, 11, 2_000)])
    assert.deepEqual(await planFeeds.solar(siteId, at(0), at(24)), [
      block(8, 10, 4_000),
      block(10, 11, 2_000),
      block(13, 14, 1_000),
      block(14, 16, 9_000),
    ])
    const before = await planFeeds.solar(siteId, at(0), at(24))
    const overlapping = [block(8, 10, 1), block(9, 11, 1)]
    await assert.rejects(writeSolar(ctx, siteId, overlapping), { code: 'invalid_value' })
    await assert.rejects(writeSolar(ctx, siteId + 99, [block(1, 2, 3)]), { code: 'not_found' })
    assert.deepEqual(await planFeeds.solar(siteId, at(0), at(24)), before)
    assert.equal((await told.audited('solar.written')).length, 2)
  })

  const asked = { circuitId, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } } as const
  const { meter } = await addMeter(ctx, asked)

  await t.test('a peak is the highest mean of a quarter by the meter, is kept, and only rises', async () => {
    const day = Temporal.Instant.from('2026-03-03T10:00:00Z')
    const minute = (n: number, powerW: number) => ({
      ...{ meterId: meter.id, at: day.add({ minutes: n }), amps: { L1: 1, L2: 1, L3: 1 }, powerW, samples: 12 },
      ...{ rise: noChannel, own: noChannel },
    })
    const quarters = Array.from({ length: 45 }, (_, n) => minute(n, n === 20 ? 90_000 : n < 30 ? 30_000 : 60_000))
    // Of the last quarter too little is known, whatever it was.
    await ctx.transaction((tx) => tx.circuitMeters.keepMinutes([...quarters, minute(46, 500_000)]))
    const meters = [{ id: meter.id, voltsToNeutral: 230 }]
    const span = { from: day, to: day.add({ hours: 2 }) }
    const peak = (await planFeeds.highestQuarter(meters, span))!
    assert.deepEqual([peak.powerW, String(peak.at)], [60_000, '2026-03-03T10:30:00Z'])
    assert.equal((await planFeeds.highestQuarter(meters, { ...span, to: day.add({ minutes: 30 }) }))!.powerW, 34_000)
    assert.equal(await planFeeds.highestQuarter([...meters, { id: meter.id + 1, voltsToNeutral: 230 }], span), null)

    const period = Temporal.Instant.from('2026-03-01T00:00:00Z')
    await ctx.transaction((tx) => tx.planFeeds.raisePeak(siteId, period, peak))
    await ctx.transaction((tx) => tx.planFeeds.raisePeak(siteId, period, { ...peak, powerW: 10 }))
    assert.deepEqual(await planFeeds.peak(siteId, period), peak)
    assert.equal(await planFeeds.peak(siteId, period.add({ hours: 1 })), null)
  })

  await t.test('a load’s usual day is learnt from what was not ours, by the clock of the site', async () => {
    // Fourteen days, a value every five minutes: between 6:00 and 7:00 in Berlin it is high on some days.
    await execute(
      url,
      `insert into circuit_minute (tenant_id, meter_id, at, l1_a, l2_a, l3_a, own_l1_a, own_l2_a, own_l3_a, samples)
       select 1, ${meter.id}, at, 100, 100, 100, a, a, a, 12
         from generate_series(date_trunc('hour', server_time()) - interval '336 hours', server_time(), interval '5 minutes') at,
              lateral (select case when extract(hour from at at time zone 'Europe/Berlin') = 6 then 30 else 5 end as a) load
       on conflict do nothing`,
    )
    const profile = profileFrom(await planFeeds.profile(meter.id, 'Europe/Berlin'))!
    const local = Temporal.ZonedDateTime.from('2026-11-24T06:40[Europe/Berlin]')
    for (const days of [0, 4]) {
      assert.equal(profileAt(profile, local.add({ days }))?.L1, 30)
      assert.equal(profileAt(profile, local.add({ days, hours: 1 }))?.L2, 5)
    }
    assert.deepEqual(await planFeeds.profile(meter.id + 1, 'UTC'), [])
  })

  await t.test('how a vehicle draws is kept beside what was said of it, and joined over sessions', async () => {
    const { id } = await describeVehicle(ctx, 'BUS-1', { batteryWh: 350_000 })
    const draw = (sessionId: number) => ({ sessionId, mostW: 100_000, seenW: 110_000, perPercentW: 4_000 })
    const vehicle = { vehicleId: id, model: null, kind: 'dc' } as const
    const unknown = { vehicleId: null, model: 'Maker One', kind: 'dc' } as const
    for (const who of [vehicle, unknown, vehicle]) {
      const known = (await planFeeds.learntDraws()).find(({ vehicleId }) => vehicleId === who.vehicleId)
      await ctx.transaction((tx) => tx.planFeeds.addDraw(who, draw((known?.sessions.length ?? 0) + 1)))
    }
    const learnt = await planFeeds.learntDraws()
    assert.deepEqual(
      learnt.find(({ vehicleId }) => vehicleId === id),
      { ...vehicle, sessions: [draw(1), draw(2)] },
    )
    assert.deepEqual(
      learnt.find(({ model }) => model !== null),
      { ...unknown, sessions: [draw(1)] },
    )
    assert.equal((await ctx.vehicles.byId(id))!.maxDcW, null)
  })
})

const noChannel = { L1: null, L2: null, L3: null, power: null }
