import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, ask, card, event, meter } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

const soon = 12_000

test('what became of a session that the server is not sure of', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench
  const stateOf = async (charger: BenchCharger) => (await sessionsOf(system, charger.identity))[0]!
  const commandsOf = (charger: BenchCharger, kind: string) =>
    read(
      system,
      `select x.* from command x join charger c on c.id = x.charger_id where c.identity = $1 and kind = $2 order by x.id`,
      [charger.identity, kind],
    )

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1']) {
    await t.test(
      `X-14: a ${protocol} session that ended with a gap is asked about; while messages wait, so do we`,
      async () => {
        const charger = await bench.charger({ protocol })
        const server = answering(charger, {
          GetTransactionStatus: () => ({ ongoingIndicator: false, messagesInQueue: true }),
        })
        await charger.call(
          'TransactionEvent',
          event(0, 'Started', ago(60), { ...card, ...meter(1_000, ago(60), 'Transaction.Begin') }),
        )
        await charger.call('TransactionEvent', event(2, 'Ended', ago(1), meter(1_900, ago(1), 'Transaction.End')))
        await eventually(
          async () => server.of('GetTransactionStatus'),
          ({ length }) => length > 0,
          soon,
        )
        assert.deepEqual(server.of('GetTransactionStatus')[0], { transactionId: 'T-1' })
        await eventually(
          () => commandsOf(charger, 'transaction-status'),
          ([one]) => one?.state === 'accepted',
        )
        await bench.pass({ minutes: 10 })
        assert.equal((await stateOf(charger)).state, 'active')
        await charger.call('TransactionEvent', event(1, 'Updated', ago(30), meter(1_500, ago(30))))
        const { state, flags } = await stateOf(charger)
        assert.deepEqual([state, flags], ['finished', []])
        assert.deepEqual(charger.violations, [])
      },
    )
  }

  await t.test(
    'X-14: when nothing more waits in the charger, the session with a gap is closed soon, flagged',
    async () => {
      const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
      const server = answering(charger, {
        GetTransactionStatus: () => ({ ongoingIndicator: false, messagesInQueue: false }),
      })
      await charger.call(
        'TransactionEvent',
        event(0, 'Started', ago(60), { ...card, ...meter(1_000, ago(60), 'Transaction.Begin') }),
      )
      await charger.call('TransactionEvent', event(2, 'Ended', ago(1), meter(1_900, ago(1), 'Transaction.End')))
      await eventually(
        async () => server.of('GetTransactionStatus').length,
        (count) => count > 0,
        soon,
      )
      const before = await eventually(
        () => stateOf(charger),
        ({ close_due_at }) => close_due_at - Date.now() < 3_600_000 * 24,
      )
      assert.equal(before.state, 'active')
      await bench.pass({ minutes: 3 })
      const { state, flags, energy_wh } = await stateOf(charger)
      assert.deepEqual([state, flags, Number(energy_wh)], ['finished', ['gaps'], 900])
    },
  )

  await t.test('X-14: a gap in the middle is asked about only when it is not filled at once', async () => {
    const [filled, open] = [
      await bench.charger({ protocol: 'ocpp2.0.1' }),
      await bench.charger({ protocol: 'ocpp2.0.1' }),
    ]
    const answers = { GetTransactionStatus: () => ({ ongoingIndicator: true, messagesInQueue: false }) }
    const [asksFilled, asksOpen] = [answering(filled, answers), answering(open, answers)]
    for (const charger of [filled, open]) {
      await charger.call('TransactionEvent', event(0, 'Started', ago(60), card))
      await charger.call('TransactionEvent', event(2, 'Updated', ago(20)))
    }
    await filled.call('TransactionEvent', event(1, 'Updated', ago(40)))
    // The clock of this bench runs ahead of the database's, by which commands wait.
    await read(system, 'update command set not_before = now() where state = $1', ['queued'])
    await eventually(
      async () => asksOpen.of('GetTransactionStatus').length,
      (count) => count === 1,
      soon,
    )
    const [command] = await eventually(
      () => commandsOf(filled, 'transaction-status'),
      ([one]) => one?.state === 'refused',
    )
    assert.match(command!.reason, /come meanwhile/)
    assert.deepEqual(asksFilled.calls, [])
    assert.equal((await stateOf(open)).state, 'active')
  })

  await t.test(
    'X-20: a charger that comes back and knows nothing of its session any more loses it, flagged',
    async () => {
      const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
      await charger.call(
        'TransactionEvent',
        event(0, 'Started', ago(60), { ...card, ...meter(1_000, ago(60), 'Transaction.Begin') }),
      )
      await charger.call('TransactionEvent', event(1, 'Updated', ago(30), meter(1_700, ago(30))))
      await charger.close()
      const back = {
        ...(await system.connectCharger(charger.identity, { protocol: 'ocpp2.0.1' })),
        identity: charger.identity,
      }
      const server = answering(back, {
        GetTransactionStatus: () => ({ ongoingIndicator: false, messagesInQueue: false }),
      })
      await back.call('Heartbeat', {})
      await eventually(
        () => commandsOf(back, 'transaction-status'),
        ({ length }) => length === 1,
      )
      await read(system, 'update command set not_before = now() where state = $1', ['queued'])
      await eventually(
        async () => server.of('GetTransactionStatus').length,
        (count) => count === 1,
        soon,
      )
      await eventually(
        () => stateOf(back),
        ({ flags }) => flags.includes('not-ongoing'),
      )
      assert.equal((await stateOf(back)).state, 'active')
      await bench.pass({ minutes: 3 })
      const { state, flags, end_reason, energy_wh } = await stateOf(back)
      assert.deepEqual([state, end_reason, Number(energy_wh)], ['finished', 'MissingStop', 700])
      assert.ok(flags.includes('missing-stop') && flags.includes('not-ongoing'), String(flags))

      // it was wrong after all.
      await back.call(
        'TransactionEvent',
        event(2, 'Ended', ago(20), { ...meter(1_900, ago(20), 'Transaction.End'), stoppedReason: 'Local' }),
      )
      const late = await stateOf(back)
      assert.deepEqual([late.flags, late.end_reason, Number(late.energy_wh)], [[], 'Local', 900])
      assert.deepEqual(back.violations, [])
    },
  )

  await t.test('Q-127: a session that its charger denied and goes on to speak of stays open', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    answering(charger, { GetTransactionStatus: () => ({ ongoingIndicator: false, messagesInQueue: false }) })
    await charger.call('TransactionEvent', event(0, 'Started', ago(60), card))
    const { id } = await stateOf(charger)
    const question = { kind: 'transaction-status', sessionId: Number(id) } as const
    const told = await ask(system, charger, question)
    assert.deepEqual([told.state, told.reason], ['accepted', 'does not go on, no messages wait'])
    await eventually(
      () => stateOf(charger),
      ({ flags }) => flags.includes('not-ongoing'),
    )
    await charger.call('TransactionEvent', event(1, 'Updated', ago(1), meter(1_500, ago(1))))
    await bench.pass({ minutes: 5 })
    assert.equal((await stateOf(charger)).state, 'active')
    await charger.call('TransactionEvent', event(2, 'Ended', ago(0)))
    assert.equal((await stateOf(charger)).state, 'finished')
  })

  await t.test('Q-127: an answer that is an error, or none, says nothing of the session', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await charger.call('TransactionEvent', event(0, 'Started', ago(60), card))
    const { id, close_due_at } = await stateOf(charger)
    const question = { kind: 'transaction-status', sessionId: Number(id) } as const
    assert.equal((await ask(system, charger, question)).state, 'refused')
    const after = await stateOf(charger)
    assert.deepEqual([after.state, after.close_due_at], ['active', close_due_at])
    const nobodys = { ...question, sessionId: 987_654 }
    assert.match(String((await ask(system, charger, nobodys)).reason), /not open/)
  })

  await t.test(
    'X-20: a 1.6 charger that comes back is asked for the state and the meter of the connector',
    async () => {
      const charger = await bench.charger()
      const start = { connectorId: 2, idTag: 'CARD-1', meterStart: 1_000, timestamp: ago(60) }
      await charger.call('StartTransaction', start)
      await charger.close()
      const back = { ...(await system.connectCharger(charger.identity)), identity: charger.identity }
      const server = answering(back, { TriggerMessage: () => ({ status: 'Accepted' }) })
      await back.call('Heartbeat', {})
      await eventually(
        () => commandsOf(back, 'trigger'),
        ({ length }) => length === 2,
      )
      await read(system, 'update command set not_before = now() where state = $1', ['queued'])
      const asked = await eventually(
        async () => server.of('TriggerMessage'),
        ({ length }) => length === 2,
        soon,
      )
      assert.deepEqual(asked, [
        { requestedMessage: 'StatusNotification', connectorId: 2 },
        { requestedMessage: 'MeterValues', connectorId: 2 },
      ])
      const status = { connectorId: 2, errorCode: 'NoError', status: 'Available', timestamp: ago(0) }
      await back.call('StatusNotification', status)
      await bench.pass({ minutes: 16 })
      assert.equal((await stateOf(back)).state, 'finished')
      const refused = await ask(system, back, { kind: 'transaction-status', sessionId: 1 })
      assert.match(String(refused.reason), /OCPP 1.6 cannot/)
    },
  )

  await t.test('X-14: a silent session is asked about before it is given up', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const server = answering(charger, {
      GetTransactionStatus: () => ({ ongoingIndicator: true, messagesInQueue: false }),
    })
    await charger.call('TransactionEvent', event(0, 'Started', ago(60), card))
    await bench.pass({ hours: 24 * 7 + 1 })
    await eventually(
      async () => server.of('GetTransactionStatus').length,
      (count) => count === 1,
      soon,
    )
    assert.equal((await stateOf(charger)).state, 'active')
    await bench.pass({ minutes: 11 })
    const { state, flags } = await stateOf(charger)
    assert.deepEqual([state, flags.includes('missing-stop')], ['finished', true])
    assert.equal(server.of('GetTransactionStatus').length, 1)
  })

  for (const protocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
    await t.test(
      `X-20, B-05: a ${protocol} charger that boots in the middle of a session is asked about it`,
      async () => {
        const charger = await bench.charger({ protocol })
        if (protocol === 'ocpp1.6') {
          await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' })
          await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(60) })
          await charger.call('BootNotification', { chargePointVendor: 'V', chargePointModel: 'M' })
        } else {
          const boot = { reason: 'PowerUp', chargingStation: { vendorName: 'V', model: 'M' } }
          await charger.call('BootNotification', boot)
          await charger.call('TransactionEvent', event(0, 'Started', ago(60), card))
          await charger.call('BootNotification', { ...boot, reason: 'Watchdog' })
        }
        const kind = protocol === 'ocpp1.6' ? 'trigger' : 'transaction-status'
        await eventually(
          () => commandsOf(charger, kind),
          ({ length }) => length === (protocol === 'ocpp1.6' ? 2 : 1),
        )
      },
    )
  }

  await t.test('X-20: a charger that comes back without an open session is asked nothing', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    await charger.close()
    const back = await system.connectCharger(charger.identity, { protocol: 'ocpp2.0.1' })
    await back.call('Heartbeat', {})
    await back.call('TransactionEvent', event(0, 'Started', ago(5), card))
    await back.call('TransactionEvent', event(1, 'Ended', ago(0)))
    assert.deepEqual(await commandsOf({ ...back, identity: charger.identity }, 'transaction-status'), [])
  })
})
