import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { addFirmware } from './support/add-firmware.ts'
import { type ConsoleUser, logIn } from './support/console.ts'
import { askDatabase, openDepot } from './support/depot-api.ts'
import { dayAt, reportCharge, secondsAgo } from './support/depot-sessions.ts'
import { assertRefused, chargePoints, evses, idTags, openPlatform } from './support/platform-api.ts'
import { HandshakeRefused } from './support/raw-charger.ts'
import { eventually, type System, startSystem } from './support/system.ts'

test('S9: a client sees nothing of another tenant, whatever it asks', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  const [ofNorth, ofSouth] = [await idsOfClient(system, north), await idsOfClient(system, south)]
  const { document } = south.depot
  const routes = system.server.routes.depot.filter(({ grant }) => grant !== 'open')
  const traces = [south.charger, south.card, south.vehicle, `:${ofSouth.TransactionID},`]
  // Once it has called for the last time itself.
  let contents: Record<string, string> = {}

  for (const { method, url } of routes.filter(({ method, url }) => method === 'GET' && !url.includes(':'))) {
    await t.test(`${method} ${url} lists nothing of another tenant`, async () => {
      const parameters = document.paths[url]!.get!.parameters ?? []
      const needed = parameters.filter(({ required }) => required).map(({ name }) => name)
      const ask = (depot: Side['depot'], query: Ids) => depot.call(`${url}?${new URLSearchParams(query)}`)
      const take = (ids: Ids, names: string[]) => Object.fromEntries(names.map((name) => [name, ids[name]!]))
      const whole = await ask(south.depot, take(ofSouth, needed))
      assert.ok(whole.text.includes(ofSouth.chargerId) || whole.text.includes(ofSouth.tag), 'its owner sees it')

      const filters = parameters.map(({ name }) => name).filter((name) => name in ofSouth)
      for (const foreign of [[], ...filters.map((name) => [name])]) {
        const asked = { ...take(ofNorth, needed), ...take(ofSouth, foreign) }
        const { status, text } = await ask(north.depot, asked)
        assert.ok(status === 200 || status === 404, `${status} ${text}`)
        const told = status === 404 ? text.replaceAll(ofSouth.chargerId, '…') : text
        for (const trace of traces) assert.ok(!told.includes(trace), `${trace} for ${JSON.stringify(asked)}`)
      }
    })
  }

  await t.test('its owner has called for the last time', async () => {
    contents = await settled(() => contentsOf(system, south.tenant))
  })

  for (const { method, url } of routes.filter(({ url }) => url.includes(':'))) {
    await t.test(`${method} ${url} answers for an id of another tenant as for one that nobody has`, async () => {
      const path = url.replaceAll(/:(\w+)/g, '{$1}')
      const [body] = Object.values(document.paths[path]?.[method.toLowerCase()]?.requestBody?.content ?? {})
      const query = (document.paths[path]?.get?.parameters ?? []).some(({ name }) => name === 'measurand')
        ? '?measurand=ActivePowerImport'
        : ''
      const ask = (ids: Ids) =>
        north.depot.call(fill(url, ids) + query, {
          method,
          ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body.example) } : {}),
        })
      const own = await ask(ofNorth)
      assert.ok(method === 'GET' ? own.status === 200 : own.status !== 404, `${own.status} for its owner: ${own.text}`)
      const [theirs, nobodys] = [await ask(ofSouth), await ask({ ...ofNorth, ...unknown })]
      assert.deepEqual([theirs.status, nobodys.status], [404, 404])
      if (method === 'HEAD') return
      const plain = (text: string, ids: Ids) =>
        Object.entries(ids)
          .filter(([name]) => name in unknown && name !== 'connectorId')
          .reduce((rest, [, id]) => rest.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), '…'), text)
      assert.equal(plain(theirs.text, ofSouth), plain(nobodys.text, unknown))
    })
  }

  for (const { method, url } of routes.filter(({ method, url }) => !url.includes(':') && !/GET|HEAD/.test(method))) {
    await t.test(`${method} ${url} changes nothing of another tenant`, async () => {
      const body = JSON.stringify({ interimVehicleIDs: [ofSouth.tag] })
      const headers = { 'content-type': 'application/json' }
      assert.equal((await north.depot.call(url, { method, headers, body })).status, 201)
    })
  }

  await t.test('nothing of the other tenant was changed', async () => {
    const seen = ({ api_client: _, deviation: __, load_sample: ___, ...others }: Record<string, string>) => others
    assert.deepEqual(seen(await contentsOf(system, south.tenant)), seen(contents))
  })

  await t.test('an identity that both have is to each its own', async () => {
    const path = '/v1/chargerStatus/chargers/TWIN/connectors/1/availabilityStatus'
    assert.equal((await north.depot.call(path)).body.items[0].status, 'Reserved')
    assert.equal((await south.depot.call(path)).body.items[0].status, 'Faulted')
    const ofTwin = async (side: Side) => (await side.depot.call('/v2/transactions?chargerId=TWIN')).body
    assert.equal((await ofTwin(north)).length, 1)
    assert.equal((await ofTwin(south)).length, 1)
    assert.notDeepEqual(await ofTwin(north), await ofTwin(south))
  })

  await t.test('a token that names another tenant in its scope is still of its own', async () => {
    const form = { grant_type: 'client_credentials', scope: 'transactions', tenant: 'south', tenant_id: '3' }
    const { body } = await north.depot.askToken(form)
    const listed = await north.depot.call('/v2/transactions?tenant=south', { token: body.access_token })
    assert.deepEqual(listed.body.map((record: { ChargerID: string }) => record.ChargerID).toSorted(), [
      'NORTH-1',
      'TWIN',
    ])
  })
})

test('S9: a person sees nothing of another tenant, and an id of another tenant is one that nobody has', async (t) => {
  const { system, south } = await startTwoTenants(t)
  const northern = await logIn(system, { role: 'administrator', tenant: 'north' })
  const southern = await logIn(system, { role: 'administrator', tenant: 'south' })
  await southern.post('accounts', { login: 'only-in-the-south', name: 'South', role: 'viewer' })
  const reset = { charger: south.charger, request: { kind: 'reset', mode: 'soft' }, tenant: 'south' }
  await system.admin('command.send', reset)
  await makeTemplate(southern)
  await meetStranger(system, south)
  await fillRest(system, south.tenant)
  const contents = await contentsOf(system, south.tenant)
  const traces = [south.charger, south.card, south.vehicle, southern.login, 'only-in-the-south', south.depot.clientId]
  const routes = system.server.routes.console.filter(({ role, method }) => role !== 'open' && method !== 'HEAD')
  assert.ok(routes.length >= 20)

  for (const { method, url } of routes) {
    const path = url.slice('/console-api/'.length)
    // The first ends this login, the second has no end; what it sends is tested with the stream.
    if (path === 'logout' || path === 'stream') continue
    if (!path.includes(':')) {
      if (method !== 'GET') continue
      await t.test(`${method} /${path} shows nothing of another tenant`, async () => {
        const { text } = await northern.get(path)
        for (const trace of traces) assert.ok(!text.includes(trace), `${trace} in ${text.slice(0, 500)}`)
      })
      continue
    }
    await t.test(`${method} /${path} knows no id of another tenant`, async () => {
      for (const id of await idsOf(system, south.tenant, path)) {
        for (const body of method === 'GET' || method === 'DELETE' ? [undefined] : bodiesFor(path)) {
          const theirs = await northern.call(fillIds(path, id), { method, body })
          const nobodys = await northern.call(fillIds(path, 987_654_321), { method, body })
          assert.ok(theirs.status >= 400, `${theirs.status} ${theirs.text}`)
          const plain = (text: string, value: number) => text.replaceAll(String(value), '…')
          assert.deepEqual([theirs.status, plain(theirs.text, id)], [nobodys.status, plain(nobodys.text, 987_654_321)])
        }
      }
    })
  }

  await t.test('nothing of the other tenant was changed', async () => {
    // Which node runs a feed changes by itself.
    const seen = ({
      console_session: _,
      load_sample: __,
      deviation: ___,
      limit_feed: ____,
      ...others
    }: Record<string, string>) => others
    assert.deepEqual(seen(await contentsOf(system, south.tenant)), seen(contents))
    assert.equal((await southern.get('me')).status, 200)
  })
})

test('S9: a back office sees nothing of another tenant, and an id of another tenant is one that nobody has', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  const northern = await openPlatform(system, { tenant: 'north' })
  const southern = await openPlatform(system, { tenant: 'south' })
  const [point] = (await southern.get(`${chargePoints}?filter[networkId]=${south.charger}`)).body.data
  const [evse] = (await southern.get(`${evses}?filter[chargePointId]=${point.id}`)).body.data
  const [tag] = (await southern.get(idTags)).body.data
  const [connector] = (await southern.get(`${chargePoints}/${point.id}/evses/${evse.id}/connectors`)).body.data
  const theirs = { chargePoint: point.id, evse: evse.id, connector: connector.id, idTag: tag.id }
  const nobodys = { chargePoint: 987_654_321, evse: 987_654_321, connector: 987_654_321, idTag: 987_654_321 }
  const contents = await contentsOf(system, south.tenant)
  assert.ok((await southern.get(chargePoints)).text.includes(south.charger))
  assert.ok((await northern.get(chargePoints)).text.includes(north.charger))

  for (const { method, url } of system.server.routes.platform.filter(({ method }) => method !== 'HEAD')) {
    if (!url.includes(':')) {
      if (method !== 'GET') continue
      await t.test(`${method} ${url} lists nothing of another tenant`, async () => {
        for (const query of [
          '',
          `?filter[networkId]=${south.charger}`,
          `?filter[chargePointId]=${point.id}`,
          '?include[]=evses',
        ]) {
          const { status, body } = await northern.get(url + query)
          assert.equal(status, 200)
          // The links repeat what was asked for.
          const text = JSON.stringify(body.data)
          for (const trace of [south.charger, south.card, `"chargePointId":${point.id},`])
            assert.ok(!text.includes(trace))
        }
      })
      continue
    }
    await t.test(`${method} ${url} knows no id of another tenant`, async () => {
      const body = { name: 'x', label: 'x', action: 'ClearCache', payload: {} }
      const full = {
        ...body,
        physicalReference: 'A',
        currentType: 'ac',
        networkId: '9',
        status: 'enabled',
        type: 'ccs2',
      }
      for (const sent of method === 'GET' || method === 'DELETE' ? [undefined] : [body, full]) {
        const how = { method, body: sent }
        const [one, other] = [
          await northern.call(fillNumbers(url, theirs), how),
          await northern.call(fillNumbers(url, nobodys), how),
        ]
        const plain = (text: string, ids: Record<string, number>) =>
          Object.values(ids).reduce((rest, id) => rest.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), '…'), text)
        assert.deepEqual([one.status, plain(one.text, theirs)], [other.status, plain(other.text, nobodys)])
        assert.ok(one.status === 404 || one.status === 422, `${one.status} ${one.text}`)
      }
      if (method === 'GET' || method === 'DELETE')
        assertRefused(await northern.call(fillNumbers(url, theirs), { method }), 404)
    })
  }

  await t.test('nothing of the other tenant was changed', async () => {
    const seen = ({ api_token: _, load_sample: __, deviation: ___, ...others }: Record<string, string>) => others
    assert.deepEqual(seen(await contentsOf(system, south.tenant)), seen(contents))
  })
})

function fillNumbers(url: string, ids: Record<string, number>): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => {
    assert.ok(ids[name], `this test needs an id of each tenant for the parameter ${name} of ${url}`)
    return String(ids[name])
  })
}

test('S9: a charger comes in only as a charger of its own tenant', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  const connect = (path: string, identity: string, password: string) => system.connectRaw(identity, { path, password })
  const refused = (status: number) => (error: unknown) => error instanceof HandshakeRefused && error.status === status

  await t.test("at another tenant's address its identity is unknown", async () => {
    await assert.rejects(connect('/ocpp/south/NORTH-1', 'NORTH-1', north.passwords['NORTH-1']!), refused(404))
    await assert.rejects(connect('/ocpp/nowhere/NORTH-1', 'NORTH-1', north.passwords['NORTH-1']!), refused(404))
    await connect('/ocpp/north/NORTH-1', 'NORTH-1', north.passwords['NORTH-1']!)
  })

  await t.test('its password is none for the charger of the same identity elsewhere', async () => {
    await assert.rejects(connect('/ocpp/south/TWIN', 'TWIN', north.passwords.TWIN!), refused(401))
    await connect('/ocpp/south/TWIN', 'TWIN', south.passwords.TWIN!)
  })

  await t.test('an identity that two tenants have needs the tenant in its address', async () => {
    for (const side of [north, south]) {
      await assert.rejects(connect('/ocpp/TWIN', 'TWIN', side.passwords.TWIN!), refused(404))
      const charger = await connect(`/ocpp/${side.slug}/TWIN`, 'TWIN', side.passwords.TWIN!)
      assert.equal((await charger.call('Heartbeat', {}))[0], 3)
    }
    await connect('/ocpp/SOUTH-1', 'SOUTH-1', south.passwords['SOUTH-1']!)
  })

  await t.test('a card of another tenant is unknown to it', async () => {
    const charger = await system.connectCharger('NORTH-1', { tenant: 'north', password: north.passwords['NORTH-1']! })
    const statusOf = async (idTag: string) => (await charger.call('Authorize', { idTag })).idTagInfo.status
    assert.equal(await statusOf(north.card), 'Accepted')
    assert.equal(await statusOf(south.card), 'Invalid')
    assert.equal(await statusOf('NOBODYS'), 'Invalid')
    const start = { connectorId: 1, idTag: south.card, meterStart: 0, timestamp: secondsAgo(5) }
    assert.equal((await charger.call('StartTransaction', start)).idTagInfo.status, 'Invalid')
  })

  await t.test('the command line reaches the chargers of the tenant that it names', async () => {
    const reset = { charger: 'SOUTH-1', request: { kind: 'reset', mode: 'soft' }, deadlineSeconds: 1 }
    await assert.rejects(system.admin('command.send', { ...reset, tenant: 'north' }), /no charger/)
    assert.equal((await system.admin('command.send', { ...reset, tenant: 'south' })).charger, 'SOUTH-1')
  })
})

test('S9: a transaction id of another tenant touches nothing of that tenant', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  const connect = ({ slug, charger, passwords }: Side, protocol = 'ocpp1.6') =>
    system.connectCharger(charger, { tenant: slug, password: passwords[charger]!, protocol })
  const target = await connect(north)
  const intruder = await connect(south)
  const startedAt = secondsAgo(600)
  const start = { connectorId: 1, idTag: north.card, meterStart: 1_000, timestamp: startedAt }
  const { transactionId } = await target.call('StartTransaction', start)
  const before = await eventually(
    () => rowsOf(system, north.tenant),
    // What is tolerated of the target is written down a few seconds later.
    (rows) => rows.session === 3 && rows.deviation === 3,
    20_000,
  )
  const contents = await contentsOf(system, north.tenant)

  const meterValue = [{ timestamp: secondsAgo(300), sampledValue: [{ value: '900000' }] }]
  await intruder.call('MeterValues', { connectorId: 1, transactionId, meterValue })
  const stop = { transactionId, meterStop: 999_999, timestamp: secondsAgo(200), idTag: north.card }
  await intruder.call('StopTransaction', stop)
  await intruder.call('StopTransaction', { ...stop, transactionData: meterValue, reason: 'Remote' })
  await intruder.call('StartTransaction', { ...start, timestamp: startedAt })
  await intruder.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Faulted' })

  assert.deepEqual(await rowsOf(system, north.tenant), before)
  assert.deepEqual(await contentsOf(system, north.tenant), contents)

  await target.call('StopTransaction', { transactionId, meterStop: 4_500, timestamp: secondsAgo(100) })
  const [record] = (await north.depot.call('/v2/transactions')).body
  assert.deepEqual([record.EnergyDelivered, record.StartAt, record.ChargerID], [3_500, startedAt, north.charger])
  const { text } = await south.depot.call('/v2/transactions')
  assert.ok(!text.includes(north.charger))
})

test('S9: 2.0.1 transaction ids of two tenants are two transactions', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  for (const [side, wh] of [
    [north, 1_000],
    [south, 2_000],
  ] as const) {
    const charger = await system.connectCharger('TWIN', {
      tenant: side.slug,
      password: side.passwords.TWIN!,
      protocol: 'ocpp2.0.1',
    })
    await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
    const event = (seqNo: number, eventType: string, value: number, context: string) =>
      charger.call('TransactionEvent', {
        eventType,
        seqNo,
        triggerReason: 'Authorized',
        timestamp: secondsAgo(60 - seqNo),
        transactionInfo: { transactionId: 'same-id' },
        evse: { id: 1, connectorId: 1 },
        ...(seqNo === 0 && { idToken: { idToken: side.card, type: 'ISO14443' } }),
        meterValue: [{ timestamp: secondsAgo(60 - seqNo), sampledValue: [{ value, context }] }],
      })
    await event(0, 'Started', 500, 'Transaction.Begin')
    await event(1, 'Ended', 500 + wh, 'Transaction.End')
  }
  for (const [side, wh] of [
    [north, 1_000],
    [south, 2_000],
  ] as const) {
    const [newest] = (await side.depot.call('/v2/transactions?chargerId=TWIN')).body
    assert.deepEqual([newest.EnergyDelivered, newest.Initiator], [wh, side.card])
  }
})

test('S9: the database itself shows a door the rows of one tenant only', async (t) => {
  const { system, north, south } = await startTwoTenants(t)
  const db = new pg.Client(system.databaseUrl)
  await db.connect()
  t.after(() => db.end())
  const tables = await tablesWithTenant(db)
  assert.ok(tables.length >= 20)

  /** What the statement gives when a door runs it; the SQLSTATE when it is refused. Nothing of it stays. */
  const asDoor = async (sql: string, { tenant = null as number | string | null, role = 'voltyard_api' } = {}) => {
    await db.query('begin')
    try {
      await db.query(`set local role ${role}`)
      if (tenant !== null) await db.query(`select set_config('voltyard.tenant', $1, true)`, [String(tenant)])
      const { rows, rowCount } = await db.query(sql)
      return { rows, rowCount }
    } catch (error) {
      return { refused: (error as pg.DatabaseError).code }
    } finally {
      await db.query('rollback')
    }
  }
  const may = async (role: string, table: string, privilege: string): Promise<boolean> =>
    (await db.query('select has_table_privilege($1, $2, $3) as may', [role, `"${table}"`, privilege])).rows[0].may

  await t.test('the roles of the doors and of the group commit own nothing and pass no wall', async () => {
    const { rows } = await db.query(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
        where rolname in ('voltyard_api', 'voltyard_ingest') order by 1`,
    )
    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
    assert.deepEqual(rows, [
      { rolname: 'voltyard_api', ...plain },
      { rolname: 'voltyard_ingest', ...plain },
    ])
    const owned = await db.query(
      `select relname from pg_class where relowner in ('voltyard_api'::regrole, 'voltyard_ingest'::regrole)`,
    )
    assert.deepEqual(owned.rows, [])
    const member = await db.query(
      `select from pg_auth_members where member in ('voltyard_api'::regrole, 'voltyard_ingest'::regrole)`,
    )
    assert.equal(member.rowCount, 0)
  })

  for (const { table, isPartition } of tables) {
    await t.test(`${table} shows no other tenant, and nothing without one`, async () => {
      const { rows } = await db.query('select relrowsecurity as on from pg_class where oid = $1::regclass', [table])
      assert.equal(rows[0].on, true)
      for (const tenant of [null, '', 0, 999_999]) {
        const seen = await asDoor(`select * from "${table}" limit 1`, { tenant })
        if (seen.refused) assert.equal(seen.refused, '42501')
        else assert.deepEqual(seen.rows, [])
      }
      if (!(await may('voltyard_api', table, 'select'))) return assert.ok(isPartition, 'only partitions are closed')
      for (const { tenant } of [north, south]) {
        const count = `select tenant_id::int as tenant, count(*)::int from "${table}" group by 1`
        const { rows: seen } = await asDoor(count, { tenant })
        const { rows: there } = await db.query(`select * from (${count}) as all_of_it where tenant = $1`, [tenant])
        assert.deepEqual(seen, there)
      }
    })

    await t.test(`${table} takes no row for another tenant, and gives none away`, async () => {
      const insert = `insert into "${table}" (tenant_id) values (${south.tenant})`
      assert.equal((await asDoor(insert, { tenant: north.tenant })).refused, '42501')
      assert.equal((await asDoor(insert)).refused, '42501')
      if (await may('voltyard_api', table, 'insert')) {
        // The wall was it that refused, and not something else: for its own tenant the row fails later, or not at all.
        assert.notEqual((await asDoor(insert, { tenant: south.tenant })).refused, '42501')
      }
      const theirs = await asDoor(`update "${table}" set tenant_id = tenant_id`, { tenant: 999_999 })
      assert.ok(theirs.refused === '42501' || theirs.rowCount === 0)
      const move = await asDoor(`update "${table}" set tenant_id = ${south.tenant}`, { tenant: north.tenant })
      assert.ok(move.refused === '42501' || move.rowCount === 0, table)
    })

    await t.test(`${table} loses no row to a door or to the group commit`, async () => {
      for (const role of ['voltyard_api', 'voltyard_ingest']) {
        for (const privilege of ['delete', 'truncate', 'trigger', 'references']) {
          if (privilege === 'delete' && mayDelete[role]!.has(table)) continue
          assert.equal(await may(role, table, privilege), false, `${role} may ${privilege}`)
        }
      }
    })
  }

  await t.test('the settings of the installation are for nobody but its owner', async () => {
    for (const role of ['voltyard_api', 'voltyard_ingest']) {
      assert.equal((await asDoor('select * from setting', { role, tenant: north.tenant })).refused, '42501')
      for (const privilege of ['insert', 'update', 'delete']) assert.equal(await may(role, 'setting', privilege), false)
    }
  })

  await t.test('the tenants themselves are hidden from one another', async () => {
    const { rows } = await asDoor('select slug from tenant', { tenant: north.tenant })
    assert.deepEqual(rows, [{ slug: 'north' }])
    assert.deepEqual((await asDoor('select slug from tenant')).rows, [])
  })

  await t.test('the tables that the test looked into had rows of both tenants', async () => {
    for (const table of ['charger', 'token', 'session', 'api_client', 'evse_state', 'fact', 'message_log']) {
      const { rows } = await db.query(`select distinct tenant_id::int as tenant from "${table}"`)
      const there = rows.map(({ tenant }) => tenant)
      assert.ok(there.includes(north.tenant) && there.includes(south.tenant), table)
    }
  })
})

type Side = Awaited<ReturnType<typeof fillTenant>>

/** Two tenants, each with a charger of its own, one whose identity both have, a card, a vehicle, sessions, a client. */
async function startTwoTenants(t: Parameters<typeof startSystem>[0]) {
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT: 'off', VOLTYARD_DEPOT_RFID_LIST: 'on' } })
  const north = await fillTenant(system, 'north', 'Reserved')
  const south = await fillTenant(system, 'south', 'Faulted')
  return { system, north, south }
}

async function fillTenant(system: System, slug: string, twinStatus: string) {
  await system.admin('tenant.add', { slug })
  const [charger, card, vehicle] = [`${slug.toUpperCase()}-1`, `CARD-OF-${slug}`, `BUS-OF-${slug}`]
  await system.admin('token.add', { uids: [card], vehicle, tenant: slug })
  const passwords: Record<string, string> = {}
  for (const identity of [charger, 'TWIN']) {
    passwords[identity] = await system.addCharger(identity, { tenant: slug })
    const connected = await system.connectCharger(identity, { tenant: slug, password: passwords[identity] })
    const status = { connectorId: 1, errorCode: 'NoError', status: twinStatus }
    await connected.call('StatusNotification', { ...status, timestamp: dayAt(1, '08:00') })
    const times = { startedAt: dayAt(1, '08:00'), endedAt: dayAt(1, '09:00') }
    await reportCharge(connected, { ...times, idTag: card })
    await connected.close()
  }
  const depot = await openDepot(system, { name: 'fleet', tenant: slug })
  await system.admin('api-token.add', { name: 'reports', tenant: slug })
  await system.admin('tariff.add', { name: `TARIFF-OF-${slug}`, currency: 'EUR', tenant: slug })
  await system.admin('tariff.assign', { tariff: `TARIFF-OF-${slug}`, token: `NOBODY-${slug}`, tenant: slug })
  const [{ id }] = (await askDatabase(system.databaseUrl, 'select id::int from tenant where slug = $1', [slug])) as [
    { id: number },
  ]
  await addFirmware(system, { tenant: id, version: `FIRMWARE-OF-${slug}` })
  return { slug, tenant: id, charger, card, vehicle, passwords, depot }
}

/** What is no history: it says what is now, is used up, or is taken back by those who brought it. */
const mayDelete: Record<string, ReadonlySet<string>> = {
  voltyard_api: new Set([
    'device_variable',
    'errand_part',
    'feed_report',
    'file_ticket',
    'installed_item',
    'price_block',
    'recovery_code',
    'solar_block',
    'stored_file',
    'unknown_charger',
    'vehicle_link',
    'vehicle_state',
  ]),
  voltyard_ingest: new Set(['unknown_charger']),
}

/** Bodies that are good for one route or another, so that each gets to look for the id. */
const bodies = [
  undefined,
  { enabled: false },
  { role: 'viewer' },
  { name: 'Changed' },
  { blocked: true },
  { kind: 'reset', mode: 'soft' },
  { action: 'ClearCache', payload: {} },
]

const siteBodies = [
  { name: 'Changed' },
  { live: true },
  { value: 5, unit: 'A', until: null, reason: 'not mine' },
  { value: 5, unit: 'A' },
  { items: [{ from: dayAt(1, '08:00'), to: dayAt(1, '09:00'), price: '1', sellPrice: null, currency: 'EUR' }] },
  { items: [{ from: dayAt(1, '08:00'), to: dayAt(1, '09:00'), powerW: 1 }] },
  { measures: 'total', intervalSeconds: 5, source: { kind: 'push' } },
  {},
]

function bodiesFor(path: string): readonly (object | undefined)[] {
  return ['sites', 'circuits', 'meters', 'site-alarms'].includes(path.split('/')[0]!) ? siteBodies : bodies
}

function fillIds(path: string, id: number): string {
  return path.replaceAll(/:\w+/g, String(id))
}

/** The ids that the tenant has of what the route is about. */
async function idsOf(system: System, tenant: number, path: string): Promise<number[]> {
  const table = tableOf[path.split('/')[0]!]
  assert.ok(table, `this test needs to know what the ids of ${path} are`)
  const rows = await askDatabase(system.databaseUrl, `select id::int from ${table} where tenant_id = $1 limit 2`, [
    tenant,
  ])
  assert.ok(rows.length > 0, table)
  return rows.map(({ id }) => id)
}

async function makeTemplate(person: ConsoleUser): Promise<void> {
  const patterns = { vendor: null, model: null, firmware: null }
  const rules = { extendsDefault: true, restartAllowed: false, acceptWhenConfigured: false }
  const template = { name: 'only-in-the-south', ...patterns, priority: 0, settings: [], measurands: null, ...rules }
  assert.equal((await person.post('templates', template)).status, 201)
}

/** What takes longer to make through a door, as rows. */
async function fillRest(system: System, tenant: number): Promise<void> {
  const add = (text: string) => askDatabase(system.databaseUrl, text, [tenant])
  await add(`insert into quarantine (tenant_id, charger_id, at, action, frame, reason)
             select tenant_id, id, now(), 'StopTransaction', identity, 'nonsense' from charger where tenant_id = $1`)
  await add(`insert into reservation (tenant_id, charger_id, reservation_id, token_uid, token_uid_folded, expires_at)
             select tenant_id, id, 1, 'CARD', 'card', now() + interval '1 day' from charger where tenant_id = $1`)
  await add(`insert into location (tenant_id, name, time_zone) values ($1, 'only-in-the-south', 'Europe/Berlin')`)
  await add(`insert into circuit (tenant_id, location_id, name, phases, wiring, voltage_v, rated_a)
             select tenant_id, id, name, 3, 'star', 230, 63 from location where tenant_id = $1`)
  await add(`insert into site_weather (tenant_id, location_id, is_automatic)
             select tenant_id, id, false from location where tenant_id = $1`)
  await add(`insert into vehicle_link (tenant_id, vehicle_id) select tenant_id, id from vehicle where tenant_id = $1`)
  await add(`insert into vehicle_state (tenant_id, vehicle_id, seq, heard_at, said, others)
             select tenant_id, id, 0, now(), '{}', '{}' from vehicle where tenant_id = $1`)
  await add(`insert into circuit_meter (tenant_id, circuit_id, measures, interval_seconds, source)
             select tenant_id, id, 'total', 5, '{"kind":"push"}' from circuit where tenant_id = $1`)
  await add(`insert into limit_feed (tenant_id, location_id, circuit_id, protocol, name, settings)
             select tenant_id, location_id, id, 'openadr', name, '{}' from circuit where tenant_id = $1`)
  await add(`insert into site_alarm (tenant_id, location_id, kind, subject, body)
             select tenant_id, id, 'meter-silent', name, '{}' from location where tenant_id = $1`)
  await add(`insert into steering_round (tenant_id, location_id, at, cause, engine, fence, input_hash, duration_ms,
               grants, sends, input, outcome)
             select tenant_id, id, now(), 'period', name, 1, '', 1, 0, 0, '', '' from location where tenant_id = $1`)
  await add(`insert into limit_source (tenant_id, circuit_id, kind, name, unit, author, intervals)
             select tenant_id, id, 'operator', 'by hand', 'A', name, '[{"from":"2026-01-01T00:00:00Z","to":null,"value":9}]'
               from circuit where tenant_id = $1`)
}

async function meetStranger(system: System, { slug, tenant }: Side): Promise<void> {
  await assert.rejects(system.connectRaw('STRANGER', { path: `/ocpp/${slug}/STRANGER` }))
  await eventually(
    () => askDatabase(system.databaseUrl, 'select from unknown_charger where tenant_id = $1', [tenant]),
    ({ length }) => length === 1,
  )
}

const tableOf: Record<string, string> = {
  accounts: 'account',
  'api-tokens': 'api_token',
  cards: 'token',
  chargers: 'charger',
  clients: 'api_client',
  commands: 'command',
  files: 'stored_file',
  firmware: 'firmware',
  'firmware-campaigns': 'firmware_campaign',
  templates: 'charger_template',
  'unknown-chargers': 'unknown_charger',
  devices: 'console_session',
  'kept-messages': 'quarantine',
  reservations: 'reservation',
  rounds: 'steering_round',
  sessions: 'session',
  sites: 'location',
  circuits: 'circuit',
  meters: 'circuit_meter',
  vehicles: 'vehicle',
  'limit-feeds': 'limit_feed',
  'site-alarms': 'site_alarm',
  'tariff-assignments': 'tariff_assignment',
  tariffs: 'tariff',
}

type Ids = Record<string, string>

const unknown: Ids = {
  ...{
    chargerId: 'NOBODYS-1',
    connectorId: '1',
    TransactionID: '123456789',
    tag: 'NOBODYS',
    reservationId: '123456789',
  },
  ...{ siteId: 'aaaaaaaa-0000-4000-8000-000000000000', chargerGroupId: 'bbbbbbbb-0000-4000-8000-000000000000' },
}

/** What stands for the parameters of the depot API. */
async function idsOfClient(system: System, { depot, slug: tenant, charger, card, vehicle }: Side) {
  const site = await system.admin('site.add', { name: 'Depot', timeZone: 'UTC', tenant })
  const group = await system.admin('circuit.add', { name: 'Grid', site: String(site.id), ratedA: 63, tenant })
  await system.admin('circuit.connect', { charger, circuit: String(group.id), tenant })
  const reservation = await depot.call(`/v1/reservations/chargers/${charger}/connectors/2`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{
        ReservationStart: inDays(1),
        ReservationEnd: inDays(2),
        AuthorizationType: 'RFID',
        AuthorizationValue: card,
      },
    }),
  })
  const [{ TransactionID }] = (await depot.call('/v2/transactions')).body
  return {
    ...{ chargerId: charger, connectorId: '1', TransactionID: String(TransactionID), vehicleId: vehicle, tag: card },
    ...{
      siteId: String(site.publicId),
      chargerGroupId: String(group.publicId),
      reservationId: String(reservation.body.ReservationID),
    },
    ...{ status: 'false', remoteCommandType: 'startChargingSession' },
  } satisfies Ids
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

/** What does not change any more: some rows are written when nobody waits for them. */
async function settled(read: () => Promise<Record<string, string>>): Promise<Record<string, string>> {
  for (let last = await read(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const now = await read()
    if (JSON.stringify(now) === JSON.stringify(last)) return now
    last = now
  }
}

function fill(url: string, values: Record<string, string>): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = values[name]
    assert.ok(value, `this test needs a value of each tenant for the parameter ${name} of ${url}`)
    return encodeURIComponent(value)
  })
}

/** From the catalogue, so that a new table is looked into by itself. Doors find the tenant in `door_key`: it has no wall. */
async function tablesWithTenant(db: pg.Client): Promise<{ table: string; isPartition: boolean }[]> {
  const { rows } = await db.query(
    `select k.relname as table, k.relispartition as "isPartition" from pg_class k
       join pg_attribute a on a.attrelid = k.oid and a.attname = 'tenant_id' and not a.attisdropped
      where k.relnamespace = 'public'::regnamespace and k.relkind in ('r', 'p', 'v', 'm') and k.relname <> 'door_key'
      order by 1`,
  )
  return rows
}

/** How many rows of each table belong to the tenant. */
async function rowsOf(system: System, tenant: number): Promise<Record<string, number>> {
  return summaryOf(system, tenant, 'count(*)::int')
}

async function contentsOf(system: System, tenant: number): Promise<Record<string, string>> {
  return summaryOf(system, tenant, `coalesce(md5(string_agg(t::text, ',' order by t::text)), '')`)
}

async function summaryOf(system: System, tenant: number, aggregate: string): Promise<Record<string, any>> {
  const db = new pg.Client(system.databaseUrl)
  await db.connect()
  try {
    const summary: Record<string, any> = {}
    for (const { table } of (await tablesWithTenant(db)).filter(({ isPartition }) => !isPartition)) {
      const { rows } = await db.query(`select ${aggregate} as value from "${table}" t where tenant_id = $1`, [tenant])
      summary[table] = rows[0].value
    }
    return summary
  } finally {
    await db.end()
  }
}
