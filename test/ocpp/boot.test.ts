import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Version, validCalls } from '../support/ocpp-messages.ts'
import { connectWire, metric, notingLog, type Wire } from '../support/ocpp-wire.ts'
import { read, sessionsOf } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

const versions: Version[] = ['1.6', '2.0.1']
const status: Record<Version, object> = {
  '1.6': { connectorId: 1, errorCode: 'NoError', status: 'Available' },
  '2.0.1': validCalls['2.0.1'].StatusNotification!,
}

const connect = (system: System, identity: string, version: Version) =>
  connectWire(system, identity, { protocol: `ocpp${version}` })

const bootOf = (charger: Wire, version: Version) =>
  charger.call('BootNotification', validCalls[version].BootNotification)

const callsTo = (charger: Wire) => charger.frames.filter((frame) => frame[0] === 2)

function setRegistration(system: System, registration: string): Promise<unknown> {
  return read(system, 'update charger set registration = $1', [registration])
}

function send(system: System, request: object): Promise<Record<string, unknown>> {
  return system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 20 })
}

function assertResult(frame: any[]): void {
  assert.equal(frame[0], 3, JSON.stringify(frame))
}

function assertRefused(frame: any[]): void {
  assert.deepEqual([frame[0], frame[2]], [4, 'SecurityError'], JSON.stringify(frame))
}

describe('chargers boot', { concurrency: 3 }, () => {
  for (const version of versions) {
    test(`Q-050: a known ${version} charger that reconnects works at once, without a BootNotification`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const first = await connect(system, 'CP-1', version)
      assert.equal((await bootOf(first, version))[2].status, 'Accepted')
      first.close()

      const again = await connect(system, 'CP-1', version)
      assertResult(await again.call('StatusNotification', status[version]))
      const command = send(system, { kind: 'reset', mode: 'soft' })
      const call = await again.nextCall()
      assert.equal(call[2], 'Reset')
      again.answer(call, { status: 'Accepted' })
      assert.equal((await command).state, 'accepted')
      again.close()
    })

    test(`Q-052, B-04: a ${version} charger is sent nothing before its BootNotification is answered`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const charger = await connect(system, 'CP-1', version)
      await eventually(
        () => read(system, 'select from charger_state where connected'),
        ({ length }) => length === 1,
      )
      const command = send(system, { kind: 'reset', mode: 'soft' })
      await pause(2_000)
      assert.deepEqual(charger.frames, [])
      await bootOf(charger, version)
      const call = await charger.nextCall()
      charger.answer(call, { status: 'Accepted' })
      assert.equal((await command).state, 'accepted')
      assert.deepEqual(
        charger.frames.map((frame) => frame[0]),
        [3, 2],
      )
      charger.close()
    })

    test(`Q-057: a ${version} charger that boots again and again is accepted each time and asked for nothing`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      const charger = await connect(system, 'CP-1', version)
      const intervals = new Set<number>()
      for (let n = 0; n < 5; n += 1) {
        const [, , answer] = await bootOf(charger, version)
        assert.equal(answer.status, 'Accepted')
        assert.match(answer.currentTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
        assert.ok(Math.abs(Date.parse(answer.currentTime) - Date.now()) < 60_000)
        intervals.add(answer.interval)
      }
      assert.equal(intervals.size, 1)
      assert.deepEqual(callsTo(charger), [])
      charger.close()
    })

    test(`B-01: a ${version} charger that is rejected may only boot again, and is sent nothing`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
      await setRegistration(system, 'rejected')
      const charger = await connect(system, 'CP-1', version)
      const [, , answer] = await bootOf(charger, version)
      assert.equal(answer.status, 'Rejected')
      assert.ok(answer.interval >= 60)
      for (const [action, payload] of Object.entries(validCalls[version])) {
        if (action !== 'BootNotification') assertRefused(await charger.call(action, payload))
      }
      for (const kind of [
        { kind: 'reset', mode: 'soft' },
        { kind: 'trigger', message: 'Heartbeat', connector: null },
      ]) {
        const { state, reason } = await send(system, kind)
        assert.equal(state, 'refused')
        assert.match(String(reason), /rejected/)
      }
      assert.deepEqual(callsTo(charger), [])
      assert.deepEqual(await sessionsOf(system, 'CP-1'), [])

      charger.close()
      await eventually(
        () => read(system, 'select from charger_state where connected'),
        ({ length }) => length === 0,
      )
      await setRegistration(system, 'accepted')
      const again = await connect(system, 'CP-1', version)
      assert.equal((await bootOf(again, version))[2].status, 'Accepted')
      assertResult(await again.call('StatusNotification', status[version]))
      again.close()
    })

    test(`B-01, B-02, Q-055: a ${version} charger that waits to be let in may send what it was asked for`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      await setRegistration(system, 'pending')
      const charger = await connect(system, 'CP-1', version)
      const [, , answer] = await bootOf(charger, version)
      assert.equal(answer.status, 'Pending')
      assert.ok(answer.interval >= 60)
      for (const action of ['StatusNotification', 'Heartbeat', 'Authorize', 'DataTransfer']) {
        assertRefused(await charger.call(action, validCalls[version][action]))
      }
      assert.deepEqual(await read(system, 'select from status_report'), [])

      const start = await send(system, { kind: 'start', evse: 1, tokenUid: 'CARD-1' })
      assert.deepEqual([start.state, start.reason], ['refused', 'The charger is not accepted yet.'])
      const trigger = send(system, { kind: 'trigger', message: 'StatusNotification', connector: 1 })
      const call = await charger.nextCall()
      assert.equal(call[2], 'TriggerMessage')
      charger.answer(call, { status: 'Accepted' })
      assertResult(await charger.call('StatusNotification', status[version]))
      assert.equal((await trigger).state, 'accepted')
      assertRefused(await charger.call('Heartbeat', {}))
      charger.close()
    })

    test(`B-02: what a waiting ${version} charger declined to send is not what it was asked for`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      await setRegistration(system, 'pending')
      const charger = await connect(system, 'CP-1', version)
      await bootOf(charger, version)
      const ask = async (answer: object) => {
        const asked = send(system, { kind: 'trigger', message: 'Heartbeat', connector: null })
        charger.answer(await charger.nextCall(), answer)
        await asked
      }
      for (const status of ['Rejected', 'NotImplemented']) {
        await ask({ status })
        assertRefused(await charger.call('Heartbeat', {}))
      }
      await ask({ status: 'Accepted' })
      assertResult(await charger.call('Heartbeat', {}))
      await ask({ status: 'Rejected' })
      assertResult(await charger.call('Heartbeat', {}))
      charger.close()
    })

    test(`Q-056, Q-058: security events of a ${version} charger are kept before it is let in, unless it is held to the standard`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'] })
      await setRegistration(system, 'pending')
      const event = validCalls[version].SecurityEventNotification
      const lenient = await connect(system, 'CP-1', version)
      assertResult(await lenient.call('SecurityEventNotification', event))
      lenient.close()

      await read(system, `update charger set validation_mode = 'strict'`)
      const strict = await connect(system, 'CP-1', version)
      assertRefused(await strict.call('SecurityEventNotification', event))
      strict.close()
    })

    test(`a call that OCPP ${version} has no word for is answered with NotImplemented, and the next one as ever`, async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
      const charger = await connect(system, 'CP-1', version)
      await bootOf(charger, version)
      const ofTheOther = version === '1.6' ? 'TransactionEvent' : 'StartTransaction'
      for (const action of [ofTheOther, 'Nothing', 'heartbeat', 'toString', '__proto__']) {
        const frame = await charger.call(action, {})
        assert.deepEqual([frame[0], frame[2]], [4, 'NotImplemented'], action)
        assertResult(await charger.call('Heartbeat', {}))
      }
      // What only we may ask is no call of a charger.
      const frame = await charger.call('Reset', version === '1.6' ? { type: 'Soft' } : { type: 'Immediate' })
      assert.equal(frame[0], 4)
      charger.close()
    })

    test(`S17: a ${version} charger that tries hundreds of cards is slowed down and noticed, and every try is kept`, async (t) => {
      const log = notingLog()
      const system = await startSystem(t, {
        log,
        chargers: ['CP-1', 'CP-2'],
        tokens: ['CARD-1', 'CARD-2'],
        env: { VOLTYARD_MESSAGES_PER_SECOND: '100', VOLTYARD_MESSAGE_BURST: '20' },
      })
      await read(system, `update token set status = 'blocked' where uid = 'CARD-2'`)
      const charger = await connect(system, 'CP-1', version)
      const other = await connect(system, 'CP-2', version)
      await Promise.all([bootOf(charger, version), bootOf(other, version)])
      const authorize = async (uid: string) => {
        const idToken = { idToken: uid, type: 'ISO14443' }
        const [, , answer] = await charger.call('Authorize', version === '1.6' ? { idTag: uid } : { idToken })
        return (answer.idTagInfo ?? answer.idTokenInfo).status
      }
      const told = await Promise.all(Array.from({ length: 300 }, (_, n) => authorize(`GUESS-${n}`)))
      // 1.6 has no word of its own for a card that nobody knows.
      assert.deepEqual(new Set(told), new Set([version === '1.6' ? 'Invalid' : 'Unknown']))
      assert.equal(await authorize('CARD-2'), 'Blocked')
      assert.equal(await authorize('card-1'), 'Accepted')
      assertResult(await other.call('Heartbeat', {}))
      assert.ok((await metric(system, 'voltyard_sockets_paused_total', { why: 'rate' })) > 0)
      // Refused tries are stored before they are answered, an accepted one soon after.
      const attempts = () =>
        read(
          system,
          `select count(*) filter (where decision = 'unknown')::int as unknown, count(*)::int from authorization_attempt`,
        )
      await eventually(attempts, ([kept]) => kept!.unknown === 300 && kept!.count === 302)
      assert.equal(log.entries.filter(({ message }) => message.includes('somebody may be guessing')).length, 1)
      charger.close()
      other.close()
    })
  }

  test('Q-053: a charger without a name is accepted, and called unknown', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
    const older = await connect(system, 'CP-1', '1.6')
    const boot16 = { chargePointVendor: '', chargePointModel: ' ' }
    assert.equal((await older.call('BootNotification', boot16))[2].status, 'Accepted')
    const newer = await connect(system, 'CP-2', '2.0.1')
    const boot201 = { reason: 'PowerUp', chargingStation: { vendorName: '', model: '' } }
    assert.equal((await newer.call('BootNotification', boot201))[2].status, 'Accepted')
    const boots = await read(system, `select boot->>'vendor' as vendor, boot->>'model' as model from charger_state`)
    assert.deepEqual(boots, [
      { vendor: 'unknown', model: 'unknown' },
      { vendor: 'unknown', model: 'unknown' },
    ])
    older.close()
    newer.close()
  })

  test('S10: a 1.6 charger that has not booted is answered, and what it bills before it is let in is flagged', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
    const start = validCalls['1.6'].StartTransaction!
    const charger = await connect(system, 'CP-1', '1.6')
    assert.equal((await charger.call('StartTransaction', start))[2].idTagInfo.status, 'Accepted')
    charger.close()

    await setRegistration(system, 'pending')
    const waiting = await connect(system, 'CP-1', '1.6')
    const [, , { transactionId }] = await waiting.call('StartTransaction', { ...start, connectorId: 2 })
    assert.ok(transactionId > 0)
    const stop = { ...validCalls['1.6'].StopTransaction, transactionId }
    assertResult(await waiting.call('StopTransaction', stop))
    const [before, pending] = await sessionsOf(system, 'CP-1')
    assert.equal(before!.flags.includes('before-registration'), true)
    assert.equal(pending!.flags.includes('before-registration'), true)
    waiting.close()

    await read(system, `update charger set validation_mode = 'strict'`)
    const strict = await connect(system, 'CP-1', '1.6')
    assertRefused(await strict.call('StartTransaction', { ...start, meterStart: 7 }))
    strict.close()
    assert.equal((await sessionsOf(system, 'CP-1')).length, 2)
  })

  test('S10: a 2.0.1 charger that has not booted is refused with SecurityError, and nothing of it is kept', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], log })
    const charger = await connect(system, 'CP-1', '2.0.1')
    for (const [action, payload] of Object.entries(validCalls['2.0.1'])) {
      if (action === 'BootNotification' || action === 'SecurityEventNotification') continue
      assertRefused(await charger.call(action, payload))
    }
    assert.deepEqual(await sessionsOf(system, 'CP-1'), [])
    assert.deepEqual(await read(system, 'select from quarantine'), [])
    assert.equal((await bootOf(charger, '2.0.1'))[2].status, 'Accepted')
    assertResult(await charger.call('TransactionEvent', validCalls['2.0.1'].TransactionEvent))
    assert.equal((await sessionsOf(system, 'CP-1')).length, 1)
    assert.equal(log.has('error', ''), false)
    charger.close()
  })
})
