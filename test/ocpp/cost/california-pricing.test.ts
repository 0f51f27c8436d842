import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRPCError } from 'ocpp-rpc'
import { placeOfKey } from '#core/devices/configuration-keys.ts'
import { stationVariable, type VariablePlace } from '#core/devices/device-variable.ts'
import { answering, ask, asPerson, card, event } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

type Message = { messageId: string; data: any }

const taken = (_message: Message): string | Promise<string> => 'Accepted'

test('California pricing: prices and costs on the displays of 1.6 chargers', { concurrency: true }, async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench
  const addTariff = async (name: string, more: object) =>
    String((await system.admin('tariff.add', { name, currency: 'EUR', ...more })).tariffId)
  const plain = await addTariff('Plain', {
    energy: [{ price: '0.4' }],
    idleTime: [{ price: '6' }],
    fixedFee: [{ price: '0.5' }],
    taxPercent: '25',
  })
  const nightly = await addTariff('Nightly', {
    energy: [{ price: '0.2', when: { fromTime: '22:00', toTime: '06:00', toKwh: '20' } }, { price: '0.4' }],
  })

  const change = async ({ identity }: BenchCharger, timeZone: string) => {
    const ctx = await asPerson(system)
    const charger = await ctx.chargers.find(identity)
    await ctx.transaction((tx) => tx.chargers.change(charger!.id, { timeZone }))
  }
  const observe = async ({ identity }: BenchCharger, values: [VariablePlace, string][]) => {
    const ctx = await asPerson(system)
    const charger = await ctx.chargers.find(identity)
    const observed = values.map(([place, value]) => ({ ...place, value }))
    await ctx.transaction((tx) => tx.devices.observe(charger!, observed))
  }
  /** A charger that answers to what it is told, and has been asked what it can do. */
  const display = async (keys: Record<string, string>, { status = taken, tariff = plain } = {}) => {
    const charger = await bench.charger()
    const messages: Message[] = []
    const listen = (to: Pick<BenchCharger, 'handle'>) =>
      to.handle('DataTransfer', async ({ vendorId, messageId, data }) => {
        assert.equal(vendorId, 'org.openchargealliance.costmsg')
        const message = { messageId, data: JSON.parse(data) }
        messages.push(message)
        return { status: await status(message) }
      })
    listen(charger)
    const configurationKey = Object.entries(keys).map(([key, value]) => ({ key, value, readonly: false }))
    charger.handle('GetConfiguration', () => ({ configurationKey }))
    assert.equal((await ask(system, charger, { kind: 'read-settings', names: null })).state, 'accepted')
    await system.admin('tariff.assign', { tariff, charger: charger.identity })
    const told = (messageId: string, count = 1) =>
      eventually(
        async () => messages.filter((one) => one.messageId === messageId).map(({ data }) => data),
        ({ length }) => length >= count,
        10_000,
      )
    return { charger, messages, told, listen }
  }
  const shows = { CustomDisplayCostAndPrice: 'true' }
  const start = (charger: BenchCharger, secondsAgo = 0) =>
    charger.call('StartTransaction', {
      ...{ connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, timestamp: ago(secondsAgo) },
    })
  const stop = (charger: BenchCharger, transactionId: number, secondsAgo = 0, meterStop = 11_000) =>
    charger.call('StopTransaction', { transactionId, meterStop, timestamp: ago(secondsAgo) })
  const measure = (charger: BenchCharger, transactionId: number, value: number) =>
    charger.call('MeterValues', {
      ...{ connectorId: 1, transactionId },
      meterValue: [{ timestamp: ago(0), sampledValue: [{ value: String(value), context: 'Sample.Periodic' }] }],
    })
  const status = (charger: BenchCharger, word: string) =>
    charger.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: word, timestamp: ago(0) })
  const commandsOf = ({ identity }: BenchCharger) =>
    read(
      system,
      `select x.kind, x.state, x.reason from command x join charger c on c.id = x.charger_id
        where c.identity = $1 and x.kind in ('cost-updated', 'show-price', 'show-final-cost') order by x.id`,
      [identity],
    )
  const say = (charger: BenchCharger, messageId: string, data: string) =>
    charger.call('DataTransfer', { vendorId: 'org.openchargealliance.costmsg', messageId, data })

  await t.test(
    'a driver sees the price after the card, the cost while charging, and what it was in the end',
    async () => {
      const { charger, messages, told } = await display(shows)
      await charger.call('Authorize', { idTag: 'CARD-1' })
      const [price] = await told('SetUserPrice')
      const text = '0.50 EUR/kWh, 7.50 EUR/h while connected and not charging, 0.625 EUR per session'
      assert.deepEqual(price, { idToken: 'CARD-1', priceText: text })

      const { transactionId } = await start(charger)
      const [first] = await told('RunningCost')
      const { timestamp, ...begun } = first
      assert.ok(Math.abs(Date.parse(timestamp) - Date.parse(ago(0))) < 60_000)
      const prices = { chargingPrice: { kWhPrice: 0.5, flatFee: 0.625 }, idlePrice: { hourPrice: 7.5 } }
      const triggerMeterValue = { atCPStatus: ['Charging', 'SuspendedEV', 'SuspendedEVSE'] }
      const running = { transactionId, ...prices, triggerMeterValue }
      assert.deepEqual(begun, { ...running, meterValue: 1_000, cost: 0, state: 'Charging' })

      await status(charger, 'Charging')
      await measure(charger, transactionId, 2_000)
      await bench.pass({ seconds: 61 })
      await measure(charger, transactionId, 3_000)
      const [, second] = await told('RunningCost', 2)
      assert.deepEqual([second.meterValue, second.cost, second.state], [3_000, 1.63, 'Charging'])

      await bench.pass({ seconds: 2 })
      await status(charger, 'SuspendedEV')
      const third = (await told('RunningCost', 3))[2]
      assert.deepEqual([third.meterValue, third.state, third.idlePrice], [3_000, 'Idle', { hourPrice: 7.5 }])

      await stop(charger, transactionId, 0, 3_000)
      const [final] = await told('FinalCost')
      assert.deepEqual([final.transactionId, final.cost], [transactionId, 1.63])
      assert.match(final.priceText, /^Total: 1\.63 EUR\. 2\.0 kWh, 0:01 h\.$/)
      await stop(charger, transactionId, 0, 3_000)
      assert.deepEqual(
        messages.map(({ messageId }) => messageId),
        ['SetUserPrice', 'RunningCost', 'RunningCost', 'RunningCost', 'FinalCost'],
      )
      const ended = await eventually(
        () => commandsOf(charger),
        (rows) => rows.length === 5 && rows.every(({ state }) => state === 'accepted'),
      )
      assert.equal(ended.length, 5)
      assert.deepEqual(charger.violations, [])
    },
  )

  await t.test('a charger that does not say that it shows costs is never told any, whoever asks', async () => {
    const kinds: Record<string, string>[] = [{ HeartbeatInterval: '300' }, { CustomDisplayCostAndPrice: 'false' }]
    for (const keys of kinds) {
      const { charger, messages } = await display(keys)
      await charger.call('Authorize', { idTag: 'CARD-1' })
      const { transactionId } = await start(charger)
      await bench.pass({ seconds: 61 })
      await measure(charger, transactionId, 6_000)
      const [session] = await sessionsOf(system, charger.identity)
      const sessionId = Number(session!.id)
      const asked = await ask(system, charger, { kind: 'cost-updated', sessionId, totalCost: '1' })
      assert.deepEqual([asked.state, asked.error?.code], ['refused', 'NotSupported'])
      await stop(charger, transactionId)
      const refused = await ask(system, charger, { kind: 'set-default-tariff', evse: 0, tariffId: plain })
      assert.match(String(refused.reason), /does not say that it shows costs/)
      assert.deepEqual([messages, (await commandsOf(charger)).length], [[], 1])
      assert.deepEqual(charger.violations, [])
    }
  })

  await t.test('where idle time is paid for after the stop, the final cost waits for ConnectorUnplugged', async () => {
    const { charger, messages, told } = await display({ ...shows, CustomIdleFeeAfterStop: 'true' })
    const { transactionId } = await start(charger)
    await told('RunningCost')
    await status(charger, 'Charging')
    await stop(charger, transactionId)
    const idling = (await told('RunningCost', 2))[1]
    assert.deepEqual([idling.state, idling.cost, idling.meterValue], ['Idle', 5.63, 11_000])
    await bench.pass({ minutes: 60 })
    const unplugged = JSON.stringify({ transactionId, timestamp: ago(-7_200) })
    assert.deepEqual(await say(charger, 'ConnectorUnplugged', unplugged), { status: 'Accepted' })
    const [final] = await told('FinalCost')
    assert.ok(final.cost >= 13.13 && final.cost < 13.3, `an hour of idle time: ${final.cost}`)
    assert.deepEqual(await say(charger, 'ConnectorUnplugged', unplugged), { status: 'Accepted' })
    const unpluggedAt = async () => (await sessionsOf(system, charger.identity))[0]!.unplugged_at
    const first = await unpluggedAt()
    assert.ok(first)
    const later = JSON.stringify({ transactionId, timestamp: ago(-3_600) })
    assert.deepEqual(await say(charger, 'ConnectorUnplugged', later), { status: 'Accepted' })
    assert.deepEqual(await unpluggedAt(), first)
    assert.equal(messages.filter(({ messageId }) => messageId === 'FinalCost').length, 1)
  })

  // Each of these has chargers of its own, and none moves the clock.
  const others: Promise<void>[] = []
  others.push(
    t.test('it is told when the price changes, by the clock of its place and by energy', async () => {
      const { charger, told } = await display({ ...shows, NumberOfDecimalsForCostValues: '3' }, { tariff: nightly })
      await change(charger, 'Asia/Tokyo')
      const { transactionId } = await start(charger)
      const [cost] = await told('RunningCost')
      const local = Temporal.Instant.from(cost.timestamp).toZonedDateTimeISO('Asia/Tokyo')
      const isNight = local.hour >= 22 || local.hour < 6
      assert.equal(cost.chargingPrice.kWhPrice, isNight ? 0.2 : 0.4)
      assert.equal(cost.nextPeriod.chargingPrice.kWhPrice, isNight ? 0.4 : 0.2)
      const changes = Temporal.Instant.from(cost.nextPeriod.atTime).toZonedDateTimeISO('Asia/Tokyo')
      assert.deepEqual([changes.hour, changes.minute], [isNight ? 6 : 22, 0])
      assert.deepEqual(cost.triggerMeterValue, { atTime: cost.nextPeriod.atTime, atEnergykWh: 20 })
      await stop(charger, transactionId)
      await told('FinalCost')
    }),
  )

  others.push(
    t.test('texts come in the language of the display and in the others that it takes', async () => {
      const keys = { Language: 'de', CustomMultiLanguageMessages: 'true', SupportedLanguages: 'de, en, nl' }
      const { charger, told } = await display({ ...shows, ...keys })
      await charger.call('Authorize', { idTag: 'CARD-1' })
      const [{ priceText, priceTextExtra }] = await told('SetUserPrice')
      assert.match(priceText, /^0,50 EUR\/kWh, 7,50 EUR\/h angesteckt/)
      const content = '0.50 EUR/kWh, 7.50 EUR/h while connected and not charging, 0.625 EUR per session'
      assert.deepEqual(priceTextExtra, [{ format: 'UTF8', language: 'en', content }])
    }),
  )

  others.push(
    t.test('a price that is not the same at all connectors is not shown before it is known where', async () => {
      const { charger, messages, told } = await display(shows)
      await system.admin('tariff.assign', { tariff: nightly, charger: charger.identity, evse: 2 })
      await charger.call('Authorize', { idTag: 'CARD-1' })
      await start(charger)
      await told('RunningCost')
      assert.deepEqual(
        messages.map(({ messageId }) => messageId),
        ['RunningCost'],
      )
    }),
  )

  for (const [answer, silent] of [
    ['UnknownVendorId', ['SetUserPrice', 'RunningCost', 'FinalCost']],
    ['NotImplemented', ['SetUserPrice', 'RunningCost', 'FinalCost']],
    ['UnknownMessageId', ['SetUserPrice']],
    ['Rejected', ['SetUserPrice']],
  ] as const) {
    others.push(
      t.test(`${answer}: what a charger refuses it is not sent again before it connects anew`, async () => {
        const { charger, messages, told, listen } = await display(shows, {
          status: () => {
            if (answer === 'NotImplemented') throw createRPCError('NotImplemented')
            return answer
          },
        })
        await charger.call('Authorize', { idTag: 'CARD-1' })
        await told('SetUserPrice')
        const known = () =>
          read(
            system,
            `select replace(i.item_key, 'org.openchargealliance.costmsg/', '') as key, i.body->>'answer' as answer
             from installed_item i join charger c on c.id = i.charger_id
            where c.identity = $1 and i.kind = 'unsupported' order by i.item_key desc`,
            [charger.identity],
          )
        const kept = await eventually(known, ({ length }) => length === silent.length)
        assert.deepEqual(kept.map(({ key }) => key).sort(), [...silent].sort())
        assert.ok(kept.every((row) => row.answer.startsWith(answer)))
        await charger.call('Authorize', { idTag: 'CARD-1' })
        const rows = await commandsOf(charger)
        assert.deepEqual([rows.length, rows[0]!.kind, rows[0]!.state], [1, 'show-price', 'refused'])

        await charger.close()
        const again = await eventually(
          () => system.connectCharger(charger.identity, { protocol: 'ocpp1.6' }).catch(() => null),
          (one) => one !== null,
        )
        listen(again!)
        await again!.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
        await again!.call('Authorize', { idTag: 'CARD-1' })
        await told('SetUserPrice', 2)
        assert.equal(messages.length, 2)
      }),
    )
  }

  others.push(
    t.test('what makes no sense is rejected, and messages that we do not know are told so', async () => {
      const { charger } = await display(shows)
      for (const data of [
        '',
        'no',
        '{}',
        '{"transactionId":"7"}',
        '{"transactionId":0}',
        '{"transactionId":99999999}',
      ]) {
        assert.deepEqual(await say(charger, 'ConnectorUnplugged', data), { status: 'Rejected' }, data)
      }
      assert.deepEqual(await say(charger, 'SetUserPrice', '{}'), { status: 'UnknownMessageId' })
      assert.deepEqual(charger.violations, [])
    }),
  )

  others.push(
    t.test('what was over before the charger came back is not shown any more', async () => {
      const { charger, messages } = await display(shows)
      const { transactionId } = await start(charger, 7_200)
      await stop(charger, transactionId, 3_600)
      await charger.call('Heartbeat', {})
      const rows = await commandsOf(charger)
      assert.ok(rows.every(({ kind }) => kind === 'cost-updated'))
      assert.ok(messages.every(({ messageId }) => messageId === 'RunningCost'))
    }),
  )

  others.push(
    t.test('a default price comes with its other languages and the time of the place', async () => {
      const keys = { CustomMultiLanguageMessages: 'true', SupportedLanguages: 'en,de' }
      const times = { TimeOffset: '+00:00', NextTimeOffsetTransitionDateTime: '', TimeOffsetNextTransition: '+00:00' }
      const { charger } = await display({ ...shows, ...keys, ...times })
      await change(charger, 'America/Los_Angeles')
      const server = answering(charger, { ChangeConfiguration: () => ({ status: 'Accepted' }) })
      const request = { kind: 'set-default-tariff', evse: 0, tariffId: plain } as const
      assert.equal((await ask(system, charger, request)).state, 'accepted')
      const set = await eventually(
        async () => server.of('ChangeConfiguration'),
        ({ length }) => length >= 6,
        10_000,
      )
      const values = new Map(set.map(({ key, value }) => [key, value]))
      assert.deepEqual(JSON.parse(values.get('DefaultPrice')), {
        priceText: '0.50 EUR/kWh, 7.50 EUR/h while connected and not charging, 0.625 EUR per session',
        priceTextOffline: '0.50 EUR/kWh, 7.50 EUR/h while connected and not charging, 0.625 EUR per session',
        chargingPrice: { kWhPrice: 0.5, flatFee: 0.625 },
      })
      assert.match(JSON.parse(values.get('DefaultPriceText,de')).priceText, /^0,50 EUR\/kWh/)
      assert.match(values.get('TimeOffset'), /^-0[78]:00$/)
      assert.ok(Date.parse(values.get('NextTimeOffsetTransitionDateTime')) > Date.parse(ago(0)))
      assert.notEqual(values.get('TimeOffsetNextTransition'), values.get('TimeOffset'))
      assert.ok([...values.values()].every((value) => value.length <= 500))

      const refusal = async (more: object) => String((await ask(system, charger, { ...request, ...more })).reason)
      assert.match(await refusal({ evse: 1 }), /whole charger/)
      assert.match(await refusal({ tariffId: nightly }), /conditions/)
      assert.match(await refusal({ tariffId: 'none' }), /no tariff 'none'/)
      assert.equal(server.of('ChangeConfiguration').length, 6)
      assert.deepEqual(charger.violations, [])
    }),
  )

  others.push(
    t.test('a charger that goes by another time is told that of its place when it starts', async () => {
      const { charger } = await display({ ...shows, TimeOffset: '+05:00' })
      await change(charger, 'Asia/Tokyo')
      const server = answering(charger, { ChangeConfiguration: () => ({ status: 'Accepted' }) })
      const boot = () => charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
      await boot()
      const place = placeOfKey('TimeOffset')
      await eventually(
        () =>
          read(
            system,
            `select v.value from device_variable v join charger c on c.id = v.charger_id
            where c.identity = $1 and v.component = $2 and v.variable = $3 and v.value = '+09:00'`,
            [charger.identity, place.component, place.variable],
          ),
        ({ length }) => length === 1,
        10_000,
      )
      await boot()
      assert.deepEqual(server.of('ChangeConfiguration'), [{ key: 'TimeOffset', value: '+09:00' }])
    }),
  )

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    others.push(
      t.test(`I01, X-17: a ${protocol} charger that shows prices gets them in words for the driver`, async () => {
        const charger = await bench.charger({ protocol })
        await system.admin('tariff.assign', { tariff: plain, charger: charger.identity })
        const { idToken } = card
        const silent = await charger.call('Authorize', { idToken })
        assert.equal(silent.idTokenInfo.personalMessage, undefined)
        await observe(charger, [[stationVariable('TariffCostCtrlr', 'Enabled', 'Tariff'), 'true']])
        const content = '0.50 EUR/kWh, 7.50 EUR/h while connected and not charging, 0.625 EUR per session'
        const message = { format: 'UTF8', language: 'en', content }
        assert.deepEqual((await charger.call('Authorize', { idToken })).idTokenInfo.personalMessage, message)
        const started = await charger.call('TransactionEvent', event(0, 'Started', ago(0), card))
        assert.deepEqual(started.updatedPersonalMessage, message)
        const updated = await charger.call('TransactionEvent', event(1, 'Updated', ago(0)))
        assert.equal(updated.updatedPersonalMessage, undefined)
        const unknown = await charger.call('Authorize', { idToken: { idToken: 'NOBODY', type: 'Central' } })
        assert.equal(unknown.idTokenInfo.personalMessage, undefined)
        assert.deepEqual(charger.violations, [])
      }),
    )
  }

  others.push(
    t.test('2.x chargers are not sent what is only for 1.6', async () => {
      for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
        const charger = await bench.charger({ protocol })
        const refused = await ask(system, charger, { kind: 'show-price', tokenUid: 'CARD-1', tariffId: plain })
        assert.match(String(refused.reason), /in its answers/)
      }
    }),
  )

  others.push(
    t.test('a cost that comes when its session has just ended says nothing of what the charger takes', async () => {
      const stopFirst: { with?: (transactionId: number) => Promise<unknown> } = {}
      const { charger, messages, told } = await display(shows, {
        status: async ({ messageId, data }) => {
          if (messageId !== 'RunningCost') return 'Accepted'
          await stopFirst.with?.(data.transactionId)
          return 'Rejected'
        },
      })
      stopFirst.with = (transactionId) => stop(charger, transactionId)
      await start(charger)
      await told('FinalCost')
      delete stopFirst.with
      await start(charger)
      await told('RunningCost', 2)
      assert.deepEqual(
        messages.map(({ messageId }) => messageId),
        ['RunningCost', 'FinalCost', 'RunningCost'],
      )
    }),
  )

  await Promise.all(others)
})
