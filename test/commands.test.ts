import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createRPCError } from 'ocpp-rpc'
import { type BenchCharger, sessionBench } from './support/session-bench.ts'
import { read } from './support/session-rows.ts'
import { eventually, type System, startSystem } from './support/system.ts'

const start = { kind: 'start', evse: 1, tokenUid: 'CARD-1' }
const stop = { kind: 'stop', sessionId: null, evse: null }
const reset = { kind: 'reset', mode: 'soft' }

/** What is asked, the call that the charger gets, its answer, and how the command ends. */
type Case = [request: object, action: string, payload: object, answer: object, ending: object]

const cases: Record<'ocpp1.6' | 'ocpp2.0.1', Case[]> = {
  'ocpp1.6': [
    [start, 'RemoteStartTransaction', { connectorId: 1, idTag: 'CARD-1' }, yes(), accepted()],
    // no connector is left out; 0 is never sent.
    [{ ...start, evse: null }, 'RemoteStartTransaction', { idTag: 'CARD-1' }, no(), refused('Rejected')],
    [reset, 'Reset', { type: 'Soft' }, yes(), accepted()],
    [{ ...reset, mode: 'hard' }, 'Reset', { type: 'Hard' }, no(), refused('Rejected')],
    [{ kind: 'unlock', connector: 2 }, 'UnlockConnector', { connectorId: 2 }, { status: 'Unlocked' }, accepted()],
    [
      { kind: 'unlock', connector: 1 },
      'UnlockConnector',
      { connectorId: 1 },
      { status: 'UnlockFailed' },
      refused('UnlockFailed'),
    ],
    [
      { kind: 'trigger', message: 'StatusNotification', connector: 1 },
      'TriggerMessage',
      { requestedMessage: 'StatusNotification', connectorId: 1 },
      yes(),
      accepted(),
    ],
    [
      { kind: 'trigger', message: 'Heartbeat', connector: null },
      'TriggerMessage',
      { requestedMessage: 'Heartbeat' },
      { status: 'NotImplemented' },
      refused('NotImplemented'),
    ],
  ],
  'ocpp2.0.1': [
    [reset, 'Reset', { type: 'OnIdle' }, { status: 'Scheduled' }, { state: 'accepted', reason: 'Scheduled' }],
    [{ ...reset, mode: 'hard' }, 'Reset', { type: 'Immediate' }, yes(), accepted()],
    [
      { kind: 'unlock', connector: 2 },
      'UnlockConnector',
      { evseId: 2, connectorId: 1 },
      { status: 'Unlocked' },
      accepted(),
    ],
    [
      { kind: 'trigger', message: 'StatusNotification', connector: 2 },
      'TriggerMessage',
      { requestedMessage: 'StatusNotification', evse: { id: 2, connectorId: 1 } },
      { status: 'Rejected', statusInfo: { reasonCode: 'Busy' } },
      refused('Rejected: Busy'),
    ],
  ],
}

for (const [protocol, expected] of Object.entries(cases)) {
  test(`commands to an ${protocol} charger`, async (t) => {
    const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
    const { system, ago } = bench
    const charger = await bench.charger({ protocol })
    await charger.call('Heartbeat', {})

    for (const [request, action, payload, answer, ending] of expected) {
      await t.test(`${JSON.stringify(request)} ends as the charger answers`, async () => {
        const heard = answering(charger, action, answer)
        const ended = await command(system, charger, request)
        assert.deepEqual(heard, [payload])
        assert.deepEqual({ state: ended.state, reason: ended.reason }, ending)
      })
    }

    await t.test('a start carries the token and its place', async () => {
      const action = protocol === 'ocpp1.6' ? 'RemoteStartTransaction' : 'RequestStartTransaction'
      const heard = answering(charger, action, yes())
      assert.equal((await command(system, charger, start)).state, 'accepted')
      const place = protocol === 'ocpp1.6' ? heard[0].connectorId : heard[0].evseId
      const token = protocol === 'ocpp1.6' ? heard[0].idTag : heard[0].idToken.idToken
      assert.deepEqual([place, token], [1, 'CARD-1'])
    })

    await t.test('a stop means the only session that runs, and nothing is stopped by guess', async () => {
      const action = protocol === 'ocpp1.6' ? 'RemoteStopTransaction' : 'RequestStopTransaction'
      const heard = answering(charger, action, yes())
      const none = await command(system, charger, stop)
      assert.deepEqual([none.state, none.reason], ['refused', 'No session runs on this charger.'])

      const first = await begin(charger, 1, ago(60))
      assert.equal((await command(system, charger, stop)).state, 'accepted')
      const second = await begin(charger, 2, ago(50))
      const several = await command(system, charger, stop)
      assert.deepEqual([several.state, several.reason], ['refused', '2 sessions run on this charger: say which one.'])
      assert.equal((await command(system, charger, { ...stop, evse: 2 })).state, 'accepted')
      const [{ id }] = (await read(system, 'select min(id)::int as id from session')) as [{ id: number }]
      assert.equal((await command(system, charger, { ...stop, sessionId: id })).state, 'accepted')
      const unknown = await command(system, charger, { ...stop, sessionId: id + 1_000 })
      assert.match(unknown.reason, /does not run on this charger/)

      await end(charger, first, ago(40))
      assert.match((await command(system, charger, { ...stop, sessionId: id })).reason, /does not run on this charger/)
      assert.equal((await command(system, charger, stop)).state, 'accepted')
      assert.deepEqual(
        heard.map(({ transactionId }) => transactionId),
        [first, second, first, second],
      )
    })

    await t.test('an error is a refusal with what the charger said', async () => {
      charger.handle('Reset', () => {
        throw createRPCError('GenericError', 'the relay is stuck')
      })
      const ended = await command(system, charger, reset)
      assert.deepEqual([ended.state, ended.reason], ['refused', 'GenericError: the relay is stuck'])
    })

    await t.test('F-06: a charger has one unanswered call of ours at a time', async () => {
      let open = 0
      let most = 0
      charger.handle('Reset', async () => {
        open += 1
        most = Math.max(most, open)
        await pause(30)
        open -= 1
        return yes()
      })
      const ended = await Promise.all([1, 2, 3, 4].map(() => command(system, charger, reset)))
      assert.deepEqual(
        ended.map(({ state }) => state),
        ['accepted', 'accepted', 'accepted', 'accepted'],
      )
      assert.equal(most, 1)
    })

    await t.test('Q-033: calls in both directions cross without waiting for each other', async () => {
      charger.handle('Reset', async () => {
        const place = protocol === 'ocpp1.6' ? 1 : 2
        await begin(charger, place, ago(1))
        await charger.call('Heartbeat', {})
        return yes()
      })
      assert.equal((await command(system, charger, reset)).state, 'accepted')
    })

    await t.test(
      'a charger that does not answer by the deadline has timed out, and the next command is sent',
      async () => {
        charger.handle('Reset', () => new Promise(() => undefined))
        const ended = await command(system, charger, reset, 1)
        assert.deepEqual([ended.state, ended.reason], ['timed_out', 'The charger did not answer.'])
        charger.handle('Reset', () => yes())
        assert.equal((await command(system, charger, reset)).state, 'accepted')
      },
    )

    await t.test('a charger that leaves before it answers has timed out, long before the deadline', async () => {
      const leaving = await bench.charger({ protocol })
      await leaving.call('Heartbeat', {})
      leaving.handle('Reset', async () => {
        await leaving.close()
        return yes()
      })
      const ended = await command(system, leaving, reset, 600)
      assert.equal(ended.state, 'timed_out')
    })

    await t.test('Q-223: a charger that is not connected is offline at once', async () => {
      const leaving = await bench.charger({ protocol })
      await leaving.close()
      await eventually(
        () => isConnected(system, leaving),
        (connected) => !connected,
      )
      const ended = await command(system, leaving, reset, 600)
      assert.deepEqual([ended.state, ended.reason], ['offline', 'The charger is not connected.'])
      await system.addCharger(`NEVER-${protocol}`)
      assert.equal((await command(system, { identity: `NEVER-${protocol}` }, reset, 600)).state, 'offline')
    })

    assert.deepEqual(charger.violations, [])
  })
}

test('Q-223: a command to a charger that has not spoken yet is not sent, and expires at its deadline', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1')
  const heard = answering(charger, 'Reset', yes())
  await eventually(
    () => isConnected(system, { identity: 'CP-1' }),
    (connected) => connected,
  )
  const ended = await command(system, { identity: 'CP-1' }, reset, 1)
  assert.equal(ended.state, 'expired')
  assert.deepEqual(heard, [])
})

test('B-01: a charger that is not let in yet is reset, but starts nothing', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  await read(system, `update charger set registration = 'pending'`)
  const charger = await system.connectCharger('CP-1')
  const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
  assert.equal((await charger.call('BootNotification', boot)).status, 'Pending')
  answering(charger, 'Reset', yes())
  const ended = await command(system, { identity: 'CP-1' }, start)
  assert.deepEqual([ended.state, ended.reason], ['refused', 'The charger is not accepted yet.'])
  assert.equal((await command(system, { identity: 'CP-1' }, reset)).state, 'accepted')
})

test('a command to an unknown charger is refused', async (t) => {
  const system = await startSystem(t)
  await assert.rejects(command(system, { identity: 'NOBODY' }, reset), { message: "There is no charger 'NOBODY'." })
})

test('a command made on one node reaches a charger that is connected to another', async (t) => {
  const nodeA = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const nodeB = await startSystem(t, { sharing: nodeA })
  const charger = { ...(await nodeA.connectCharger('CP-1')), identity: 'CP-1' }
  const transactionId = await begin(charger, 1, new Date().toISOString())
  const heard = answering(charger, 'RemoteStopTransaction', yes())
  const commands = [nodeA, nodeB, nodeB].map((node) => command(node, charger, stop))
  const ended = await Promise.all(commands)
  assert.deepEqual(
    ended.map(({ state }) => state),
    ['accepted', 'accepted', 'accepted'],
  )
  assert.deepEqual(heard, [{ transactionId }, { transactionId }, { transactionId }])

  await charger.close()
  const moved = { ...(await nodeB.connectCharger('CP-1')), identity: 'CP-1' }
  await moved.call('Heartbeat', {})
  answering(moved, 'Reset', no())
  assert.deepEqual((await command(nodeA, moved, reset)).reason, 'Rejected')
})

type Ended = { id: number; state: string; reason: string }

async function command(
  system: System,
  { identity }: { identity: string },
  request: object,
  deadlineSeconds = 20,
): Promise<Ended> {
  return (await system.admin('command.send', { charger: identity, request, deadlineSeconds })) as Ended
}

async function isConnected(system: System, { identity }: { identity: string }): Promise<boolean> {
  const text = 'select s.connected from charger_state s join charger c on c.id = s.charger_id where c.identity = $1'
  return (await read(system, text, [identity]))[0]?.connected === true
}

/** What the charger hears from now on. */
function answering(charger: Pick<BenchCharger, 'handle'>, action: string, answer: object): any[] {
  const heard: any[] = []
  charger.handle(action, (payload) => {
    heard.push(payload)
    return answer
  })
  return heard
}

/** Begins a session and gives the number by which the charger knows it. */
async function begin(charger: BenchCharger, evse: number, timestamp: string): Promise<unknown> {
  const token = `CARD-${evse}`
  if (charger.protocol !== 'ocpp2.0.1') {
    const message = { connectorId: evse, idTag: token, meterStart: 1_000, timestamp }
    return (await charger.call('StartTransaction', message)).transactionId
  }
  const transactionId = `tx-${evse}-${timestamp}`
  const idToken = { idToken: token, type: 'ISO14443' }
  await charger.call('TransactionEvent', {
    ...{ eventType: 'Started', triggerReason: 'Authorized', seqNo: 0, timestamp, idToken },
    ...{ evse: { id: evse, connectorId: 1 }, transactionInfo: { transactionId } },
  })
  return transactionId
}

async function end(charger: BenchCharger, transactionId: unknown, timestamp: string): Promise<void> {
  if (charger.protocol !== 'ocpp2.0.1') {
    await charger.call('StopTransaction', { transactionId, meterStop: 1_000, timestamp })
    return
  }
  const transactionInfo = { transactionId }
  await charger.call('TransactionEvent', {
    ...{ eventType: 'Ended', triggerReason: 'RemoteStop', seqNo: 1, timestamp, transactionInfo },
  })
}

function yes() {
  return { status: 'Accepted' }
}

function no() {
  return { status: 'Rejected' }
}

function accepted() {
  return { state: 'accepted', reason: null }
}

function refused(reason: string) {
  return { state: 'refused', reason }
}
