import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { bindRequests } from '#core/departures/bind-requests.ts'
import { describeVehicle } from '#core/departures/describe-vehicle.ts'
import { matchingRequests } from '#core/departures/matching-requests.ts'
import { type NeedInput, needOf } from '#core/departures/need-of.ts'
import { noteNeeds } from '#core/departures/note-needs.ts'
import { type AskedRequest, withdrawRequest, writeRequests } from '#core/departures/write-requests.ts'
import { answerPresystem } from '#core/vdv463/answer-presystem.ts'
import { runOperation } from '#server/operation.ts'
import { vdv463Operations } from '#server/vdv463-operations.ts'
import { silent } from '../support/durability-storage.ts'
import { openToldSite, type ToldSite } from '../support/told-site.ts'

test('what vehicles need, as others tell it to a site', async (t) => {
  const site = await openToldSite(t)
  await vehicles(t, site)
  await requests(t, site)
  await needsOverTheCable(t, site)
  await planningSystem(t, site)
})

async function vehicles(t: TestContext, { ctx }: ToldSite): Promise<void> {
  await t.test('a vehicle is described bit by bit, and a VIN belongs to one vehicle', async () => {
    await describeVehicle(ctx, 'BUS-7', { vin: 'WEB12345678901234', batteryWh: 350_000 })
    const bus = await describeVehicle(ctx, 'BUS-7', { name: 'Line 12', klass: 2 })
    assert.deepEqual([bus.vin, bus.batteryWh, bus.name, bus.klass], ['WEB12345678901234', 350_000, 'Line 12', 2])
    assert.deepEqual(await ctx.vehicles.find('BUS-7'), bus)
    assert.deepEqual(await ctx.vehicles.byId(bus.id), bus)
    await assert.rejects(describeVehicle(ctx, 'BUS-8', { vin: 'web12345678901234' }), { code: 'conflict' })
    await assert.rejects(describeVehicle(ctx, 'BUS-8', { vin: 'short' }), { code: 'invalid_value' })
    await assert.rejects(describeVehicle(ctx, 'BUS-8', { batteryWh: 0.5 }), { code: 'invalid_value' })
    assert.deepEqual(await ctx.vehicles.list(), [bus])
  })
}

async function requests(t: TestContext, site: ToldSite): Promise<void> {
  const { ctx, siteId, chargerId } = site
  const asked = (requestId: string, members: Partial<AskedRequest> = {}): AskedRequest => ({
    ...{ requestId, vehicleId: null, place: { chargerId, evse: 2 }, arrivesAt: null },
    ...{ departsAt: site.now().add({ hours: 8 }), soc: null, minimumSoc: null, targetSoc: null, needMinimumWh: null },
    ...{ needFullWh: 40_000, klass: null, precondition: null, confidence: 1, reportedAt: site.now() },
    ...members,
  })
  const ids = async () => (await ctx.siteLimits.requests(siteId, site.now())).map(({ requestId }) => requestId)

  await t.test('a request is added, updated under its id, withdrawn, and told anew', async () => {
    await writeRequests(ctx, { siteId, source: 'fleet', requests: [asked('a'), asked('b')] })
    await writeRequests(ctx, { siteId, source: 'fleet', requests: [asked('a', { klass: 5 })] })
    assert.deepEqual(
      (await ctx.siteLimits.requests(siteId, site.now())).map(({ klass }) => klass),
      [5, null],
    )
    await withdrawRequest(ctx, { siteId, source: 'fleet', requestId: 'a' })
    assert.deepEqual(await ids(), ['b'])
    await assert.rejects(withdrawRequest(ctx, { siteId, source: 'fleet', requestId: 'a' }), { code: 'not_found' })
    await writeRequests(ctx, { siteId, source: 'fleet', requests: [asked('a')] })
    assert.deepEqual(await ids(), ['a', 'b'])
    assert.equal((await site.audited('requests.withdrawn')).length, 1)
  })

  await t.test('a complete list withdraws what is not in it, of its own source only', async () => {
    await writeRequests(ctx, { siteId, source: 'operator', requests: [asked('o')] })
    const { withdrawn } = await writeRequests(ctx, { siteId, source: 'fleet', requests: [asked('b')], listed: ['b'] })
    assert.deepEqual([withdrawn, await ids()], [['a'], ['b', 'o']])
  })

  await t.test('one that makes no sense is refused, and the others of its list with it', async () => {
    const bad: Partial<AskedRequest>[] = [
      { place: null },
      { soc: 101 },
      { minimumSoc: 80, targetSoc: 70 },
      { needFullWh: -1 },
      { needMinimumWh: 50_000 },
      { arrivesAt: site.now().add({ hours: 9 }) },
      { klass: 0.5 },
      { precondition: { powerW: 0, minutes: 5 } },
      { confidence: Number.NaN },
      { requestId: '' },
    ]
    for (const members of bad) {
      const list = [asked('good'), asked('bad', members)]
      await assert.rejects(writeRequests(ctx, { siteId, source: 'fleet', requests: list }), { code: 'invalid_value' })
    }
    const twice = [asked('x'), asked('x')]
    await assert.rejects(writeRequests(ctx, { siteId, source: 'fleet', requests: twice }), { code: 'invalid_value' })
    assert.deepEqual(await ids(), ['b', 'o'])
  })

  await t.test(
    'what is for a session is bound to it, and a silent schedule is said to be assumed after two hours',
    async () => {
      const stay = { sessionId: 4711, chargerId, evse: 2, vehicleId: null, pluggedAt: site.now() }
      await bindRequests(ctx, await ctx.siteLimits.requests(siteId, site.now()), stay)
      const bound = await ctx.siteLimits.requests(siteId, site.now())
      assert.deepEqual(
        bound.map(({ sessionId }) => sessionId),
        [4711, 4711],
      )
      const need = async () => {
        const input: NeedInput = {
          requests: await ctx.siteLimits.requests(siteId, site.now()),
          heard: await ctx.siteLimits.heard(siteId),
          settings: (await ctx.circuits.site(siteId))!.settings,
          ...{ stay, vehicle: null, soc: null, energySince: () => 0, energySinceSaid: () => 0, now: site.now() },
        }
        return needOf(input)
      }
      assert.deepEqual([(await need()).departsAt.confidence, (await need()).departsAt.source], ['reported', 'fleet'])
      await site.pass(2 * 3600 + 60)
      assert.deepEqual((await need()).assumed, ['need', 'departure'])
      await writeRequests(ctx, { siteId, source: 'fleet', requests: [], listed: ['b'] })
      assert.deepEqual((await need()).assumed, [])
      assert.equal(await ctx.siteLimits.heardOf(siteId, 'iso15118'), null)
    },
  )
}

async function needsOverTheCable(t: TestContext, { ctx, siteId, chargerId, now }: ToldSite): Promise<void> {
  await t.test(
    'what a vehicle tells over the cable is for its session, and unknown of a charger of no site',
    async () => {
      const charger = { id: chargerId, tenant: 1, identity: 'HALL-1' }
      const told = { sessionId: 77, evse: 1, energyWh: 12_345.6, departureAt: now().add({ hours: 3 }).toString() }
      await noteNeeds(ctx, charger, told)
      await noteNeeds(ctx, charger, { ...told, energyWh: 9_000 })
      await noteNeeds(ctx, { ...charger, id: 999_999 }, told)
      const ofCable = (await ctx.siteLimits.requests(siteId, now())).filter(({ source }) => source === 'iso15118')
      assert.deepEqual(
        ofCable.map(({ requestId, needFullWh, place }) => [requestId, needFullWh, place]),
        [['77', 9_000, { chargerId, evse: 1 }]],
      )
      const stay = { chargerId, evse: 1, vehicleId: null, pluggedAt: now() }
      assert.equal(matchingRequests(ofCable, { ...stay, sessionId: 77 }).size, 1)
      assert.equal(matchingRequests(ofCable, { ...stay, sessionId: 78 }).size, 0)
    },
  )
}

async function planningSystem(t: TestContext, site: ToldSite): Promise<void> {
  const { ctx, siteId } = site
  const message = (...list: object[]) => ({ chargingRequestList: list })
  const wish = (chargingRequestId: string, members: object = {}) => ({
    ...{ chargingRequestId, vehicleId: 'WEB12345678901234', chargingPointId: 'HALL-1/1' },
    chargingRequestData: {
      ...{ minTargetSoc: 50, maxTargetSoc: 80, expectedSocAtArrival: 30 },
      requestedTimeForDeparture: site.now().add({ hours: 6 }).toString(),
    },
    ...members,
  })
  const known = async () =>
    (await ctx.siteLimits.requests(siteId, site.now()))
      .filter(({ source }) => source === 'vdv463')
      .map(({ requestId, klass }) => [requestId, klass])
  const operations = vdv463Operations(async () => ctx)
  const { publicId } = (await ctx.circuits.site(siteId))!
  const imported = (args: object) =>
    runOperation(operations, {
      ...{ name: 'vdv463.import', args: { site: publicId, ...args } },
      ...{ signal: new AbortController().signal, log: silent },
    })

  await t.test(
    'a planning system’s list is complete: what is missing from it is withdrawn, a known id is updated',
    async () => {
      assert.deepEqual(await imported({ message: message(wish('r1'), wish('r2')) }), {
        result: { taken: 2, withdrawn: [], rejected: [] },
      })
      assert.deepEqual(await imported({ message: message(wish('r2', { priority: 3 })) }), {
        result: { taken: 1, withdrawn: ['r1'], rejected: [] },
      })
      assert.deepEqual(await known(), [['r2', 3]])
    },
  )

  await t.test('an unknown vehicle or place is rejected with its reason, and what was known of it stays', async () => {
    const list = message(wish('r2', { vehicleId: 'BUS-99' }), wish('r3', { chargingPointId: 'HALL-7/1' }), wish('r4'))
    const { result } = (await imported({ message: list })) as { result: { rejected: unknown; taken: number } }
    assert.deepEqual(result.rejected, [
      { requestId: 'r2', reason: "unknown vehicle 'BUS-99'" },
      { requestId: 'r3', reason: "unknown charging point 'HALL-7/1'" },
    ])
    assert.deepEqual(await known(), [
      ['r2', 3],
      ['r4', null],
    ])
  })

  await t.test('targets become the need of the session by the vehicle’s battery', async () => {
    const bus = (await ctx.vehicles.find('BUS-7'))!
    const need = needOf({
      requests: await ctx.siteLimits.requests(siteId, site.now()),
      heard: await ctx.siteLimits.heard(siteId),
      settings: (await ctx.circuits.site(siteId))!.settings,
      stay: { sessionId: 5, chargerId: site.chargerId, evse: 1, vehicleId: bus.id, pluggedAt: site.now() },
      ...{ vehicle: bus, soc: null, energySince: () => 0, energySinceSaid: () => 0, now: site.now() },
    })
    assert.deepEqual([need.minimumWh.value, need.fullWh.value, need.klass.value], [70_000, 175_000, 3])
  })

  await t.test('its messages are answered in kind: confirmed, or refused in words', async () => {
    const send = (
      type: 1 | 2 | 3,
      action: 'BootNotification' | 'ProvideChargingRequests' | 'ProvideChargingInformation',
      payload: object,
    ) => answerPresystem(ctx, siteId, [type, 'BMS', 'BMS-1', site.now().toString(), 'm-1', action, payload])
    const boot = await send(1, 'BootNotification', { presystem: 'BMS' })
    assert.deepEqual([boot?.[0], boot?.[2], boot?.[4], boot?.[6]], [2, 'BMS-1', 'm-1', { status: 'Accepted' }])
    assert.deepEqual((await send(1, 'ProvideChargingRequests', message(wish('r4'))))?.[6], {})
    const refused = await send(1, 'ProvideChargingRequests', message(wish('r4'), wish('r5', { vehicleId: 'BUS-99' })))
    assert.deepEqual([refused?.[0], refused?.[6]], [3, { errorMessage: "r5: unknown vehicle 'BUS-99'" }])
    assert.equal((await send(1, 'ProvideChargingInformation', {}))?.[0], 3)
    assert.equal(await send(2, 'ProvideChargingInformation', {}), null)
  })

  await t.test('a message that is not as VDV 463 says is refused before anything is taken of it', async () => {
    const bad = [
      {},
      { chargingRequestList: {} },
      message({ ...wish('r4'), vehicleId: 7 }),
      message({ ...wish('r4'), chargingRequestData: { minTargetSoc: 10 } }),
      message({ ...wish('r4'), chargingRequestData: { minTargetSoc: 10, maxTargetSoc: 120 } }),
      message({
        ...wish('r4'),
        chargingRequestData: { minTargetSoc: 1, maxTargetSoc: 2, requestedTimeForDeparture: 'soon' },
      }),
    ]
    for (const one of bad) {
      const outcome = (await imported({ message: one })) as { error: { kind: string } }
      assert.equal(outcome.error?.kind, 'usage', JSON.stringify(one))
    }
    assert.deepEqual(await known(), [['r4', null]])
    assert.deepEqual(await imported({ message: message() }), { result: { taken: 0, withdrawn: ['r4'], rejected: [] } })
  })
}
