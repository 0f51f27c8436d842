import assert from 'node:assert/strict'
import { request as httpsRequest } from 'node:https'
import { test } from 'node:test'
import fc from 'fast-check'
import { createLog } from '#server/log.ts'
import { askDatabase, assertError, basic, openDepot } from '#test/support/depot-api.ts'
import { heldClock } from '#test/support/held-clock.ts'
import { startSystem } from '#test/support/system.ts'
import { rootsOf } from '#test/support/tls.ts'

const vin = 'WEB62800123456789'
const full = {
  ...{ seq: 0, vin, evccid: '001A2B3C4D5E', odo: 1_000, bat_reqtime: 20, bat_eamount: 120, bprec_eamount: 4 },
  ...{ prec_reqtime: 30, prec_eamount: 6, chrg_stat: 1 },
}

test('vehicles talk to us over the cable (VDV 261)', async (t) => {
  const clock = heldClock()
  const lines: string[] = []
  const log = createLog({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const env = {
    ...{ VOLTYARD_DEPOT_RATE_LIMIT_MAX: '60', VOLTYARD_VDV261_PATH: '/v2icp/vdv' },
    ...{ VOLTYARD_TLS_PORT: '0', VOLTYARD_TLS_HOST: '::1', VOLTYARD_TLS_STATIC_RSA: 'off' },
  }
  const system = await startSystem(t, { chargers: ['CP-1', 'CS-1'], env, now: clock.now, log })
  const depot = await openDepot(system)
  const site = await system.admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin' })
  const grid = await system.admin('circuit.add', { site: 'Depot', name: 'Grid', ratedA: 400, publicId: 'GRID' })
  assert.ok(grid.id)
  for (const charger of ['CP-1', 'CS-1']) await system.admin('circuit.connect', { charger, circuit: 'GRID' })
  const added = await system.admin('vehicle.add', { vehicle: 'BUS-12', vin, batteryWh: 350_000 })
  let password = String(added.password)
  const canaries = [vin, password]

  const post = (body: unknown, how: { password?: string; user?: string; type?: string; path?: string } = {}) =>
    depot.call(how.path ?? '/vdv', {
      method: 'POST',
      token: null,
      headers: {
        authorization: basic(how.user ?? vin, how.password ?? password),
        'content-type': how.type ?? 'application/json',
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const asked = () =>
    askDatabase(
      system.databaseUrl,
      `select location_id::int, session_id::int, need_full_wh::int, precondition_w::int, withdrawn_at
         from charging_request where source = 'vehicle' order by id`,
    )
  const shown = async () =>
    (await system.admin('vehicle.show', { vehicle: 'BUS-12' })) as { link: any; state: Record<string, unknown> | null }

  await t.test('a vehicle that has come in for the first time counts as synchronised', async () => {
    assert.equal((await shown()).link.synchronisedAt, null)
    const { status, body } = await post(full)
    assert.equal(status, 200)
    assert.deepEqual(body, { seq: 0, vin, driveoff: 65_535, prec_dsrd: 0, prec_hvac: 3, ambienttemp: 255 })
    const { link, state } = await shown()
    assert.ok(link.synchronisedAt)
    assert.equal(state?.needKwh, 120)
    // Nobody knows where it stands.
    assert.deepEqual(await asked(), [])
  })

  await t.test(
    'a message with count and VIN alone is answered in full, in the type that it has asked for',
    async () => {
      const type = 'application/json; charset=US-ASCII'
      for (const path of ['/vdv', '/v1/vdv', '/v2icp/vdv', '/vdv/']) {
        const { status, body, headers } = await post({ seq: '1', vin }, { type, path })
        assert.equal(status, 200, path)
        assert.equal(headers.get('content-type'), 'application/json; charset=US-ASCII')
        assert.deepEqual([body.seq, body.vin, Object.keys(body).length], [1, vin, 6])
      }
      assert.equal((await post({ seq: 2, vin })).headers.get('content-type'), 'application/json; charset=utf-8')
      assert.equal((await shown()).state?.cabinMinutes, 30)
    },
  )

  await t.test(
    'what has changed is joined with what was said before, also after a restart and at another node',
    async () => {
      await post({ seq: 3, vin, bat_eamount: 119, prec_reqtime: 65_535 })
      await system.restart()
      const other = await startSystem(t, { sharing: system, env, now: clock.now })
      const answer = await fetch(`${other.url}/vdv`, {
        method: 'POST',
        headers: { authorization: basic(vin, password), 'content-type': 'application/json' },
        body: JSON.stringify({ seq: 4, vin, odo: '1001' }),
      })
      assert.equal(answer.status, 200)
      await other.stop()
      const { state } = await shown()
      assert.deepEqual(
        [state?.needKwh, state?.batteryMinutes, state?.cabinMinutes, state?.odometerKm],
        [119, 20, null, 1_001],
      )
    },
  )

  await t.test('its departure, the weather and its own words say what it is told', async () => {
    const now = clock.now()
    const departsAt = now.add({ minutes: 100 })
    await system.admin('departure.set', { vehicle: vin, at: departsAt.toString(), targetSoc: 90 })
    await system.admin('site.weather', { site: 'Depot', celsius: -3.4, hours: 2 })
    await system.admin('vehicle.describe', { vehicle: 'BUS-12', link: { preconditions: true, climate: 'automatic' } })
    const { hour, minute } = departsAt.toZonedDateTimeISO('Europe/Berlin')

    const early = (await post(full)).body
    assert.deepEqual(early, {
      ...{ seq: 0, vin, driveoff: hour * 60 + minute, prec_dsrd: 0, prec_hvac: 1, ambienttemp: -3 },
    })
    const [request] = await asked()
    assert.deepEqual(
      [request.location_id, request.session_id, request.need_full_wh, request.precondition_w],
      [site.id, null, 120_000, 20_000],
    )
    await system.admin('vehicle.describe', { vehicle: 'BUS-12', link: { driveoff: 'minutesUntilDeparture' } })
    assert.equal((await post({ seq: 1, vin })).body.driveoff, 100)

    clock.pass({ minutes: 65 })
    assert.equal((await post(full)).body.prec_dsrd, 1)
    clock.pass({ minutes: 35 })
    const late = (await post({ ...full, seq: 1 })).body
    assert.deepEqual([late.driveoff, late.prec_dsrd, late.ambienttemp], [65_535, 0, -3])
    clock.pass({ minutes: 20 })
    assert.equal((await post(full)).body.ambienttemp, 255)
  })

  await t.test('what it needs is asked for where its card is charging, in that session and no other', async () => {
    await system.admin('token.add', { uids: ['CARD-12'], vehicle: 'BUS-12' })
    const charger = await system.connectCharger('CP-1')
    const started = await charger.call('StartTransaction', {
      ...{ connectorId: 1, idTag: 'CARD-12', meterStart: 0, timestamp: clock.now().toString() },
    })
    assert.equal(started.idTagInfo.status, 'Accepted')
    await post({ ...full, bat_eamount: 80 })
    const [request] = await asked()
    assert.ok(request.session_id)
    assert.deepEqual([request.need_full_wh, request.withdrawn_at], [80_000, null])

    await post({ seq: 1, vin, bat_eamount: 1_001, bprec_eamount: 255_000, prec_eamount: 255_000 })
    assert.ok((await asked())[0].withdrawn_at)
    await charger.call('StopTransaction', {
      ...{ transactionId: started.transactionId, meterStop: 10, timestamp: clock.now().toString() },
    })
  })

  await t.test(
    'where no card tells who it is, its charge controller does, and its departure is for that session',
    async () => {
      const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
      await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
      await charger.call('TransactionEvent', {
        ...{ eventType: 'Started', seqNo: 0, triggerReason: 'CablePluggedIn', timestamp: clock.now().toString() },
        ...{ transactionInfo: { transactionId: 'tx-1' }, evse: { id: 2, connectorId: 1 } },
        idToken: { idToken: '001A2B3C4D5E', type: 'MacAddress' },
      })
      await system.admin('departure.set', { vehicle: 'BUS-12', at: clock.now().add({ minutes: 50 }).toString() })
      assert.equal((await post({ ...full, evccid: '00:1a:2b:3c:4d:5e' })).body.driveoff, 50)
      const [request] = await asked()
      assert.equal(request.need_full_wh, 120_000)
      const bound = await askDatabase(
        system.databaseUrl,
        `select r.source, s.wire_id, r.withdrawn_at from charging_request r join session s on s.id = r.session_id
        where r.session_id = ${request.session_id} and r.withdrawn_at is null order by r.source`,
      )
      assert.deepEqual(bound, [
        { source: 'operator', wire_id: 'tx-1', withdrawn_at: null },
        { source: 'vehicle', wire_id: 'tx-1', withdrawn_at: null },
      ])
    },
  )

  await t.test('who does not know the password, or speaks for another vehicle, is refused', async () => {
    for (const [how, what] of [
      [{ password: 'wrong' }, 'a wrong password'],
      [{ user: 'WEB62800123456780' }, 'an unknown VIN'],
      [{ user: vin.slice(0, 16) }, 'half a VIN'],
    ] as const) {
      const refused = await post(full, how)
      assertError(refused, 401, 'unauthorized')
      assert.equal(refused.headers.get('www-authenticate'), 'Basic realm="VDV261"', what)
    }
    for (const authorization of [undefined, 'Bearer x', `Bearer ${depot.token}`, 'Basic', 'Basic !!!', 'Basic YQ==']) {
      const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }
      const refused = await depot.call('/vdv', { method: 'POST', token: null, headers, body: '{}' })
      assertError(refused, 401, 'unauthorized')
    }
    assertError(await post({ ...full, vin: 'WEB62800123456780' }), 403, 'forbidden')
    assert.equal((await post({ ...full, vin: vin.toLowerCase() }, { user: vin.toLowerCase() })).status, 200)
    await system.admin('vehicle.switch', { vehicle: 'BUS-12', enabled: false })
    assertError(await post(full), 403, 'forbidden')
    assertError(await post(full, { password: 'wrong' }), 401)
    await system.admin('vehicle.switch', { vehicle: 'BUS-12', enabled: true })
  })

  await t.test('what cannot be read is refused, and what is merely odd is not', async () => {
    for (const body of ['{', '', '[]', '"x"', 'null', '{"seq":0}', `{"vin":"${vin}"}`, '{"__proto__":{}}']) {
      assertError(await post(body), 400)
    }
    assertError(await post(full, { type: 'text/plain' }), 400)
    assertError(await post({ ...full, filler: 'x'.repeat(40_000) }), 400)
    const odd = { ...full, odo: 'far', bat_reqtime: null, h2_stat: { a: [1] }, bat_stat: '7', data_num: 3 }
    for (const type of [
      'application/json;charset="us-ascii"',
      'APPLICATION/JSON',
      'application/json; charset=latin1',
    ]) {
      assert.equal((await post(odd, { type })).status, 200, type)
    }
    const other = await depot.call('/vdv', { token: null })
    assertError(other, 405)
    assert.equal(other.headers.get('allow'), 'POST')
  })

  await t.test('whatever a vehicle that has come in sends, it is never answered with a fault of ours', async () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.constantFrom(null, '', '\u0000', 255))
    const message = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record(
        { seq: fc.oneof(fc.nat(300), value), vin: fc.oneof(fc.constant(vin), value), evccid: value, odo: value },
        { requiredKeys: ['seq', 'vin'] },
      ),
      fc.dictionary(fc.string(), value).map((more) => ({ ...full, ...more, seq: 7, vin })),
    )
    await fc.assert(
      fc.asyncProperty(message, async (body) => {
        const { status } = await post(body)
        assert.ok([200, 400, 403].includes(status), String(status))
      }),
      { numRuns: 150 },
    )
  })

  await t.test('vehicles are not counted, but wrong passwords are', async () => {
    const replies = await Promise.all(Array.from({ length: 80 }, () => post({ seq: 9, vin })))
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200])
    assert.equal(replies[0]!.headers.get('ratelimit-limit'), null)
    let refused = await post(full, { password: 'guessed' })
    for (let tries = 0; refused.status === 401 && tries < 20; tries++)
      refused = await post(full, { password: 'guessed' })
    assertError(refused, 429, 'rate_limited')
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assertError(await post(full), 429)
    clock.pass({ minutes: 1 })
    assert.equal((await post(full)).status, 200)
  })

  await t.test(
    'a depot whose vehicles all talk at once tells each what is for it, and keeps their connections',
    async () => {
      const fleet = await Promise.all(
        Array.from({ length: 12 }, async (_, seat) => {
          const its = `WEB6280000000${String(seat).padStart(4, '0')}`
          const { password } = await system.admin('vehicle.add', { vehicle: `FLEET-${seat}`, vin: its })
          const at = clock
            .now()
            .add({ minutes: 100 + seat })
            .toString()
          await system.admin('vehicle.describe', {
            vehicle: `FLEET-${seat}`,
            link: { driveoff: 'minutesUntilDeparture' },
          })
          await system.admin('departure.set', { vehicle: its, site: 'Depot', at })
          return { its, password: String(password), seat }
        }),
      )
      for (const seq of [0, 1, 2]) {
        await Promise.all(
          fleet.map(async ({ its, password, seat }) => {
            const { status, body, headers } = await post(
              { seq, vin: its, bat_eamount: 100 + seat - seq },
              { user: its, password },
            )
            assert.deepEqual([status, body.vin, body.seq, body.driveoff], [200, its, seq, 100 + seat])
            assert.equal(headers.get('keep-alive'), 'timeout=75')
          }),
        )
      }
      const kept = await askDatabase(
        system.databaseUrl,
        `select (said->>'needKwh')::int as need from vehicle_state s join vehicle v on v.id = s.vehicle_id
        where v.public_id like 'FLEET-%' order by 1`,
      )
      assert.deepEqual(
        kept.map(({ need }) => need),
        Array.from({ length: 12 }, (_, seat) => 98 + seat),
      )
      await Promise.all(fleet.map(({ its }) => system.admin('vehicle.remove', { vehicle: its })))
    },
  )

  await t.test('a new password voids the former one, and without one nobody comes in', async () => {
    const former = password
    const renewed = await system.admin('vehicle.password', { vehicle: vin })
    password = String(renewed.password)
    canaries.push(password)
    assert.equal((await shown()).link.synchronisedAt, null)
    assertError(await post(full, { password: former }), 401)
    assert.equal((await post(full)).status, 200)
    assert.ok((await shown()).link.synchronisedAt)
    await system.admin('vehicle.password', { vehicle: vin, password: 'a:b', rule: 1 })
    assert.equal((await post(full, { password: 'a:b' })).status, 200)
    await system.admin('vehicle.revoke', { vehicle: 'BUS-12' })
    assertError(await post(full, { password: 'a:b' }), 401)
    await assert.rejects(system.admin('vehicle.password', { vehicle: vin, password: 'weak' }), /at least 8/)
    password = String((await system.admin('vehicle.password', { vehicle: vin })).password)
    canaries.push(password)
  })

  await t.test('one VIN in two tenants: the password says whose vehicle it is', async () => {
    await system.admin('tenant.add', { slug: 'south' })
    const south = await system.admin('vehicle.add', { vehicle: 'B', vin, tenant: 'south' })
    assert.equal((await post({ ...full, bat_eamount: 7 }, { password: String(south.password) })).status, 200)
    const theirs = (await system.admin('vehicle.show', { vehicle: 'B', tenant: 'south' })) as any
    assert.equal(theirs.state.needKwh, 7)
    assert.equal((await post(full)).status, 200)
    const rows = await askDatabase(
      system.databaseUrl,
      `select tenant_id, said->'needKwh' as need from vehicle_state order by 1`,
    )
    assert.deepEqual(
      rows.map(({ need }) => Number(need)),
      [120, 7],
    )
    await system.admin('vehicle.remove', { vehicle: 'B', tenant: 'south' })
    assertError(await post(full, { password: String(south.password) }), 401)
  })

  await t.test('over IPv6 and TLS, with the one suite and the kind of certificate that vehicles know', async () => {
    const ask = async (path: string, body: object, tls: object = {}) => {
      const ca = await rootsOf(system)
      return new Promise<{ status: number; body: any; cipher: string; keptAlive: string | undefined }>(
        (resolve, reject) => {
          const request = httpsRequest(
            {
              ...{ host: '::1', port: system.server.tlsPort!, path, method: 'POST', ca, maxVersion: 'TLSv1.2' },
              ...{ ciphers: 'ECDHE-ECDSA-AES128-SHA256', ecdhCurve: 'prime256v1', sigalgs: 'ecdsa_secp256r1_sha256' },
              headers: {
                authorization: basic(vin, password),
                'content-type': 'application/json; charset=US-ASCII',
              },
              ...tls,
            } as never,
            (response) => {
              const cipher = (response.socket as import('node:tls').TLSSocket).getCipher().standardName
              let text = ''
              response.setEncoding('utf8').on('data', (part) => (text += part))
              response.on('end', () =>
                resolve({
                  ...{ status: response.statusCode!, body: safeJson(text), cipher },
                  keptAlive: response.headers['keep-alive'] as string | undefined,
                }),
              )
            },
          )
          request.on('error', reject)
          request.end(JSON.stringify(body))
        },
      )
    }
    const { status, body, cipher, keptAlive } = await ask('/vdv', full)
    assert.deepEqual([status, keptAlive], [200, 'timeout=75'])
    assert.equal(body.vin, vin)
    assert.equal(cipher, 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256')
    assert.equal((await ask('/v2icp/vdv', full)).status, 200)
    // Programs do not come in where chargers and vehicles do.
    assert.equal((await ask('/v2/transactions', full)).status, 404)
    const better = 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256'
    assert.equal((await ask('/vdv', full, { ciphers: better })).cipher, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')
  })

  await t.test('a vehicle that is removed comes in no more, and nothing is asked for it', async () => {
    await system.admin('vehicle.remove', { vehicle: vin, tenant: 'default' })
    assertError(await post(full), 401)
    const open = await askDatabase(
      system.databaseUrl,
      `select id from charging_request where vehicle_id is not null and withdrawn_at is null`,
    )
    assert.deepEqual(open, [])
    await assert.rejects(system.admin('vehicle.show', { vehicle: 'BUS-12', tenant: 'default' }), /no vehicle/)
    const again = await system.admin('vehicle.add', { vehicle: 'BUS-12', vin, tenant: 'default' })
    assert.equal((await post(full, { password: String(again.password) })).status, 200)
  })

  await t.test('S27: no line of the log has a VIN, a password or an address of a charge controller', async () => {
    await system.stop()
    const written = lines.join('\n').toLowerCase()
    assert.match(written, /request answered/)
    for (const canary of [...canaries, basic(vin, password).slice(6), full.evccid]) {
      assert.equal(written.includes(canary.toLowerCase()), false, canary)
    }
  })
})

function safeJson(text: string): any {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
