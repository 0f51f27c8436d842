import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, ask, asPerson, card, event, meter } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'

test('tariffs in a 2.1 charger', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench
  const add = async (name: string, more: object, currency = 'EUR') =>
    String((await system.admin('tariff.add', { name, currency, ...more })).tariffId)
  const night = await add('Night', {
    energy: [
      { price: '0.2', when: { fromTime: '22:00', toTime: '06:00', days: [1, 7], toKwh: '20' } },
      { price: '0.4' },
    ],
    chargingTime: [{ price: '1.2' }],
    idleTime: [{ price: '6' }],
    fixedFee: [{ price: '0.5' }],
    minimum: '1',
    maximum: '50',
    taxPercent: '19',
  })
  const plain = await add('Plain', { energy: [{ price: '0.3' }] })
  const crowns = await add('Crowns', { energy: [{ price: '4' }] }, 'SEK')
  const installed = async (charger: BenchCharger) =>
    read(
      system,
      `select i.item_key, i.source from installed_item i join charger c on c.id = i.charger_id
        where c.identity = $1 and i.kind = 'tariff' order by 1`,
      [charger.identity],
    )
  const connect = (answers: Parameters<typeof answering>[1]) =>
    bench.charger({ protocol: 'ocpp2.1' }).then((charger) => ({ charger, server: answering(charger, answers) }))

  await t.test(
    'SetDefaultTariff carries all of the tariff; accepted, it is remembered, and replaces the one before',
    async () => {
      const { charger, server } = await connect({ SetDefaultTariff: () => ({ status: 'Accepted' }) })
      assert.equal(
        (await ask(system, charger, { kind: 'set-default-tariff', evse: 1, tariffId: night })).state,
        'accepted',
      )
      assert.deepEqual(server.of('SetDefaultTariff')[0], {
        evseId: 1,
        tariff: {
          tariffId: night,
          currency: 'EUR',
          description: [{ format: 'UTF8', content: 'Night' }],
          energy: {
            prices: [
              {
                priceKwh: 0.2,
                conditions: {
                  startTimeOfDay: '22:00',
                  endTimeOfDay: '06:00',
                  dayOfWeek: ['Monday', 'Sunday'],
                  maxEnergy: 20_000,
                },
              },
              { priceKwh: 0.4 },
            ],
            taxRates: [{ type: 'VAT', tax: 19 }],
          },
          chargingTime: { prices: [{ priceMinute: 0.02 }], taxRates: [{ type: 'VAT', tax: 19 }] },
          idleTime: { prices: [{ priceMinute: 0.1 }], taxRates: [{ type: 'VAT', tax: 19 }] },
          fixedFee: { prices: [{ priceFixed: 0.5 }], taxRates: [{ type: 'VAT', tax: 19 }] },
          minCost: { exclTax: 1 },
          maxCost: { exclTax: 50 },
        },
      })
      assert.deepEqual(await installed(charger), [{ item_key: `1/${night}`, source: 'acknowledged' }])
      await ask(system, charger, { kind: 'set-default-tariff', evse: 1, tariffId: plain })
      assert.deepEqual(await installed(charger), [{ item_key: `1/${plain}`, source: 'acknowledged' }])
      assert.deepEqual(charger.violations, [])
    },
  )

  for (const status of ['Rejected', 'TooManyElements', 'ConditionNotSupported', 'DuplicateTariffId']) {
    await t.test(`a tariff that is answered ${status} is not there`, async () => {
      const { charger } = await connect({ SetDefaultTariff: () => ({ status }) })
      const { state, reason } = await ask(system, charger, { kind: 'set-default-tariff', evse: 0, tariffId: plain })
      assert.deepEqual([state, reason], ['refused', status])
      assert.deepEqual(await installed(charger), [])
    })
  }

  await t.test('a tariff that nobody has, or that the charger cannot reckon with, is not sent (N-04)', async () => {
    const { charger, server } = await connect({ SetDefaultTariff: () => ({ status: 'Accepted' }) })
    const ctx = await asPerson(system)
    const found = await ctx.chargers.find(charger.identity)
    const variable = {
      component: 'TariffCostCtrlr',
      componentInstance: null,
      evse: null,
      connector: null,
      variable: 'ConditionsSupported',
      variableInstance: 'Tariff',
    }
    await ctx.transaction((tx) => tx.devices.observe(found!, [{ ...variable, value: 'false' }]))
    const set = (tariffId: string) => ask(system, charger, { kind: 'set-default-tariff', evse: 0, tariffId })
    assert.match(String((await set('nobodys')).reason), /no tariff/)
    assert.match(String((await set(night)).reason), /conditions/)
    assert.deepEqual(server.calls, [])
    assert.equal((await set(plain)).state, 'accepted')
  })

  await t.test('GetTariffs tells what is there; what it does not name is gone', async () => {
    const assignments = [
      { tariffId: plain, tariffKind: 'DefaultTariff', evseIds: [1, 2] },
      { tariffId: 'theirs', tariffKind: 'DriverTariff', evseIds: [2], idTokens: ['CARD-1'] },
    ]
    let answer: object = { status: 'Accepted', tariffAssignments: assignments }
    const { charger } = await connect({ SetDefaultTariff: () => ({ status: 'Accepted' }), GetTariffs: () => answer })
    await ask(system, charger, { kind: 'set-default-tariff', evse: 0, tariffId: night })
    assert.equal((await ask(system, charger, { kind: 'get-tariffs', evse: 0 })).state, 'accepted')
    const keys = (await installed(charger)).map(({ item_key, source }) => `${item_key} ${source}`)
    assert.deepEqual(keys.toSorted(), [`1/${plain} reported`, `2/${plain} reported`, 'driver/2/theirs reported'])
    answer = { status: 'Rejected' }
    assert.equal((await ask(system, charger, { kind: 'get-tariffs', evse: 0 })).state, 'refused')
    assert.equal((await installed(charger)).length, 3)
    answer = { status: 'NoTariff' }
    const none = await ask(system, charger, { kind: 'get-tariffs', evse: 2 })
    assert.deepEqual([none.state, none.reason], ['accepted', 'NoTariff'])
    assert.deepEqual(await installed(charger), [{ item_key: `1/${plain}`, source: 'reported' }])
  })

  await t.test('ClearTariffs: what was cleared, or was not there, is forgotten; what stays, stays', async () => {
    let results: object[] = []
    const { charger, server } = await connect({
      SetDefaultTariff: () => ({ status: 'Accepted' }),
      ClearTariffs: () => ({ clearTariffsResult: results }),
    })
    await ask(system, charger, { kind: 'set-default-tariff', evse: 1, tariffId: plain })
    await ask(system, charger, { kind: 'set-default-tariff', evse: 2, tariffId: night })
    const clear = (tariffIds: string[] | null) => ask(system, charger, { kind: 'clear-tariffs', tariffIds, evse: null })
    results = [
      { tariffId: plain, status: 'NoTariff' },
      { tariffId: night, status: 'Rejected' },
    ]
    assert.equal((await clear([plain, night])).state, 'refused')
    assert.deepEqual(server.of('ClearTariffs')[0], { tariffIds: [plain, night] })
    assert.deepEqual(
      (await installed(charger)).map(({ item_key }) => item_key),
      [`2/${night}`],
    )
    results = [{ status: 'Accepted' }]
    assert.equal((await clear(null)).state, 'accepted')
    assert.deepEqual(server.of('ClearTariffs')[1], {})
    assert.deepEqual(await installed(charger), [])
    assert.deepEqual(charger.violations, [])
  })

  await t.test(
    'ChangeTransactionTariff: accepted, the session is reckoned by it; another currency is not asked for',
    async () => {
      let status = 'TxNotFound'
      const { charger, server } = await connect({
        ChangeTransactionTariff: () => ({ status }),
        CostUpdated: () => ({}),
      })
      await system.admin('tariff.assign', { tariff: 'Plain', charger: charger.identity })
      await charger.call(
        'TransactionEvent',
        event(0, 'Started', ago(0), { ...card, ...meter(1_000, ago(0), 'Transaction.Begin') }),
      )
      const [session] = await sessionsOf(system, charger.identity)
      const change = (tariffId: string, sessionId = Number(session!.id)) =>
        ask(system, charger, { kind: 'change-transaction-tariff', sessionId, tariffId })
      assert.deepEqual([(await change(night)).state, (await change(night)).reason], ['refused', 'TxNotFound'])
      assert.match(String((await change(crowns)).reason), /currency/)
      assert.match(String((await change(night, 987_654)).reason), /not open/)
      status = 'Accepted'
      const dear = await add('Dear', { energy: [{ price: '1' }] })
      assert.equal((await change(dear)).state, 'accepted')
      assert.equal(server.of('ChangeTransactionTariff').at(-1).transactionId, 'T-1')
      const ended = await charger.call(
        'TransactionEvent',
        event(1, 'Ended', ago(0), meter(11_000, ago(0), 'Transaction.End')),
      )
      assert.deepEqual(ended, { totalCost: 10 })
      assert.deepEqual(charger.violations, [])
    },
  )

  await t.test('an answer that is an error, or cut off, changes nothing of what is remembered', async () => {
    const { charger } = await connect({ SetDefaultTariff: () => ({ status: 'Accepted' }) })
    await ask(system, charger, { kind: 'set-default-tariff', evse: 1, tariffId: plain })
    const before = await installed(charger)
    assert.equal((await ask(system, charger, { kind: 'clear-tariffs', tariffIds: null, evse: null })).state, 'refused')
    charger.handle('GetTariffs', () => charger.close().then(() => ({})))
    const cut = await ask(system, charger, { kind: 'get-tariffs', evse: 0 })
    assert.ok(['timed_out', 'refused', 'offline'].includes(cut.state), cut.state)
    assert.deepEqual(await installed(charger), before)
  })
})
