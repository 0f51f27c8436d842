import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { priceFinishedSessions } from '#server/jobs.ts'
import { answering, ask, asPerson, card, event, meter } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

const versions = ['ocpp2.0.1', 'ocpp2.1'] as const

test('what a session costs', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2', 'GUEST'] })
  const { system, ago } = bench
  const costOf = async (charger: BenchCharger) => {
    const [session] = await sessionsOf(system, charger.identity)
    const [row] = await read(system, 'select * from session_cost where session_id = $1', [session!.id])
    return row
  }
  const tariffs = new Map<string, string>()
  const addTariff = async (name: string, more: object) => {
    const { tariffId } = await system.admin('tariff.add', { name, currency: 'EUR', ...more })
    tariffs.set(name, String(tariffId))
  }
  const assign = (charger: { identity: string } | null, tariff: string, more: object = {}) =>
    system.admin('tariff.assign', { tariff, ...(charger ? { charger: charger.identity } : {}), ...more })
  // Assignments count from their moment on, and so do sessions.
  const charge = async (charger: BenchCharger, wh: number, more: { ended?: object; started?: object } = {}) => {
    await charger.call(
      'TransactionEvent',
      event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin'), ...more.started }),
    )
    return charger.call(
      'TransactionEvent',
      event(1, 'Ended', ago(0), { ...meter(1_000 + wh, ago(0), 'Transaction.End'), ...more.ended }),
    )
  }

  await t.test('nothing is said of a price as long as there is no tariff (I03.FR.04)', async () => {
    for (const protocol of versions) {
      const charger = await bench.charger({ protocol })
      assert.deepEqual(await charge(charger, 10_000), {})
      assert.equal(await costOf(charger), undefined)
      assert.deepEqual(charger.violations, [])
    }
  })

  await addTariff('Standard', { energy: [{ price: '0.39' }], taxPercent: '19' })
  await addTariff('Free', {})
  await addTariff('Fee', { energy: [{ price: '1' }], fixedFee: [{ price: '2' }] })
  await addTariff('Guests', { energy: [{ price: '0.1' }] })

  for (const protocol of versions) {
    await t.test(
      `I03.FR.02: a ${protocol} charger hears the total, taxes included, when a session has ended`,
      async () => {
        const charger = await bench.charger({ protocol })
        await assign(charger, 'Standard')
        assert.deepEqual(await charge(charger, 10_000), { totalCost: 4.64 })
        const row = await costOf(charger)
        assert.deepEqual(
          [row!.currency, Number(row!.excl_tax), Number(row!.incl_tax), row!.is_final],
          ['EUR', 3.9, 4.64, true],
        )
        assert.deepEqual(charger.violations, [])
      },
    )
  }

  await t.test('I03.FR.04: what is free costs 0, and that is said', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await assign(charger, 'Free')
    assert.deepEqual(await charge(charger, 10_000), { totalCost: 0 })
  })

  await t.test('C20.FR.03: a payment whose session was cancelled before it charged is 0', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.1' })
    await assign(charger, 'Fee')
    const payment = { idToken: { idToken: 'PSP-REF-1', type: 'DirectPayment' }, chargingState: 'EVConnected' }
    const started = await charger.call('TransactionEvent', event(0, 'Started', ago(0), { ...card, ...payment }))
    assert.equal(started.idTokenInfo.status, 'Accepted')
    // C17.FR.01: good for this once.
    assert.ok(Math.abs(Date.parse(started.idTokenInfo.cacheExpiryDateTime) - Date.now()) < 60_000)
    const ended = await charger.call(
      'TransactionEvent',
      event(1, 'Ended', ago(0), { chargingState: 'Idle', stoppedReason: 'Local' }),
    )
    assert.deepEqual(ended, { totalCost: 0 })
    assert.deepEqual(charger.violations, [])
  })

  await t.test('a token comes before an EVSE, an EVSE before the charger', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await assign(charger, 'Standard')
    await assign(charger, 'Fee', { evse: 2 })
    await assign(null, 'Guests', { token: 'guest' })
    const of = async (transactionId: string, evse: number, uid: string) => {
      const place = { evse: { id: evse, connectorId: 1 }, idToken: { idToken: uid, type: 'Central' }, transactionId }
      await charger.call(
        'TransactionEvent',
        event(0, 'Started', ago(0), { ...place, ...meter(1_000, ago(0), 'Transaction.Begin') }),
      )
      const ended = event(1, 'Ended', ago(0), { transactionId, ...meter(11_000, ago(0), 'Transaction.End') })
      return (await charger.call('TransactionEvent', ended)).totalCost
    }
    assert.deepEqual([await of('a', 1, 'CARD-1'), await of('b', 2, 'CARD-1'), await of('c', 2, 'GUEST')], [4.64, 12, 1])
  })

  await t.test('S25: a session keeps the tariff that it began under', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await assign(charger, 'Standard')
    await charger.call(
      'TransactionEvent',
      event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin') }),
    )
    await assign(charger, 'Fee')
    const ended = event(1, 'Ended', ago(0), meter(11_000, ago(0), 'Transaction.End'))
    assert.deepEqual(await charger.call('TransactionEvent', ended), { totalCost: 4.64 })
    const after = event(0, 'Started', ago(0), {
      ...card,
      ...meter(1_000, ago(0), 'Transaction.Begin'),
      transactionId: 'T-2',
    })
    await charger.call('TransactionEvent', after)
    const later = event(1, 'Ended', ago(0), { ...meter(11_000, ago(0), 'Transaction.End'), transactionId: 'T-2' })
    assert.deepEqual(await charger.call('TransactionEvent', later), { totalCost: 12 })
  })

  await t.test('I02: a running session tells its cost once there is one, and not again within a minute', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const server = answering(charger, { CostUpdated: () => ({}) })
    await assign(charger, 'Standard')
    await charger.call(
      'TransactionEvent',
      event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin') }),
    )
    await charger.call('TransactionEvent', event(1, 'Updated', ago(0), meter(11_000, ago(0))))
    await charger.call('TransactionEvent', event(2, 'Updated', ago(0), meter(12_000, ago(0))))
    const told = await eventually(
      async () => server.of('CostUpdated'),
      ({ length }) => length > 0,
      10_000,
    )
    assert.deepEqual(told, [{ totalCost: 4.64, transactionId: 'T-1' }])
    await bench.pass({ seconds: 61 })
    await charger.call('TransactionEvent', event(3, 'Updated', ago(0), meter(21_000, ago(0))))
    const again = await eventually(
      async () => server.of('CostUpdated'),
      ({ length }) => length > 1,
      10_000,
    )
    assert.deepEqual(again[1], { totalCost: 9.28, transactionId: 'T-1' })
    assert.deepEqual(charger.violations, [])
  })

  await t.test('I02: a charger that does not know the message is asked once', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    let asked = 0
    charger.handle('CostUpdated', () => {
      asked += 1
      throw createRPCError('NotImplemented')
    })
    await assign(charger, 'Standard')
    await charger.call(
      'TransactionEvent',
      event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin') }),
    )
    await charger.call('TransactionEvent', event(1, 'Updated', ago(0), meter(11_000, ago(0))))
    const known = () =>
      read(
        system,
        `select v.value from device_variable v join charger c on c.id = v.charger_id where c.identity = $1 and v.component = 'TariffCostCtrlr'`,
        [charger.identity],
      )
    await eventually(known, ([one]) => one?.value === 'false', 10_000)
    await bench.pass({ minutes: 2 })
    await charger.call('TransactionEvent', event(2, 'Updated', ago(0), meter(12_000, ago(0))))
    await charger.call('TransactionEvent', event(3, 'Ended', ago(0), meter(12_000, ago(0), 'Transaction.End')))
    assert.equal(asked, 1)
    const commands = await read(
      system,
      `select x.state from command x join charger c on c.id = x.charger_id where c.identity = $1 and kind = 'cost-updated'`,
      [charger.identity],
    )
    assert.deepEqual(commands, [{ state: 'refused' }])
  })

  await t.test('N-04: what a 2.1 charger reckons is kept, and told of when it differs by a cent', async () => {
    const details = (total: number) => ({
      costDetails: {
        totalCost: { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 3.9, inclTax: total } },
        totalUsage: { energy: 10_000, chargingTime: 0, idleTime: 0 },
      },
    })
    const facts = async (id: number) =>
      read(system, `select body from fact where kind = 'session.cost-differs' and subject_id = $1`, [id])
    for (const [total, differs] of [
      [4.641, false],
      [4.65, true],
    ] as const) {
      const charger = await bench.charger({ protocol: 'ocpp2.1' })
      await assign(charger, 'Standard')
      assert.deepEqual(await charge(charger, 10_000, { ended: details(total) }), { totalCost: 4.64 })
      const row = await costOf(charger)
      assert.deepEqual(
        [Number(row!.station_incl_tax), row!.differs, row!.station.totalUsage.energy],
        [total, differs, 10_000],
      )
      const told = await facts(Number(row!.session_id))
      assert.deepEqual(told, differs ? [{ body: { ours: '4.64', stations: '4.65', currency: 'EUR' } }] : [])
    }
    const silent = await bench.charger({ protocol: 'ocpp2.1' })
    await assign(silent, 'Standard')
    const { costDetails } = details(0)
    await charge(silent, 10_000, {
      ended: { costDetails: { ...costDetails, failureToCalculate: true, failureReason: 'no tariff' } },
    })
    assert.deepEqual([(await costOf(silent))!.differs, (await costOf(silent))!.station_incl_tax], [false, null])
  })

  await t.test(
    'E16.FR.02, E16.FR.12: the limits of a session are told once, and only those that the charger keeps',
    async () => {
      const known = async (charger: BenchCharger, value: string) => {
        const ctx = await asPerson(system)
        const place = {
          component: 'TxCtrlr',
          componentInstance: null,
          evse: null,
          connector: null,
          variable: 'SupportedLimits',
          variableInstance: null,
        }
        const found = await ctx.chargers.find(charger.identity)
        await ctx.transaction((tx) => tx.devices.observe(found!, [{ ...place, value }]))
      }
      await assign(null, 'Guests', { token: 'CARD-2', maxCost: '25', prepaid: true })
      const prepaid = { evse: card.evse, idToken: { idToken: 'CARD-2', type: 'Central' } }
      const limited = await bench.charger({ protocol: 'ocpp2.1' })
      await known(limited, 'maxEnergy,MaxCost')
      const told = await limited.call('TransactionEvent', event(0, 'Started', ago(0), prepaid))
      assert.deepEqual(told.transactionLimit, { maxCost: 25 })
      assert.ok(Math.abs(Date.parse(told.idTokenInfo.cacheExpiryDateTime) - Date.now()) < 300_000, 'C17.FR.01')
      assert.deepEqual(await limited.call('TransactionEvent', event(1, 'Updated', ago(0))), {})
      assert.equal(
        (await limited.call('TransactionEvent', event(2, 'Updated', ago(0), prepaid))).transactionLimit,
        undefined,
      )
      const other = await bench.charger({ protocol: 'ocpp2.1' })
      await known(other, 'maxTime')
      assert.equal(
        (await other.call('TransactionEvent', event(0, 'Started', ago(0), prepaid))).transactionLimit,
        undefined,
      )
      assert.deepEqual([...limited.violations, ...other.violations], [])
    },
  )

  await t.test('I07: the tariff of a token rides in the answer to its Authorize, for 2.1', async () => {
    const idToken = { idToken: 'GUEST', type: 'Central' }
    const charger = await bench.charger({ protocol: 'ocpp2.1' })
    const { idTokenInfo, tariff } = await charger.call('Authorize', { idToken })
    assert.equal(idTokenInfo.status, 'Accepted')
    assert.deepEqual(tariff, {
      tariffId: tariffs.get('Guests'),
      currency: 'EUR',
      description: [{ format: 'UTF8', content: 'Guests' }],
      energy: { prices: [{ priceKwh: 0.1 }] },
    })
    assert.equal((await charger.call('Authorize', { idToken: { ...idToken, idToken: 'CARD-1' } })).tariff, undefined)
    const older = await bench.charger({ protocol: 'ocpp2.0.1' })
    assert.equal((await older.call('Authorize', { idToken })).tariff, undefined)
    assert.deepEqual([...charger.violations, ...older.violations], [])
  })

  await t.test('a 1.6 session is priced when it has ended, and again when its record is corrected', async () => {
    const charger = await bench.charger()
    await assign(charger, 'Standard')
    const { transactionId } = await charger.call('StartTransaction', {
      connectorId: 1,
      idTag: 'CARD-1',
      meterStart: 1_000,
      timestamp: ago(0),
    })
    await charger.call('StopTransaction', { transactionId, meterStop: 11_000, timestamp: ago(0) })
    await priceFinishedSessions(system.server.storage)
    const row = await costOf(charger)
    assert.deepEqual([Number(row!.incl_tax), row!.is_final], [4.64, true])
    await priceFinishedSessions(system.server.storage)
    assert.deepEqual(await costOf(charger), row, 'nothing new')
  })

  await t.test('a session that the server closes by itself is priced', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await assign(charger, 'Standard')
    await charger.call(
      'TransactionEvent',
      event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin') }),
    )
    await charger.call('TransactionEvent', event(1, 'Updated', ago(0), meter(11_000, ago(0))))
    await charger.close()
    await eventually(
      () =>
        read(
          system,
          'select s.connected from charger_state s join charger c on c.id = s.charger_id where c.identity = $1',
          [charger.identity],
        ),
      ([one]) => one?.connected === false,
    )
    await bench.pass({ hours: 24 * 8 })
    await priceFinishedSessions(system.server.storage)
    const row = await eventually(
      () => costOf(charger),
      (one) => one?.is_final === true,
    )
    assert.equal(Number(row!.incl_tax), 4.64)
  })

  await t.test('a repeated end hears the same cost again', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await assign(charger, 'Standard')
    assert.deepEqual(await charge(charger, 10_000), { totalCost: 4.64 })
  })

  await t.test('tariffs are refused to versions that know none', async () => {
    const [v16, v201] = [await bench.charger(), await bench.charger({ protocol: 'ocpp2.0.1' })]
    const request = { kind: 'get-tariffs', evse: 0 } as const
    assert.match(String((await ask(system, v16, request)).reason), /OCPP 1.6 knows no tariffs/)
    assert.match(String((await ask(system, v201, request)).reason), /OCPP 2.0.1 knows no tariffs/)
  })
})
