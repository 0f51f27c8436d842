import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, type DepotApi, openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge } from '#test/support/depot-sessions.ts'
import { type System, startSystem } from '#test/support/system.ts'

const at = (time: string) => dayAt(2, time)

// Reported in this order, so that the numbers of the records are not in the order of their times.
const charges = {
  evening: { charger: 'CP-2', connector: 1, idTag: 'CARD-1', startedAt: at('18:00'), endedAt: at('19:00') },
  early: { charger: 'CP-1', connector: 1, idTag: 'CARD-1', startedAt: at('08:00'), endedAt: at('09:00') },
  long: { charger: 'CP-2', connector: 2, idTag: 'CARD-V', startedAt: at('07:00'), endedAt: at('17:00') },
  next: {
    charger: 'CP-1',
    connector: 2,
    idTag: 'CARD-V',
    startedAt: at('09:00'),
    endedAt: at('10:00:00.500').replace('Z', '400Z'),
  },
  twin: { charger: 'CP-1', connector: 1, idTag: 'CARD-1', startedAt: at('09:00'), endedAt: at('09:30') },
}
type Name = keyof typeof charges
const reported = Object.keys(charges) as Name[]

test('transactions', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'], env: unlimited })
  await system.admin('token.add', { uids: ['CARD-V'], vehicle: 'BUS-3302' })
  const depot = await openDepot(system)
  const numbers = await reportAll(system, depot)
  const nameOf = new Map(reported.map((name, place) => [numbers[place], name]))
  const list = async (query: Record<string, string | number>) => {
    const { body } = await depot.call(`/v2/transactions?${new URLSearchParams(query as Record<string, string>)}`)
    return body.map((record: { TransactionID: number }) => nameOf.get(record.TransactionID))
  }
  const found = async (query: Record<string, string>) => (await list(query)).toSorted()

  await t.test('a record has the members of the original, in its order', async () => {
    const { body } = await depot.call(`/v2/transactions/${numbers[3]}`)
    assert.deepEqual(Object.keys(body), members)
    const { InsertedAt, ...rest } = body
    assert.match(InsertedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.deepEqual(rest, {
      TransactionID: numbers[3],
      ChargerID: 'CP-1',
      ConnectorID: 2,
      StartAt: at('09:00'),
      EndAt: at('10:00:00.500'),
      InitialSoC: 0,
      VehicleID: 'BUS-3302',
      Initiator: 'CARD-V',
      EndSoC: 0,
      EnergyDelivered: 5_000,
      EndResult: 'Local',
      ExtraInfo: { Initiator: 'CARD-V' },
      SessionStartTime: null,
      SessionEndTime: null,
    })
  })

  await t.test('without parameters the newest record comes first, in a bare array', async () => {
    assert.deepEqual(await list({}), reported.toReversed())
  })

  await t.test('check 5: one that began before a window and ended after it overlaps it', async () => {
    const window = { from: at('10:30'), to: at('11:30') }
    assert.deepEqual(await list({ filterBy: 'Overlapping', ...window }), ['long'])
    for (const filterBy of ['StartAt', 'EndAt']) assert.deepEqual(await list({ filterBy, ...window }), [])
  })

  const filters: [string, Record<string, string>, Name[]][] = [
    ['of a charger', { chargerId: 'CP-2' }, ['evening', 'long']],
    ['of a charger in other letters', { chargerId: 'cp-2' }, ['evening', 'long']],
    ['of an unknown charger', { chargerId: 'CP-9' }, []],
    ['of a connector number anywhere', { connectorId: '2' }, ['long', 'next']],
    ['of a connector of a charger', { chargerId: 'CP-1', connectorId: '1' }, ['early', 'twin']],
    ['of a vehicle', { vehicleId: 'BUS-3302' }, ['long', 'next']],
    ['of a card that stands for its vehicle', { vehicleId: 'CARD-1' }, ['early', 'evening', 'twin']],
    ['of a card that has a vehicle', { vehicleId: 'CARD-V' }, []],
    ['started in a window, by default', { from: at('08:00'), to: at('09:00') }, ['early', 'next', 'twin']],
    ['started at one moment', { from: at('09:00'), to: at('09:00') }, ['next', 'twin']],
    ['started after a moment', { from: at('09:00:00.001') }, ['evening']],
    ['started before a moment', { to: at('07:59:59.999') }, ['long']],
    ['ended in a window', { filterBy: 'EndAt', from: at('09:00'), to: at('09:30') }, ['early', 'twin']],
    ['ended up to a moment', { filterBy: 'EndAt', to: at('10:00:00.500') }, ['early', 'next', 'twin']],
    ['ended just before a moment', { filterBy: 'EndAt', to: at('10:00:00.499') }, ['early', 'twin']],
    ['that overlap a window', { filterBy: 'Overlapping', from: at('12:00'), to: at('13:00') }, ['long']],
    ['that touch a window', { filterBy: 'Overlapping', from: at('17:00'), to: at('18:00') }, ['evening', 'long']],
    ['that overlap what follows', { filterBy: 'Overlapping', from: at('17:00:00.001') }, ['evening']],
    ['that overlap what went before', { filterBy: 'Overlapping', to: at('08:00') }, ['early', 'long']],
    ['inserted since the chargers stopped', { filterBy: 'InsertedAt', to: at('23:59') }, []],
    ['inserted since yesterday', { filterBy: 'InsertedAt', from: dayAt(1, '00:00') }, reported.toSorted()],
    [
      'in another case of the words',
      { filterBy: 'ENDAT', orderBy: 'startat', order: 'ASC', from: at('17:30') },
      ['evening'],
    ],
    ['with an offset', { from: at('09:00').replace('Z', '+00:00'), to: withOffset(at('09:00')) }, ['next', 'twin']],
    ['of a whole day', { from: at('00:00').slice(0, 10), to: dayAt(1, '00:00').slice(0, 10) }, reported.toSorted()],
    ['with what is not known', { colour: 'blue', chargerid: 'CP-1', From: at('23:00') }, reported.toSorted()],
  ]
  for (const [what, query, expected] of filters) {
    await t.test(`finds those ${what}`, async () => assert.deepEqual(await found(query), expected))
  }

  await t.test('InsertedAt has inclusive bounds to the millisecond that it shows', async () => {
    const { body } = await depot.call(`/v2/transactions/${numbers[2]}`)
    const exactly = { filterBy: 'InsertedAt', from: body.InsertedAt, to: body.InsertedAt }
    assert.ok((await found(exactly)).includes('long'))
  })

  await t.test('StartAt and EndAt have inclusive bounds to the millisecond that they show', async () => {
    for (const [place, name] of reported.entries()) {
      const { body } = await depot.call(`/v2/transactions/${numbers[place]}`)
      assert.ok((await found({ from: body.StartAt, to: body.StartAt })).includes(name))
      assert.ok((await found({ filterBy: 'EndAt', from: body.EndAt, to: body.EndAt })).includes(name))
    }
  })

  const orders: [Record<string, string>, Name[]][] = [
    [{ order: 'asc' }, reported],
    [{ order: 'desc', orderBy: 'TransactionID' }, reported.toReversed()],
    [{ orderBy: 'StartAt', order: 'asc' }, ['long', 'early', 'next', 'twin', 'evening']],
    [{ orderBy: 'StartAt' }, ['evening', 'twin', 'next', 'early', 'long']],
    [{ orderBy: 'EndAt', order: 'asc' }, ['early', 'twin', 'next', 'long', 'evening']],
    [{ orderBy: 'EndAt', order: 'desc' }, ['evening', 'long', 'next', 'twin', 'early']],
  ]
  for (const [query, expected] of orders) {
    await t.test(`sorts by ${JSON.stringify(query)}, equal times by number`, async () => {
      assert.deepEqual(await list(query), expected)
    })
  }

  for (const limit of [1, 2, 3, 5]) {
    await t.test(`pages of ${limit} neither overlap nor leave a gap, and link to one another`, async () => {
      const seen: unknown[] = []
      let path: string | undefined = `/v2/transactions?limit=${limit}&orderBy=StartAt&order=asc`
      for (let page = 1; path !== undefined; page++) {
        const { body, headers }: Awaited<ReturnType<DepotApi['call']>> = await depot.call(path)
        const links: Record<string, string> = linksOf(headers)
        assert.ok(body.length <= limit)
        seen.push(...body.map((record: { TransactionID: number }) => nameOf.get(record.TransactionID)))
        assert.equal(pageIn(links.first), 1)
        assert.equal(pageIn(links.prev), page === 1 ? null : page - 1)
        path = links.next
      }
      assert.deepEqual(seen, ['long', 'early', 'next', 'twin', 'evening'])
    })
  }

  await t.test('a page beyond the end is empty and links back', async () => {
    const { status, body, headers } = await depot.call('/v2/transactions?page=7&limit=2')
    assert.equal(status, 200)
    assert.deepEqual(body, [])
    assert.deepEqual(Object.keys(linksOf(headers)), ['first', 'prev'])
  })

  const invalid = [
    'page=0',
    'page=-1',
    'page=1.5',
    'page=x',
    'page=',
    'limit=0',
    'limit=10001',
    'limit=ten',
    'limit=1e2',
  ]
  const alsoInvalid = [
    'order=up',
    'orderBy=InsertedAt',
    'filterBy=Whenever',
    'connectorId=one',
    'from=yesterday',
    'to=2025-02-30',
    'chargerId=CP-1&chargerId=CP-2',
    'from=2025-02-11T00:00:00Z&to=2025-02-10T00:00:00Z',
  ]
  for (const query of [...invalid, ...alsoInvalid]) {
    await t.test(`refuses ${query} and names the parameter`, async () => {
      const answer = await depot.call(`/v2/transactions?${query}`)
      assertError(answer, 400, 'invalid_parameter')
      assert.equal(answer.body.errors[0].source.parameter, query.split('=', 1)[0])
    })
  }

  await t.test('the most that a page may hold is 10000', async () => {
    assert.equal((await depot.call('/v2/transactions?limit=10000')).body.length, reported.length)
  })

  await t.test('a transaction that is not there is not found, and what is no number is refused', async () => {
    for (const id of ['999999', '0', '-1', '9007199254740993', '99999999999999999999']) {
      assertError(await depot.call(`/v2/transactions/${id}`), 404, 'transaction_not_found')
    }
    for (const id of ['x', '1.5', '1e3', '0x1', '%20', 'null']) {
      assertError(await depot.call(`/v2/transactions/${id}`), 400, 'invalid_parameter')
    }
  })

  await t.test('v1 answers as v2 does, and says that it is deprecated', async () => {
    for (const path of ['/transactions?limit=2', `/transactions/${numbers[0]}`]) {
      const [old, current] = [await depot.call(`/v1${path}`), await depot.call(`/v2${path}`)]
      assert.deepEqual(old.body, current.body)
      assert.equal(old.headers.get('deprecation'), 'true')
      assert.equal(current.headers.get('deprecation'), null)
    }
    assert.match((await depot.call('/v1/transactions?limit=2')).headers.get('link')!, /<\/v1\/transactions\?/)
  })

  await t.test('a charge that has not ended is not listed', async () => {
    const charger = await system.connectCharger('CP-1')
    const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: at('20:00') }
    await charger.call('StartTransaction', start)
    assert.deepEqual(await list({}), reported.toReversed())
  })

  await t.test(
    'the stay of a vehicle is told as far as its charger told it, and no plug-in while it charges',
    async () => {
      await system.addCharger('CP-3')
      const charger = await system.connectCharger('CP-3', { protocol: 'ocpp2.0.1' })
      await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
      const stay = async (
        transactionId: string,
        events: [minute: string, trigger: string, chargingState: string][],
      ) => {
        for (const [seqNo, [minute, triggerReason, chargingState]] of events.entries()) {
          const eventType = seqNo === 0 ? 'Started' : seqNo === events.length - 1 ? 'Ended' : 'Updated'
          await charger.call('TransactionEvent', {
            ...{ eventType, timestamp: at(minute), triggerReason, seqNo, evse: { id: 1, connectorId: 1 } },
            transactionInfo: { transactionId, chargingState },
          })
        }
        const { SessionStartTime, SessionEndTime } = (await depot.call('/v2/transactions?chargerId=CP-3')).body[0]
        return [SessionStartTime, SessionEndTime]
      }
      const unknown = await stay('T-1', [
        ['09:00', 'Authorized', 'Charging'],
        ['10:00', 'StopAuthorized', 'EVConnected'],
      ])
      assert.deepEqual(unknown, [null, null])
      const whole = await stay('T-2', [
        ['11:00', 'CablePluggedIn', 'EVConnected'],
        ['11:01', 'Authorized', 'Charging'],
        ['12:00', 'EVDeparted', 'Idle'],
      ])
      assert.deepEqual(whole, [at('11:00'), at('12:00')])
    },
  )
})

test('unknown states of charge are null when the installation wants them so', async (t) => {
  const env = { ...unlimited, VOLTYARD_DEPOT_NULL_UNKNOWN_SOC: 'on' }
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env })
  const depot = await openDepot(system)
  await reportCharge(await system.connectCharger('CP-1'), charges.early)
  const [record] = (await depot.call('/v2/transactions')).body
  assert.deepEqual([record.InitialSoC, record.EndSoC], [null, null])
})

test('check 3: without parameters a bare array of the newest 100, each with all members of the original', async (t) => {
  const chargers = ['CP-1', 'CP-2', 'CP-3']
  const system = await startSystem(t, { chargers, tokens: ['CARD-1'], env: unlimited })
  const depot = await openDepot(system)
  const reportMany = async (identity: string) => {
    const charger = await system.connectCharger(identity)
    for (let minute = 10; minute < 44; minute++) {
      await reportCharge(charger, { startedAt: at(`08:${minute}`), endedAt: at(`08:${minute}:30`) })
    }
  }
  await Promise.all(chargers.map(reportMany))

  const { body, headers } = await depot.call('/v2/transactions')
  assert.ok(Array.isArray(body))
  assert.equal(body.length, 100)
  for (const record of body) assert.deepEqual(Object.keys(record), members)
  const numbers = body.map((record: { TransactionID: number }) => record.TransactionID)
  assert.deepEqual(
    numbers,
    numbers.toSorted((a: number, b: number) => b - a),
  )
  const rest = await depot.call(linksOf(headers).next!)
  assert.equal(rest.body.length, 2)
  assert.equal(linksOf(rest.headers).next, undefined)
})

const unlimited = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }

const members = [
  'TransactionID',
  'ChargerID',
  'ConnectorID',
  'StartAt',
  'EndAt',
  'InitialSoC',
  'VehicleID',
  'Initiator',
  'EndSoC',
  'EnergyDelivered',
  'EndResult',
  'ExtraInfo',
  'SessionStartTime',
  'SessionEndTime',
  'InsertedAt',
]

/** The numbers of the records, in the order in which they were reported. */
async function reportAll(system: System, depot: DepotApi): Promise<number[]> {
  const chargers = { 'CP-1': await system.connectCharger('CP-1'), 'CP-2': await system.connectCharger('CP-2') }
  for (const { charger, ...charge } of Object.values(charges)) {
    await reportCharge(chargers[charger as keyof typeof chargers], { ...charge, reason: 'Local' })
  }
  const { body } = await depot.call('/v2/transactions?order=asc')
  assert.equal(body.length, reported.length)
  return body.map((record: { TransactionID: number }) => record.TransactionID)
}

function withOffset(utc: string): string {
  return Temporal.Instant.from(utc).toString({ timeZone: '+05:30' })
}

function linksOf(headers: Headers): Record<string, string> {
  const links = headers.get('link')!.matchAll(/<([^>]*)>; rel="(\w+)"/g)
  return Object.fromEntries([...links].map(([, address, rel]) => [rel, address]))
}

function pageIn(address: string | undefined): number | null {
  return address === undefined ? null : Number(new URLSearchParams(address.split('?')[1]).get('page'))
}
