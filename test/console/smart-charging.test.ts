import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Forecast } from '#core/planner/readiness.ts'
import type { PlanBody } from '#core/steering/plan-body.ts'
import { logIn } from '#test/support/console.ts'
import { contextOf, execute, openNode } from '#test/support/durability-storage.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { roundOfSite } from '#test/support/round-of-site.ts'
import { read } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'

test('a site is drawn, checked, limited, asked about and explained at the console', async (t) => {
  const clock = heldClock()
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'], evses: 1, now: clock.now })
  const [anna, otto, vera] = [
    await logIn(system, { role: 'administrator' }),
    await logIn(system, { role: 'operator' }),
    await logIn(system, { role: 'viewer' }),
  ]
  const chargers = await read(system, 'select id::int, identity from charger order by identity')
  const [one, two] = chargers.map(({ id }) => id as number) as [number, number]
  const ids = { site: 0, grid: 0, row: 0 }
  const siteNow = async () => (await vera.get(`sites/${ids.site}`)).body

  await t.test('an administrator draws the tree and hangs chargers on it; all may look at it', async () => {
    const site = { name: 'Depot', timeZone: 'Europe/Berlin', settings: { usualStayHours: 10 } }
    ids.site = (await anna.post('sites', site)).body.id
    const grid = { name: 'Grid', ratedA: 100, assumed: [{ from: '00:00', amps: { L1: 10, L2: 5, L3: 0 } }] }
    ids.grid = (await anna.post(`sites/${ids.site}/circuits`, grid)).body.id
    ids.row = (await anna.post(`sites/${ids.site}/circuits`, { name: 'Row A', parentId: ids.grid, ratedA: 40 })).body.id
    for (const charger of [one, two]) {
      const evses = [{ evse: 1, maxA: 32 }]
      const put = await anna.call(`circuits/${ids.row}/chargers/${charger}`, { method: 'PUT', body: { evses } })
      assert.equal(put.status, 204, put.text)
    }
    const { row, settings, circuits, chargers, at } = await siteNow()
    assert.deepEqual([row.name, row.isLive, row.isSteered, row.chargers, at], ['Depot', false, false, 2, null])
    assert.deepEqual([settings.usualStayHours, settings.leaseSeconds], [10, 900])
    assert.deepEqual(
      circuits.map(({ name, parentId, phases }: any) => [name, parentId, phases]),
      [
        ['Grid', null, 3],
        ['Row A', ids.grid, 3],
      ],
    )
    assert.deepEqual(circuits[0].assumed, grid.assumed)
    assert.deepEqual(
      chargers.map(({ identity, circuitId, evses }: any) => [identity, circuitId, evses[0].kind, evses[0].fallback]),
      [
        ['CP-1', ids.row, 'ac', 6],
        ['CP-2', ids.row, 'ac', 6],
      ],
    )
    assert.deepEqual(
      (await vera.get('sites')).body.items.map(({ name, chargers }: any) => [name, chargers]),
      [['Depot', 2]],
    )
  })

  await t.test('what cannot be is refused with the member that is wrong', async () => {
    for (const [path, body, field] of [
      ['sites', { name: 'X', timeZone: 'Mars/Olympus' }, 'timeZone'],
      [`sites/${ids.site}/circuits`, { name: 'X', parentId: 4711 }, 'parentId'],
      [`circuits/${ids.grid}/cap`, { value: 10, unit: 'A', until: '2020-01-01T00:00:00Z', reason: 'late' }, 'until'],
      [`sites/${ids.site}/requests`, { chargerId: one, minimumSoc: 80, targetSoc: 50 }, 'minimumSoc'],
    ] as const) {
      const { status, body: answer } = await anna.post(path, body)
      assert.deepEqual([status, answer.error.field], [400, field], path)
    }
    for (const path of ['sites/4711', 'sites/4711/plan', 'sites/4711/rounds', 'rounds/4711', 'meters/4711/history']) {
      assert.equal((await vera.get(path)).status, 404, path)
    }
    assert.equal((await anna.del(`circuits/${ids.grid}`)).body.error.code, 'conflict')
  })

  await t.test('the fallbacks of all chargers have to fit before a site goes live', async () => {
    await anna.patch(`circuits/${ids.row}`, { ratedA: 12 })
    const { isPassed, faults } = (await vera.get(`sites/${ids.site}/check`)).body
    assert.equal(isPassed, false)
    assert.deepEqual(
      faults.map(({ row, circuit, sum, limit, unit }: any) => [row, circuit, sum, limit, unit]),
      ['L1', 'L2', 'L3'].map((phase) => [`c${ids.row}/${phase}`, 'Row A', 12, 11, 'A']),
    )
    const refused = await anna.post(`sites/${ids.site}/live`, { live: true })
    assert.deepEqual([refused.status, refused.body.error.code], [409, 'conflict'])
    await anna.patch(`circuits/${ids.row}`, { ratedA: 40 })
    assert.deepEqual((await vera.get(`sites/${ids.site}/check`)).body, { isPassed: true, faults: [] })
  })

  await t.test(
    'an operator caps a circuit, undoes it by one step, and takes it back; who did what is shown',
    async () => {
      const cap = (value: number) =>
        otto.post(`circuits/${ids.row}/cap`, { value, unit: 'A', until: null, reason: `works on it, ${value} A` })
      const shown = async () => (await vera.get(`sites/${ids.site}/limits`)).body
      assert.equal((await cap(20)).body.valueNow, 20)
      await cap(16)
      const undone = await otto.post(`circuits/${ids.row}/cap/undo`, {})
      assert.equal(undone.body.limit.valueNow, 20)
      const [limit] = (await shown()).items
      assert.deepEqual(
        [limit.kind, limit.circuit, limit.reason, limit.author],
        ['operator', 'Row A', 'works on it, 20 A', limit.author],
      )
      assert.match(limit.author, /operator/)
      assert.equal((await otto.del(`circuits/${ids.row}/cap`)).status, 204)
      const { items, history } = await shown()
      assert.deepEqual(items, [])
      assert.deepEqual(
        history.map(({ action, author, subject }: any) => [action, author, subject]),
        ['withdrawn', 'undone', 'written', 'written'].map((what) => [`limits.${what}`, 'operator', 'Row A']),
      )
      const back = await otto.post(`circuits/${ids.row}/cap/undo`, {})
      assert.equal(back.body.limit.valueNow, 20)
      await otto.del(`circuits/${ids.row}/cap`)
    },
  )

  await t.test('a forecast of the sun is written by operators, checked as a whole, and read back', async () => {
    const day = (hour: string) => `2027-06-01T${hour}:00:00.000Z`
    const path = `sites/${ids.site}/solar`
    const write = (who: typeof otto, items: object[]) => who.call(path, { method: 'PUT', body: { items } })
    const items = [
      { from: day('08'), to: day('12'), powerW: 20_000.5 },
      { from: day('12'), to: day('16'), powerW: 0 },
    ]
    assert.equal((await write(vera, items)).status, 403)
    assert.equal((await write(otto, items)).status, 204)
    const overlapping = [...items, { from: day('11'), to: day('13'), powerW: 1 }]
    for (const wrong of [overlapping, [], [{ ...items[0], powerW: -1 }], [{ ...items[0], from: 'at dawn' }]]) {
      assert.equal((await write(otto, wrong)).status, 400)
    }
    const span = `from=${day('00')}&to=${day('23')}`
    assert.deepEqual((await vera.get(`${path}?${span}`)).body, { items })
    assert.equal((await vera.get(`sites/${ids.site}/plan`)).body.peakSoFar, null)
  })

  await t.test('prices and departures are written and read back', async () => {
    const block = { from: '2027-01-01T00:00:00.000Z', to: '2027-01-01T01:00:00.000Z', price: '-0.0125' }
    const items = [{ ...block, sellPrice: null, currency: 'EUR' }]
    const written = await otto.call(`sites/${ids.site}/prices`, { method: 'PUT', body: { items } })
    assert.equal(written.status, 204, written.text)
    const span = 'from=2027-01-01T00:00:00Z&to=2027-01-02T00:00:00Z'
    assert.deepEqual((await vera.get(`sites/${ids.site}/prices?${span}`)).body, { items })
    const far = await vera.get(`sites/${ids.site}/prices?from=9999-12-31T00:00:00Z`)
    assert.equal(far.status, 400)

    const departsAt = clock.now().add({ hours: 6 }).toString({ smallestUnit: 'millisecond' })
    const asked = { chargerId: one, evse: 1, departsAt, targetSoc: 90 }
    assert.equal((await otto.post(`sites/${ids.site}/requests`, asked)).status, 204)
    assert.equal((await otto.post(`sites/${ids.site}/requests`, { ...asked, targetSoc: 80 })).status, 204)
    const requests = (await vera.get(`sites/${ids.site}/requests`)).body.items
    assert.deepEqual(
      requests.map(({ source, chargerId, evse, departsAt, targetSoc }: any) => ({
        source,
        chargerId,
        evse,
        departsAt,
        targetSoc,
      })),
      [{ ...asked, source: 'operator', targetSoc: 80 }],
    )
    assert.equal(
      (await otto.del(`sites/${ids.site}/requests/${encodeURIComponent(requests[0].requestId)}`)).status,
      204,
    )
    assert.deepEqual((await vera.get(`sites/${ids.site}/requests`)).body.items, [])
  })

  await t.test('a meter is added with its secret, which is never shown again', async () => {
    const meter = { measures: 'total', intervalSeconds: 5, source: { kind: 'push' } }
    const { body } = await anna.post(`circuits/${ids.grid}/meters`, meter)
    assert.match(body.pushToken, /^meter_/)
    const { circuits } = await siteNow()
    assert.deepEqual(
      circuits[0].meters.map(({ id, source, state }: any) => [id, source, state]),
      [[body.meter.id, { kind: 'push' }, null]],
    )
    assert.ok(!JSON.stringify(circuits).includes(body.pushToken))
    assert.deepEqual((await vera.get(`meters/${body.meter.id}/history`)).body, { points: [] })
    assert.equal((await anna.del(`meters/${body.meter.id}`)).status, 204)
  })

  await t.test(
    'another system’s limits are written by hand as one list, checked, and withdrawn with the password',
    async () => {
      const at = (hours: number) => clock.now().add({ hours }).toString({ smallestUnit: 'millisecond' })
      const list = (value: number, more: object = {}) => ({
        ...{ name: 'EMS', unit: 'A', reason: 'works', intervals: [{ from: at(-1), to: at(2), value }], ...more },
      })
      const path = `circuits/${ids.row}/limits`
      assert.equal((await vera.post(path, list(20))).body.error.code, 'forbidden')
      const { status, body } = await otto.post(path, list(20))
      assert.deepEqual([status, body.kind, body.name, body.valueNow, body.lease], [201, 'external', 'EMS', 20, null])
      assert.equal((await otto.post(path, list(18))).body.id, body.id)
      const backwards = [{ from: at(2), to: at(1), value: 5 }]
      for (const [wrong, field] of [
        [list(20, { intervals: [] }), 'intervals'],
        [list(20, { intervals: backwards }), 'intervals'],
        [list(20, { intervals: [{ from: 'tomorrow, says the caller', to: null, value: 5 }] }), 'intervals'],
        [list(-1), 'intervals.0.value'],
        [list(20, { name: 'a\tb' }), 'name'],
        [list(20, { lease: { seconds: 60 } }), 'lease'],
      ] as const) {
        const refused = await otto.post(path, wrong)
        assert.deepEqual([refused.status, refused.body.error.field], [400, field], refused.text)
      }
      const [shown] = (await vera.get(`sites/${ids.site}/limits`)).body.items
      assert.deepEqual([shown.valueNow, shown.author, shown.intervals.length], [18, 'person:operator', 1])

      clock.pass({ minutes: 11 })
      for (const refused of [await otto.post(path, list(0)), await otto.del(`sites/${ids.site}/limits/${shown.id}`)]) {
        assert.equal(refused.body.error.code, 'confirm_required')
      }
      assert.equal((await otto.post('confirm', { password: otto.password })).status, 204)
      assert.equal((await otto.del(`sites/${ids.site}/limits/${shown.id}`)).status, 204)
      assert.deepEqual((await vera.get(`sites/${ids.site}/limits`)).body.items, [])
      assert.equal((await anna.post('confirm', { password: anna.password })).status, 204)
    },
  )

  await t.test(
    'a feed is added with its secret, which is never shown; its fallback counts at once, and only it may withdraw',
    async () => {
      const feed = {
        ...{
          name: 'dso',
          url: 'https://vtn.invalid/openadr3',
          tokenUrl: null,
          clientId: 'depot',
          secret: 'Secret-of-the-VTN',
        },
        ...{ scope: null, programId: null, clientName: 'depot', pollSeconds: 3_600, kind: 'grid-operator' },
        ...{
          lease: { seconds: 7_200, fallback: 12_000, leastSeconds: 0 },
          levelsW: [9_000, 6_000, 0],
          takesPrices: false,
        },
      }
      const path = `circuits/${ids.grid}/limit-feeds`
      assert.equal((await otto.post(path, feed)).body.error.code, 'forbidden')
      for (const [wrong, field] of [
        [{ ...feed, url: 'ftp://vtn.invalid' }, 'url'],
        [{ ...feed, lease: { ...feed.lease, seconds: 600 } }, 'lease'],
        [{ ...feed, levelsW: [1, 2, 3] }, 'levelsW'],
        [{ ...feed, kind: 'operator' }, 'kind'],
      ] as const) {
        const refused = await anna.post(path, wrong)
        assert.deepEqual([refused.status, refused.body.error.field], [400, field], refused.text)
      }
      const added = await anna.post(path, feed)
      assert.equal(added.status, 201, added.text)
      const { secret: _, ...open } = feed
      const listed = await vera.get(`sites/${ids.site}/limit-feeds`)
      const [{ id, heardAt, failingSince: __, error: ___, ...shown }] = listed.body.items
      assert.deepEqual([shown, heardAt], [{ ...open, circuitId: ids.grid, protocol: 'openadr' }, null])
      for (const { text } of [added, listed]) assert.ok(!text.includes('Secret-of-the-VTN'))
      assert.equal((await anna.post(path, feed)).body.error.code, 'conflict')

      const [limit] = (await vera.get(`sites/${ids.site}/limits`)).body.items
      assert.deepEqual([limit.name, limit.kind, limit.lease.fallback], ['dso', 'grid-operator', 12_000])
      const byHand = {
        name: 'dso',
        unit: 'W',
        reason: null,
        intervals: [{ from: textOf(clock.now()), to: null, value: 5 }],
      }
      assert.equal((await otto.post(`circuits/${ids.grid}/limits`, byHand)).body.error.code, 'conflict')
      assert.equal((await otto.del(`sites/${ids.site}/limits/${limit.id}`)).body.error.code, 'conflict')
      assert.equal((await otto.del(`limit-feeds/${id}`)).body.error.code, 'forbidden')
      assert.equal((await anna.del(`limit-feeds/${id}`)).status, 204)
      assert.equal((await anna.del(`limit-feeds/${id}`)).status, 404)
      assert.deepEqual((await vera.get(`sites/${ids.site}/limits`)).body.items, [])
      assert.deepEqual((await vera.get(`sites/${ids.site}/limit-feeds`)).body, { items: [] })
    },
  )

  await t.test('a vehicle is added and described, and shows its cards and what is said of its stays', async () => {
    const vin = 'WEB62803512345678'
    assert.equal((await vera.post('vehicles', { vehicle: 'BUS-1' })).body.error.code, 'forbidden')
    const added = await otto.post('vehicles', { vehicle: 'BUS-1', batteryWh: 350_000, vin })
    assert.equal(added.status, 201, added.text)
    const { id } = added.body
    assert.equal((await otto.post('vehicles', { vehicle: 'BUS-1' })).body.error.code, 'conflict')
    await otto.post('cards', { uid: 'CARD-OF-BUS-1', vehicle: 'BUS-1' })
    await otto.post('cards', { uid: 'CARD-OF-BUS-12', vehicle: 'BUS-12' })
    const { items } = (await vera.get('vehicles')).body
    const names = items.map(({ vehicle }: any) => vehicle)
    assert.deepEqual(names, ['BUS-1', 'BUS-12'], 'a card that names a vehicle makes it known')

    const changed = await otto.patch(`vehicles/${id}`, { name: 'Long one', batteryWh: null, phases: 3, klass: -2 })
    const known = { ...{ id, vehicle: 'BUS-1', name: 'Long one', vin, batteryWh: null, maxAcA: null }, phases: 3 }
    assert.deepEqual(changed.body, { ...known, maxDcW: null, klass: -2 })
    assert.equal((await vera.patch(`vehicles/${id}`, { name: 'x' })).body.error.code, 'forbidden')
    for (const [path, body, status, field] of [
      [`vehicles/${id}`, { vin: 'IOQ62803512345678' }, 400, 'vin'],
      [`vehicles/${id}`, { batteryWh: 0 }, 400, 'batteryWh'],
      [`vehicles/${id}`, { phases: 4 }, 400, 'phases'],
      [`vehicles/${id}`, { vehicle: 'BUS-2' }, 400, 'vehicle'],
      [`vehicles/${items[1].id}`, { vin: vin.toLowerCase() }, 409, 'vin'],
      ['vehicles/987654321', { name: 'x' }, 404, 'vehicle'],
    ] as const) {
      const refused = await otto.patch(path, body)
      assert.deepEqual([refused.status, refused.body.error.field], [status, field], refused.text)
    }

    const departs = clock.now().add({ hours: 5 })
    const asked = {
      ...{
        requestId: 'TRIP-1',
        vehicleId: id,
        place: { chargerId: two, evse: 1 },
        arrivesAt: null,
        departsAt: departs,
      },
      ...{ soc: null, minimumSoc: 50, targetSoc: 80, needMinimumWh: null, needFullWh: null, klass: null },
      ...{ precondition: null, confidence: 1, reportedAt: clock.now() },
    }
    const node = contextOf(await openNode(t, system.databaseUrl))
    await node.transaction((tx) => tx.siteLimits.writeRequests([{ ...asked, siteId: ids.site, source: 'fleet' }]))
    const { vehicle, cards, requests } = (await vera.get(`vehicles/${id}`)).body
    assert.deepEqual([vehicle.name, cards.map(({ uid }: any) => uid)], ['Long one', ['CARD-OF-BUS-1']])
    assert.deepEqual(
      requests.map(({ source, site, charger, evse, targetSoc }: any) => [source, site.name, charger, evse, targetSoc]),
      [['fleet', 'Depot', 'CP-2', 1, 80]],
    )
    await node.transaction((tx) => tx.siteLimits.withdrawRequest(ids.site, 'fleet', 'TRIP-1'))
    assert.deepEqual((await vera.get('sessions?vehicle=BUS-1')).body.items, [])
  })

  const charger = await system.connectCharger('CP-1')
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: clock.now().toString() }
  await charger.call('StartTransaction', start)
  const [{ id: sessionId }] = (await read(system, 'select id::int from session')) as [{ id: number }]
  const engine = await openNode(t, system.databaseUrl)
  const ctx = contextOf(engine)
  const fence = { siteId: ids.site, fence: 1 }

  await t.test('what the engine recorded of a session is on its page, with the name of what binds it', async () => {
    await execute(
      system.databaseUrl,
      `insert into steering_owner (tenant_id, location_id, fence) values (1, ${ids.site}, 1)`,
    )
    await ctx.transaction((tx) =>
      tx.steering.keepReasons(fence, [
        {
          ...{ sessionId, siteId: ids.site, reason: 'phase_limit', boundBy: `c${ids.row}/L2`, granted: 12, unit: 'A' },
          ...{ laxityHours: 1.5, assumed: ['need'], at: clock.now() },
          ...{ departsAt: null, readiness: null },
        },
      ]),
    )
    const { steering } = (await vera.get(`sessions/${sessionId}`)).body
    assert.deepEqual(
      [steering.siteName, steering.reason, steering.boundByName, steering.granted, steering.assumed],
      ['Depot', 'phase_limit', 'Row A L2', 12, ['need']],
    )
    assert.deepEqual((await vera.get(`sessions/${sessionId}/steering`)).body, steering)
    assert.equal((await vera.get('sites')).body.items[0].sessions, 1)
  })

  await t.test('what a cap would do is told and changes nothing', async () => {
    const whatIf = (value: number) => vera.post(`circuits/${ids.row}/what-if`, { value, unit: 'A' })
    const before = await siteNow()
    assert.equal((await whatIf(10)).body.error.code, 'conflict')

    const topology = await ctx.circuits.topology(ids.site)
    const stay = { evseId: `${one}/1`, sessionId: String(sessionId), needHours: 4, inHours: 6 }
    const input = JSON.stringify(roundOfSite(topology, [stay], { at: clock.now() }))
    await ctx.transaction((tx) =>
      tx.steering.keepRound(fence, {
        ...{ at: clock.now(), cause: 'period', engine: 'test', durationMs: 1, grants: 1, sends: 0 },
        ...{ inputHash: createHash('sha256').update(input).digest('hex'), input, outcome: '{"grants":[]}' },
      }),
    )
    const { body } = await whatIf(10)
    assert.deepEqual([body.lateNow, body.late], [0, 1])
    const [session] = body.sessions
    assert.deepEqual(
      [session.charger, session.granted, session.wouldBeGranted, session.reason, session.wouldBeLate],
      ['CP-1', 32, 10, 'operator_limit', true],
    )
    assert.equal((await whatIf(39)).body.late, 0)
    assert.deepEqual(await siteNow(), before)
  })

  await t.test('a round is read and downloaded word for word, with the hash of its input', async () => {
    const { items, next } = (await vera.get(`sites/${ids.site}/rounds`)).body
    assert.deepEqual([items.length, next, items[0].fence], [1, null, 1])
    const { summary, input } = (await vera.get(`rounds/${items[0].id}`)).body
    assert.deepEqual(summary, items[0])
    const file = await vera.get(`rounds/${items[0].id}/download`)
    assert.match(file.headers.get('content-disposition')!, /voltyard-round-\d+\.json/)
    assert.deepEqual(file.body.input, input)
    const text = file.text.slice(file.text.indexOf('\n"input":') + 9, file.text.indexOf(',\n"outcome":'))
    assert.equal(createHash('sha256').update(text).digest('hex'), summary.inputHash)
  })

  await t.test('the plan names each vehicle, how it will leave, and what is planned when at which price', async () => {
    assert.deepEqual((await vera.get(`sites/${ids.site}/plan`)).body.vehicles, [])
    const planned = planOf(ids.site, sessionId, clock.now().epochMilliseconds / 1000)
    await ctx.transaction((tx) =>
      tx.steering.keepPlan(fence, { madeAt: clock.now(), source: 'programme', body: planned }),
    )
    const { vehicles, series, source, peakW } = (await vera.get(`sites/${ids.site}/plan`)).body
    assert.deepEqual([source, peakW], ['programme', 11_000])
    assert.deepEqual(
      series.map(({ price, plannedW, limitW }: any) => [price, plannedW, limitW]),
      [
        ['0.20', 11_000, 60_000],
        ['0.10', 5_000, 60_000],
      ],
    )
    const [here, expected] = vehicles
    assert.deepEqual(
      [here.sessionId, here.charger, here.evse, here.card, here.state, here.plannedSoc, here.boundByName, here.powerW],
      [sessionId, 'CP-1', 1, 'CARD-1', 'will_be_late', 71.5, 'Row A L2', [11_000, 5_000]],
    )
    assert.deepEqual(
      [expected.isExpected, expected.charger, expected.requestId, expected.state],
      [true, null, 'TRIP-9', 'on_track'],
    )
    assert.equal((await vera.get('sites')).body.items[0].late, 1)
  })

  await t.test('alarms are listed, and cleared by an operator once', async () => {
    const alarm = { kind: 'will-be-late', subject: `session ${sessionId}`, body: { missingWh: 4_000 } }
    await ctx.transaction((tx) => tx.steering.raiseAlarm(ids.site, alarm))
    const open = async () => (await vera.get(`site-alarms?site=${ids.site}&open=1`)).body.items
    const [raised] = await open()
    assert.deepEqual([raised.kind, raised.site, raised.body], [alarm.kind, 'Depot', alarm.body])
    assert.equal((await otto.post(`site-alarms/${raised.id}/clear`, {})).status, 204)
    assert.equal((await otto.post(`site-alarms/${raised.id}/clear`, {})).status, 204)
    assert.deepEqual(await open(), [])
    assert.equal((await vera.get('site-alarms')).body.items.length, 1)
    const audited = await read(system, `select count(*)::int as n from audit_entry where action = 'site-alarm.cleared'`)
    assert.deepEqual(audited, [{ n: 1 }])
  })

  await t.test(
    'what changes a live site, or stops it, needs the password again; live it stays within its fallbacks',
    async () => {
      assert.equal((await anna.post(`sites/${ids.site}/live`, { live: true })).status, 204)
      clock.pass({ minutes: 11 })
      for (const ask of [
        () => anna.patch(`circuits/${ids.row}`, { ratedA: 39 }),
        () => anna.post(`sites/${ids.site}/live`, { live: false }),
        () => anna.del(`chargers/${two}/supply`),
        () => otto.post(`circuits/${ids.row}/cap`, { value: 0, unit: 'A', until: null, reason: 'stop' }),
      ]) {
        assert.equal((await ask()).body.error.code, 'confirm_required')
      }
      assert.equal((await anna.post('confirm', { password: anna.password })).status, 204)
      const tooSmall = await anna.patch(`circuits/${ids.row}`, { ratedA: 12 })
      assert.deepEqual([tooSmall.status, tooSmall.body.error.code], [409, 'conflict'])
      assert.equal((await anna.patch(`circuits/${ids.row}`, { ratedA: 39 })).status, 200)
      assert.equal((await anna.del(`chargers/${two}/supply`)).status, 204)
      assert.equal((await siteNow()).chargers.length, 1)
    },
  )

  await t.test('flexibility is asked for, ordered, reported and cancelled; a cap of 0 needs the password', async () => {
    const path = `sites/${ids.site}/flexibility`
    assert.deepEqual((await vera.get(path)).body, { envelope: null, offers: [], activations: [] })
    const in_ = (minutes: number) => textOf(clock.now().add({ minutes }))
    const span = { from: in_(2), to: in_(12) }
    for (const [what, body] of [
      ['envelope', {}],
      ['offers', span],
      ['activations', { ...span, highW: 9_000 }],
    ] as const) {
      assert.equal((await vera.post(`${path}/${what}`, body)).body.error.code, 'forbidden')
    }
    assert.equal((await otto.post(`${path}/envelope`, {})).status, 202)
    assert.equal((await vera.get(path)).body.envelope.madeAt, null)

    const offer = await otto.post(`${path}/offers`, span)
    assert.deepEqual([offer.status, offer.body.state, offer.body.reductionW], [202, 'asked', null])
    assert.equal((await otto.post(`${path}/activations`, { offerId: offer.body.id })).body.error.code, 'conflict')
    assert.equal((await otto.del(`${path}/offers/${offer.body.id}`)).status, 204)
    assert.equal((await otto.del(`${path}/offers/${offer.body.id}`)).body.error.code, 'conflict')

    for (const [body, field] of [
      [{ ...span, to: span.from, highW: 9_000 }, 'to'],
      [{ ...span, highW: 9_000, lowW: 9_001 }, 'lowW'],
      [{ ...span, highW: 9_000, rampSeconds: 3_600 }, 'rampSeconds'],
      [span, 'highW'],
      [{ ...span, highW: 'all of it' }, 'highW'],
    ] as const) {
      const refused = await otto.post(`${path}/activations`, body)
      assert.deepEqual([refused.status, refused.body.error.field], [400, field], refused.text)
    }
    assert.equal((await otto.post(`${path}/activations`, { ...span, highW: 0 })).body.error.code, 'confirm_required')

    const order = await otto.post(`${path}/activations`, { ...span, highW: 9_000, orderedBy: 'vpp' })
    assert.equal(order.status, 201, order.text)
    const { id, state, orderedBy, lowW, highW } = order.body
    assert.deepEqual([state, orderedBy, lowW, highW], ['acknowledged', 'vpp', null, 9_000])
    assert.equal((await otto.post(`${path}/activations`, { ...span, highW: 5_000 })).body.error.code, 'conflict')
    const report = await vera.get(`${path}/activations/${id}`)
    assert.deepEqual([report.body.minutes, report.body.deliveredWh], [[], 0])
    assert.equal((await otto.post(`${path}/activations/${id}/cancel`, {})).body.state, 'cancelled')
    assert.equal((await otto.post(`${path}/activations/${id}/cancel`, {})).body.error.code, 'conflict')
    for (const wrong of [`activations/${id + 1}`, 'activations/987654321']) {
      assert.equal((await vera.get(`${path}/${wrong}`)).status, 404)
    }
    const { offers, activations } = (await vera.get(path)).body
    assert.deepEqual([offers.length, activations.length, offers[0].author], [1, 1, `person:${otto.login}`])
    // The command line knows the same.
    const listed = await system.admin('flexibility.list', { site: 'Depot' })
    assert.deepEqual([(listed as any).offers[0].state, (listed as any).activations[0].id], ['withdrawn', id])
    const told = await system.admin('flexibility.report', { activation: id })
    assert.deepEqual([told.state, told.minutes], ['cancelled', []])
    await assert.rejects(system.admin('flexibility.cancel', { activation: id }), /over/)
    const again = { site: 'Depot', to: in_(20), highW: 8_000, orderedBy: 'vpp' }
    assert.equal((await system.admin('flexibility.activate', again)).state, 'acknowledged')
    assert.equal((await system.admin('flexibility.offer', { site: 'Depot', to: in_(30) })).state, 'asked')
  })
})

function planOf(siteId: number, sessionId: number, nowS: number): PlanBody {
  const blocks = [0, 1].map((n) => ({ startS: nowS + n * 900, endS: nowS + (n + 1) * 900 }))
  const bounds = { loW: 0, hiW: 22_000, hiReason: null, hiBoundBy: null }
  const forecast = {
    ...{ state: 'will be late' as const, energyWh: 4_000, socPercent: 71.5, missingMinWh: 0, missingFullWh: 4_000 },
    ...{ minimumAtS: nowS + 900, fullAtS: null, laxityS: -600, departsAtS: nowS + 1800, firstLimit: null },
  } satisfies Forecast
  const stay = {
    ...{ arrivesAtS: null, departsAtS: nowS + 1800, needMinWh: 2_000, needFullWh: 8_000, socPercent: 50 },
    ...{ minimumSoc: 60, targetSoc: 80, assumed: [], place: null },
  }
  return {
    plan: {
      ...{ siteId, madeAtS: nowS, source: 'programme', blocks, gridW: [11_000, 5_000], marginal: [0, 0] },
      ...{ energyCost: 1.5, peakW: 11_000 },
      vehicles: [
        { id: `session ${sessionId}`, powerW: [11_000, 4_000], preconditionW: [0, 1_000], bounds, forecast },
        {
          id: 'request 9',
          powerW: [0, 0],
          preconditionW: [0, 0],
          bounds,
          forecast: { ...forecast, state: 'on track' },
        },
      ],
    },
    vehicles: [
      { ...stay, id: `session ${sessionId}`, sessionId, requestId: null },
      { ...stay, id: 'request 9', sessionId: null, requestId: 'TRIP-9' },
    ],
    prices: ['0.20', '0.10'],
    currency: 'EUR',
    limitW: [60_000, 60_000],
  }
}

function textOf(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'millisecond' })
}
