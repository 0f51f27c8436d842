import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { askDatabase, assertError, type DepotAnswer, openDepot } from '#test/support/depot-api.ts'
import { event } from '#test/support/priced-charger.ts'
import type { StrictCharger } from '#test/support/strict-charger.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const protocols = ['ocpp1.6', 'ocpp2.0.1'] as const
type Protocol = (typeof protocols)[number]
type Answers = Record<string, (params: any) => object>

test('reservations of connectors, over the depot API', { concurrency: 10 }, async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { tokens: ['7A11C3F0', 'CARD-2', 'OFF-1', '04A2B9D1'], env })
  await system.admin('token.add', { uids: ['BUS-1', 'BUS-2'], group: 'buses' })
  const depot = await openDepot(system)
  assert.equal((await depot.call('/v2/rfid/OFF-1/false', { method: 'POST' })).status, 201)

  const send = (path: string, method: string, body?: object) =>
    depot.call(path, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
  const at = (seconds: number) => Temporal.Now.instant().add({ milliseconds: Math.round(seconds * 1000) })
  const terms = (from: number, to: number, tag = '7A11C3F0') => ({
    ReservationStart: at(from).toString({ fractionalSecondDigits: 3 }),
    ReservationEnd: at(to).toString({ fractionalSecondDigits: 3 }),
    AuthorizationType: 'RFID',
    AuthorizationValue: tag,
  })
  const placeOf = (charger: string, connector = 1) => `/v1/reservations/chargers/${charger}/connectors/${connector}`
  const reserve = (charger: string, body: object, connector = 1) => send(placeOf(charger, connector), 'POST', body)
  const one = (made: DepotAnswer) => `/v1/reservations/${made.body.ReservationID}`
  const statusOf = async (made: DepotAnswer) => (await depot.call(one(made))).body.Status
  const becomes = (made: DepotAnswer, status: string) =>
    eventually(
      () => statusOf(made),
      (is) => is === status,
    )

  let count = 0
  const connect = async (protocol: Protocol, answers: Answers = {}, { evses = 2 } = {}) => {
    const identity = `BAY-${++count}`
    await system.addCharger(identity, { evses })
    return { identity, ...(await meet(identity, protocol, answers)) }
  }
  const meet = async (identity: string, protocol: Protocol, answers: Answers) => {
    const charger = await system.connectCharger(identity, { protocol })
    await charger.call(
      'BootNotification',
      protocol === 'ocpp1.6'
        ? { chargePointVendor: 'Acme', chargePointModel: 'One' }
        : { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } },
    )
    const asked: [action: string, params: any][] = []
    for (const [action, answer] of Object.entries(answers)) {
      charger.handle(action, (params: any) => {
        asked.push([action, params])
        return answer(params)
      })
    }
    const calls = (count: number) =>
      eventually(
        async () => asked,
        ({ length }) => length >= count,
      )
    return { charger, asked, calls }
  }
  const yes = () => ({ status: 'Accepted' })
  const notKnown = () => {
    throw createRPCError('NotSupported')
  }

  // At once, since a charger that has just come is asked a little later.
  const running: Promise<unknown>[] = []
  const meanwhile = (name: string, work: () => Promise<void>) => void running.push(t.test(name, work))
  for (const protocol of protocols) {
    meanwhile(`a ${protocol} charger is asked when the start is reached, and who comes uses it`, async () => {
      const { identity, charger, asked, calls } = await connect(protocol, { ReserveNow: yes })
      const body = terms(4, 3600)
      const made = await reserve(identity, body)
      assert.equal(made.status, 201)
      const { ReservationID } = made.body
      assert.deepEqual(made.body, {
        ReservationID,
        ChargerID: identity,
        ConnectorID: 1,
        ...body,
        Status: 'Scheduled',
        message: 'Reservation has been created successfully.',
      })
      assert.equal(asked.length, 0)
      await begin(charger, protocol, 'CARD-2', { connector: 2 })
      await becomes(made, 'Active')
      assert.deepEqual(await calls(1), [
        [
          'ReserveNow',
          protocol === 'ocpp1.6'
            ? { connectorId: 1, expiryDate: body.ReservationEnd, idTag: '7A11C3F0', reservationId: ReservationID }
            : {
                id: ReservationID,
                evseId: 1,
                expiryDateTime: body.ReservationEnd,
                idToken: { idToken: '7A11C3F0', type: 'ISO14443' },
              },
        ],
      ])
      assert.ok(Temporal.Instant.compare(Temporal.Now.instant(), body.ReservationStart) >= 0)
      assert.equal(await begin(charger, protocol, '7A11C3F0', { reservationId: ReservationID }), 'Accepted')
      await becomes(made, 'Used')
      assertError(await send(one(made), 'PUT', terms(0, 7200)), 409, 'conflict')
      assertError(await send(one(made), 'DELETE'), 409, 'conflict')
      assert.deepEqual(charger.violations, [])
    })

    meanwhile(`a ${protocol} charger is asked at once for what is due, and its no makes it fail`, async () => {
      let answer = 'Accepted'
      const { identity } = await connect(protocol, { ReserveNow: () => ({ status: answer }) })
      const made = await reserve(identity, terms(-200, 3600))
      assert.deepEqual([made.status, made.body.Status], [201, 'Active'])
      answer = 'Occupied'
      const refused = await reserve(identity, terms(0, 3600, 'CARD-2'), 2)
      assert.deepEqual([refused.status, refused.body.Status], [201, 'Failed'])
      assert.equal(await statusOf(refused), 'Failed')
    })

    meanwhile(
      `where a ${protocol} charger knows no reservations, other tags are refused at the connector`,
      async () => {
        const { identity, charger } = await connect(protocol, { ReserveNow: notKnown, CancelReservation: notKnown })
        const made = await reserve(identity, terms(0, 3600, 'BUS-1'))
        assert.equal(made.body.Status, 'Active')
        const refusal = protocol === 'ocpp1.6' ? 'Blocked' : 'NotAtThisTime'
        assert.equal(await begin(charger, protocol, 'CARD-2'), refusal)
        assert.equal(await begin(charger, protocol, 'CARD-2', { connector: 2 }), 'Accepted')
        assert.equal(await statusOf(made), 'Active')
        assert.equal(await begin(charger, protocol, 'BUS-2'), 'Accepted', 'of the same group')
        await becomes(made, 'Used')
        assert.equal(await begin(charger, protocol, 'CARD-2'), 'Accepted', 'it was used')
        assert.deepEqual(charger.violations, [])
      },
    )

    meanwhile(
      `a ${protocol} charger whose every connector is kept for others refuses a card that is shown`,
      async () => {
        const { identity, charger } = await connect(protocol, { ReserveNow: notKnown }, { evses: 1 })
        assert.equal(await begin(charger, protocol, 'CARD-2'), 'Accepted')
        const made = await reserve(identity, terms(0, 3600))
        assert.equal(made.body.Status, 'Active')
        assert.equal(await show(charger, protocol, '04A2B9D1'), protocol === 'ocpp1.6' ? 'Blocked' : 'NotAtThisTime')
        assert.equal(await show(charger, protocol, '7A11C3F0'), 'Accepted')
        assert.equal(await show(charger, protocol, 'CARD-2'), 'Accepted', 'it comes to end what it has begun')
        assert.equal((await send(one(made), 'DELETE')).status, 204)
        assert.equal(await show(charger, protocol, '04A2B9D1'), 'Accepted')
      },
    )

    meanwhile(`a ${protocol} charger gives up what is changed, and is asked anew under the same number`, async () => {
      const { identity, asked, calls } = await connect(protocol, { ReserveNow: yes, CancelReservation: yes })
      const made = await reserve(identity, terms(0, 3600))
      const { ReservationID } = made.body
      const longer = { ...terms(0, 7200, 'CARD-2'), ReservationStart: made.body.ReservationStart }
      const changed = await send(one(made), 'PUT', longer)
      assert.equal(changed.status, 200, changed.text)
      const { ChargerID, ConnectorID } = made.body
      assert.deepEqual(changed.body, { ReservationID, ChargerID, ConnectorID, ...longer, Status: 'Active' })
      await calls(3)
      assert.deepEqual(
        asked.map(([action, params]) => [action, params.reservationId ?? params.id]),
        [
          ['ReserveNow', ReservationID],
          ['CancelReservation', ReservationID],
          ['ReserveNow', ReservationID],
        ],
      )
      assert.equal(asked[2]![1].expiryDate ?? asked[2]![1].expiryDateTime, longer.ReservationEnd)

      const later = await send(one(made), 'PUT', terms(600, 7200))
      assert.deepEqual([later.status, later.body.Status], [200, 'Scheduled'])
      await calls(4)
      assert.equal(asked[3]![0], 'CancelReservation')
      const commands = () => openCommands(system.databaseUrl, identity)
      await eventually(commands, (open) => open === 0)
      assert.equal(await statusOf(made), 'Scheduled', 'its yes to the cancelling ends nothing')
      const soon = await send(one(made), 'PUT', terms(1, 7200))
      assert.equal(soon.status, 200)
      await becomes(made, 'Active')

      assert.equal((await send(one(made), 'DELETE')).status, 204)
      assert.equal(await statusOf(made), 'Cancelled')
      await calls(6)
      assert.equal(asked[5]![0], 'CancelReservation')
      await eventually(commands, (open) => open === 0)
      assert.equal(await statusOf(made), 'Cancelled')
    })
  }
  await Promise.all(running)

  await t.test('a charger that has told that it has no reservations is not asked', async () => {
    const { identity, asked } = await connect('ocpp1.6', { ReserveNow: yes, CancelReservation: yes })
    await askDatabase(
      system.databaseUrl,
      `insert into device_variable (tenant_id, charger_id, name_key, component, variable, value)
       select tenant_id, id, 'custom16////supportedfeatureprofiles//actual', 'Custom16', 'SupportedFeatureProfiles',
              'Core,SmartCharging' from charger where identity = '${identity}'`,
    )
    const made = await reserve(identity, terms(0, 3600))
    assert.equal(made.body.Status, 'Active')
    assert.equal((await send(one(made), 'DELETE')).status, 204)
    const brief = await reserve(identity, terms(0, 30))
    assert.equal(brief.body.Status, 'Active', 'so little is left that no charger could be asked')
    assert.deepEqual(asked, [])
  })

  await t.test('a card that charges at the connector when its time comes has used it', async () => {
    const { identity, charger, asked } = await connect('ocpp1.6', { ReserveNow: yes })
    assert.equal(await begin(charger, 'ocpp1.6', 'BUS-2'), 'Accepted')
    const made = await reserve(identity, terms(3, 3600, 'BUS-1'))
    assert.equal(made.body.Status, 'Scheduled')
    await becomes(made, 'Used')
    assert.deepEqual(asked, [])
  })

  await t.test('what overlaps is a conflict, what only touches is not', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const [early, late] = [terms(3600, 7200), terms(10_800, 14_400)]
    const made = await reserve(identity, early)
    assert.equal(made.status, 201)
    for (const [from, to] of [
      [3700, 3800],
      [0, 3601],
      [7199, 9000],
      [0, 20_000],
    ] as const) {
      assertError(await reserve(identity, terms(from, to, 'CARD-2')), 409, 'conflict')
    }
    assert.equal(
      (
        await reserve(identity, {
          ...early,
          ReservationStart: early.ReservationEnd,
          ReservationEnd: late.ReservationStart,
        })
      ).status,
      201,
    )
    assert.equal((await reserve(identity, early, 2)).status, 201, 'another connector')
    assertError(await send(one(made), 'PUT', terms(3600, 7300)), 409, 'conflict')
    assert.equal((await send(one(made), 'PUT', terms(3000, 7000))).status, 200, 'it does not overlap itself')
    assert.equal((await send(one(made), 'DELETE')).status, 204)
    assert.equal((await reserve(identity, early)).status, 201, 'the place of one that was cancelled')
  })

  await t.test('a body that cannot be is refused, and says where', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const good = terms(3600, 7200)
    const bad: [string, object][] = [
      ['/ReservationEnd', terms(7200, 3600)],
      ['/ReservationEnd', { ...good, ReservationEnd: good.ReservationStart }],
      ['/ReservationEnd', terms(-250, -10)],
      ['/ReservationEnd', terms(3600, 400 * 86_400)],
      ['/ReservationStart', terms(-310, 3600)],
      ['/ReservationStart', { ...good, ReservationStart: 'tomorrow' }],
      ['/ReservationStart', { ...good, ReservationStart: undefined }],
      ['/AuthorizationType', { ...good, AuthorizationType: 'PIN' }],
      ['/AuthorizationValue', terms(3600, 7200, 'NOBODY-1')],
      ['/AuthorizationValue', terms(3600, 7200, 'OFF-1')],
      ['/AuthorizationValue', terms(3600, 7200, '')],
      ['/AuthorizationValue', { ...good, AuthorizationValue: 7 }],
    ]
    const made = await reserve(identity, good, 2)
    for (const [pointer, body] of bad) {
      for (const answer of [await reserve(identity, body), await send(one(made), 'PUT', body)]) {
        assertError(answer, 400, 'invalid_body')
        assert.equal(answer.body.errors[0].source.pointer, pointer, answer.text)
      }
    }
    assertError(await reserve('NOBODY', good), 404, 'charger_not_found')
    assertError(await reserve(identity, good, 3), 404, 'connector_not_found')
    for (const id of ['987654', '0', '-1', '4294967296', '9007199254740993', '99999999999999999999']) {
      assertError(await send(`/v1/reservations/${id}`, 'PUT', good), 404, 'reservation_not_found')
      assertError(await depot.call(`/v1/reservations/${id}`), 404, 'reservation_not_found')
      assertError(await send(`/v1/reservations/${id}`, 'DELETE'), 404, 'reservation_not_found')
    }
    for (const id of ['one', '1.5', '1e3']) {
      assertError(await depot.call(`/v1/reservations/${id}`), 400, 'invalid_parameter')
    }
    assert.equal((await depot.call(placeOf(identity))).body.length, 0)
  })

  await t.test('the reservations of a connector are listed, those of an interval too, page by page', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const made = []
    for (const hour of [1, 2, 3]) made.push(await reserve(identity, terms(hour * 3600, hour * 3600 + 1800)))
    assert.equal((await reserve(identity, terms(3600, 7200), 2)).status, 201)
    await send(one(made[0]!), 'DELETE')
    const list = async (query = '') => (await depot.call(placeOf(identity) + query)).body
    const numbers = made.map(({ body }) => body.ReservationID).toReversed()
    const numbersOf = (found: { ReservationID: number }[]) => found.map(({ ReservationID }) => ReservationID)
    assert.deepEqual(numbersOf(await list()), numbers)
    assert.deepEqual((await list()).at(-1), (await depot.call(one(made[0]!))).body)
    assert.equal((await list()).at(-1).Status, 'Cancelled')
    assert.deepEqual(numbersOf(await list(`?from=${at(2.6 * 3600)}`)), numbers.slice(0, 1))
    assert.deepEqual(numbersOf(await list(`?from=${at(1.6 * 3600)}&to=${at(2.4 * 3600)}`)), numbers.slice(1, 2))
    const [first, second] = [await depot.call(`${placeOf(identity)}?limit=2`), await list('?limit=2&page=2')]
    assert.deepEqual(numbersOf([...first.body, ...second]), numbers)
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)!
    assert.deepEqual((await depot.call(next!)).body, second)
    assertError(await depot.call(`${placeOf(identity)}?from=${at(60)}&to=${at(0)}`), 400, 'invalid_parameter')
    assertError(await depot.call(placeOf(identity, 3)), 404, 'connector_not_found')
  })

  await t.test('of many that are asked for at once, no two that are taken overlap', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const random = randomFrom(20_270_301)
    const origin = 10_000 + Math.floor(random() * 1000)
    const wishes = Array.from({ length: 60 }, () => {
      const from = origin + Math.floor(random() * 20) * 60
      return { connector: random() < 0.5 ? 1 : 2, body: terms(from, from + 60 * (1 + Math.floor(random() * 5))) }
    })
    const answers = await Promise.all(wishes.map(({ connector, body }) => reserve(identity, body, connector)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))].toSorted(), [201, 409])
    for (const connector of [1, 2]) {
      const taken: { ReservationStart: string; ReservationEnd: string }[] = (
        await depot.call(placeOf(identity, connector))
      ).body.toReversed()
      assert.ok(taken.length > 1)
      for (const [index, { ReservationEnd }] of taken.slice(0, -1).entries()) {
        assert.ok(ReservationEnd <= taken[index + 1]!.ReservationStart)
      }
    }
    const numbers = answers.flatMap(({ status, body }) => (status === 201 ? [body.ReservationID] : []))
    assert.equal(new Set(numbers).size, numbers.length)
  })

  await t.test('a client without the grant reserves nothing', async () => {
    const basic = await openDepot(system, { name: 'basic', package: 'basic' })
    assertError(await basic.call(placeOf('BAY-1')), 403, 'forbidden')
  })

  await t.test('what the command line reserves for later is the same to a program', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const from = at(3600).toString({ smallestUnit: 'second' })
    const wish = { charger: identity, card: 'BUS-1', evse: 2, from, minutes: 90 }
    const added = await system.admin('reservation.add', wish)
    assert.deepEqual([added.state, added.startsAt], ['scheduled', from])
    await assert.rejects(system.admin('reservation.add', wish), /keeps this place/)
    await assert.rejects(system.admin('reservation.add', { ...wish, from: 'tomorrow' }), /no moment/)
    const [seen] = (await depot.call(placeOf(identity, 2))).body
    assert.deepEqual([seen.ReservationID, seen.AuthorizationValue], [added.reservationId, 'BUS-1'])
    assert.equal(Date.parse(seen.ReservationEnd) - Date.parse(seen.ReservationStart), 90 * 60_000)
    assert.equal((await system.admin('reservation.cancel', { id: added.id })).state, 'cancelled')
    assert.equal((await depot.call(`/v1/reservations/${seen.ReservationID}`)).body.Status, 'Cancelled')
  })

  await t.test('of two nodes that see a start come, one asks the charger', async (t) => {
    await startSystem(t, { sharing: system })
    const { identity, asked } = await connect('ocpp1.6', { ReserveNow: yes }, { evses: 8 })
    const body = terms(3, 3600)
    const made = []
    for (let connector = 1; connector <= 8; connector++) made.push(await reserve(identity, body, connector))
    for (const reservation of made) await becomes(reservation, 'Active')
    assert.deepEqual(asked.map(([, { connectorId }]) => connectorId).toSorted(), [1, 2, 3, 4, 5, 6, 7, 8])
    assert.equal(await openCommands(system.databaseUrl, identity), 0)
  })

  await t.test('what comes due while no server runs begins after the restart, when the charger is back', async () => {
    const { identity } = await connect('ocpp1.6', { ReserveNow: yes })
    const made = await reserve(identity, terms(4, 3600))
    const over = await reserve(identity, terms(4, 6, 'CARD-2'), 2)
    assert.deepEqual([made.body.Status, over.body.Status], ['Scheduled', 'Scheduled'])
    await system.stop()
    await eventually(
      async () => Temporal.Now.instant(),
      (now) => now.epochMilliseconds > Date.parse(over.body.ReservationEnd),
    )
    await system.restart()
    await becomes(over, 'Expired')
    assert.equal(await statusOf(made), 'Scheduled', 'the charger is not there yet')
    const { calls } = await meet(identity, 'ocpp1.6', { ReserveNow: yes })
    await becomes(made, 'Active')
    const [[, asked]] = (await calls(1)) as [[string, any]]
    assert.deepEqual([asked.reservationId, asked.idTag], [made.body.ReservationID, '7A11C3F0'])
  })
})

let meterStart = 0

/** Begins a session, and gives how the card was judged. */
async function begin(
  charger: StrictCharger,
  protocol: Protocol,
  card: string,
  { connector = 1, reservationId }: { connector?: number; reservationId?: number } = {},
): Promise<string> {
  const now = new Date().toISOString()
  const named = reservationId === undefined ? {} : { reservationId }
  meterStart += 1
  if (protocol === 'ocpp1.6') {
    const start = { connectorId: connector, idTag: card, meterStart, timestamp: now, ...named }
    return ((await charger.call('StartTransaction', start)) as any).idTagInfo.status
  }
  const started = event(0, 'Started', now, {
    transactionId: `T-${meterStart}`,
    idToken: { idToken: card, type: 'Central' },
    evse: { id: connector, connectorId: 1 },
    ...named,
  })
  return ((await charger.call('TransactionEvent', started)) as any).idTokenInfo.status
}

async function show(charger: StrictCharger, protocol: Protocol, card: string): Promise<string> {
  if (protocol === 'ocpp1.6') return ((await charger.call('Authorize', { idTag: card })) as any).idTagInfo.status
  const { idTokenInfo } = (await charger.call('Authorize', { idToken: { idToken: card, type: 'Central' } })) as any
  return idTokenInfo.status
}

async function openCommands(databaseUrl: string, identity: string): Promise<number> {
  const [row] = await askDatabase(
    databaseUrl,
    `select count(*)::int as open from command k join charger c on c.id = k.charger_id
      where c.identity = '${identity}' and k.state in ('queued', 'sent')`,
  )
  return row!.open
}

/** The same numbers every time. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
