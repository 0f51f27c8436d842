import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settleExpectedStarts } from '#server/jobs.ts'
import { answering, ask, card, event } from '#test/support/priced-charger.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { read, sessionsOf } from '#test/support/session-rows.ts'
import { eventually } from '#test/support/system.ts'

const start = { kind: 'start', evse: 1, tokenUid: 'CARD-1' } as const

test('what came of a start that was asked for', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const { system, ago } = bench
  const settle = () => settleExpectedStarts(system.server.storage, 1)
  const command = async (id: number) =>
    (await read(system, 'select state, reason from command where id = $1', [id]))[0]!
  const expectedOf = (charger: BenchCharger) =>
    read(
      system,
      `select e.* from errand e join charger c on c.id = e.charger_id where c.identity = $1 and e.kind = 'remote-start'`,
      [charger.identity],
    )
  const unconfirmed = (id: number) =>
    read(system, `select body from fact where kind = 'command.unconfirmed' and (body->>'command')::int = $1`, [id])
  const isOver = (charger: BenchCharger) =>
    read(
      system,
      `update errand e set deadline_at = now() + interval '200 seconds' from charger c where c.id = e.charger_id and c.identity = $1`,
      [charger.identity],
    )

  for (const protocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
    const action = protocol === 'ocpp1.6' ? 'RemoteStartTransaction' : 'RequestStartTransaction'

    await t.test(
      `Q-118: a ${protocol} start that is accepted and of which nothing comes is unconfirmed, and told of`,
      async () => {
        const charger = await bench.charger({ protocol })
        answering(charger, { [action]: () => ({ status: 'Accepted' }) })
        const { id, state } = await ask(system, charger, start)
        assert.equal(state, 'accepted')
        await eventually(
          () => expectedOf(charger),
          ({ length }) => length === 1,
        )
        await settle()
        assert.deepEqual(await unconfirmed(id), [], 'the driver has time to plug in')
        await isOver(charger)
        await settle()
        await settle()
        assert.match((await command(id)).reason, /Unconfirmed: no session began within 120 s/)
        assert.deepEqual(await unconfirmed(id), [{ body: { command: id, charger: charger.identity } }])
      },
    )

    await t.test(`Q-118: a ${protocol} start that is refused is not waited for`, async () => {
      const charger = await bench.charger({ protocol })
      answering(charger, { [action]: () => ({ status: 'Rejected' }) })
      assert.equal((await ask(system, charger, start)).state, 'refused')
      assert.deepEqual(await expectedOf(charger), [])
    })
  }

  await t.test('F02.FR.01: a session that names its start confirms it at once', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const server = answering(charger, { RequestStartTransaction: () => ({ status: 'Accepted' }) })
    const { id } = await ask(system, charger, start)
    const { remoteStartId } = server.of('RequestStartTransaction')[0]
    await eventually(
      () => expectedOf(charger),
      ({ length }) => length === 1,
    )
    await charger.call('TransactionEvent', event(0, 'Started', ago(1), { ...card, remoteStartId }))
    const [session] = await sessionsOf(system, charger.identity)
    assert.deepEqual(await command(id), { state: 'accepted', reason: `Confirmed by session ${session!.id}.` })
    assert.equal((await expectedOf(charger))[0]!.state, 'done')
  })

  await t.test(
    'a 1.6 session of the same token at the same connector confirms its start, and no other does',
    async () => {
      const charger = await bench.charger()
      answering(charger, { RemoteStartTransaction: () => ({ status: 'Accepted' }) })
      const { id } = await ask(system, charger, start)
      await eventually(
        () => expectedOf(charger),
        ({ length }) => length === 1,
      )
      const started = { connectorId: 2, idTag: 'CARD-2', meterStart: 0, timestamp: ago(1) }
      await charger.call('StartTransaction', started)
      await charger.call('StartTransaction', { ...started, connectorId: 2, idTag: 'CARD-1', timestamp: ago(0) })
      await settle()
      assert.equal((await expectedOf(charger))[0]!.state, 'open')
      await charger.call('StartTransaction', { ...started, connectorId: 1, idTag: 'card-1' })
      await settle()
      assert.match((await command(id)).reason, /Confirmed by session/)
    },
  )

  await t.test('F-09: a start that was never answered is confirmed by the session that comes of it', async () => {
    const charger = await bench.charger()
    answering(charger, { RemoteStartTransaction: () => new Promise<never>(() => undefined) as never })
    const asked = ask(system, charger, start, { deadlineSeconds: 2 })
    await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(0) })
    const { id, state } = await asked
    assert.equal(state, 'timed_out')
    await eventually(
      () => expectedOf(charger),
      ({ length }) => length === 1,
    )
    await settle()
    assert.equal((await command(id)).state, 'accepted')
  })

  await t.test('a session that comes late confirms a start that was given up', async () => {
    const charger = await bench.charger()
    answering(charger, { RemoteStartTransaction: () => ({ status: 'Accepted' }) })
    const { id } = await ask(system, charger, start)
    await eventually(
      () => expectedOf(charger),
      ({ length }) => length === 1,
    )
    await isOver(charger)
    await settle()
    await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(0) })
    await settle()
    assert.match((await command(id)).reason, /Confirmed by session/)
  })

  await t.test('a 2.0.1 charger that refuses a stop is asked whether the session has ended already', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const server = answering(charger, {
      RequestStopTransaction: () => ({ status: 'Rejected' }),
      GetTransactionStatus: () => ({ ongoingIndicator: false, messagesInQueue: true }),
    })
    await charger.call('TransactionEvent', event(0, 'Started', ago(1), card))
    assert.equal((await ask(system, charger, { kind: 'stop', sessionId: null, evse: null })).state, 'refused')
    await eventually(
      async () => server.of('GetTransactionStatus').length,
      (count) => count === 1,
      10_000,
    )
  })

  await t.test('a 1.6 charger that refuses a stop is asked for the status of the connector', async () => {
    const charger = await bench.charger()
    const server = answering(charger, {
      RemoteStopTransaction: () => ({ status: 'Rejected' }),
      TriggerMessage: () => ({ status: 'Accepted' }),
    })
    await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(0) })
    assert.equal((await ask(system, charger, { kind: 'stop', sessionId: null, evse: null })).state, 'refused')
    const asked = await eventually(
      async () => server.of('TriggerMessage'),
      ({ length }) => length === 1,
      10_000,
    )
    assert.deepEqual(asked, [{ requestedMessage: 'StatusNotification', connectorId: 1 }])
  })
})
