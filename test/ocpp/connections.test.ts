import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { connectWire, handshake, metric, notingLog, type Wire } from '../support/ocpp-wire.ts'
import { read, sessionsOf } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
const elsewhere = { localAddress: '127.0.0.2' }

async function isConnected(system: System, identity: string): Promise<boolean> {
  const [row] = await read(
    system,
    'select s.connected from charger_state s join charger c on c.id = s.charger_id where c.identity = $1',
    [identity],
  )
  return row?.connected ?? false
}

function facts(system: System, kind: string) {
  return read(system, 'select * from fact where kind = $1', [kind])
}

async function assertAnswered(charger: Wire): Promise<void> {
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
}

describe('connections of chargers', { concurrency: 4 }, () => {
  test('S3, F4: the newcomer wins, and the late close of the old connection changes nothing (Q-009, Q-010)', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { chargers: ['CP-1'], log })
    // It is half-open: it neither reads nor answers the close.
    const halfOpen = await handshake(system, 'CP-1')
    halfOpen.socket.pause()

    const second = await connectWire(system, 'CP-1')
    await assertAnswered(second)
    assert.deepEqual(await facts(system, 'charger.taken-over'), [])

    const third = await connectWire(system, 'CP-1', elsewhere)
    assert.deepEqual(await second.closed, { code: 1000, reason: 'replaced' })
    await assertAnswered(third)
    const [fact] = await eventually(
      () => facts(system, 'charger.taken-over'),
      (rows) => rows.length > 0,
    )
    assert.deepEqual(fact!.body, { remoteAddress: '127.0.0.2' })
    assert.ok(log.has('warn', 'taken over from another address'))

    halfOpen.socket.destroy()
    await eventually(
      async () => log.entries.filter(({ message }) => message === 'charger disconnected').length,
      (closed) => closed === 2,
    )
    await assertAnswered(third)
    assert.equal(await isConnected(system, 'CP-1'), true)
    assert.deepEqual(await read(system, 'select * from link_change where not connected'), [])

    third.close()
    await eventually(
      () => isConnected(system, 'CP-1'),
      (connected) => !connected,
    )
  })

  test('S3, F4: two that replace each other endlessly are stopped, and the older one stays', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], env: { VOLTYARD_REPLACE_LIMIT: '2' }, log })
    for (let n = 0; n < 3; n += 1) await connectWire(system, 'CP-1')
    assert.equal(log.has('warn', 'identity clash'), false)
    const older = await connectWire(system, 'CP-1', elsewhere)
    assert.ok(log.has('warn', 'identity clash'))

    const refused = await handshake(system, 'CP-1')
    assert.equal(refused.status, 409)
    assert.ok(Number(refused.headers['retry-after']) > 0)
    await assertAnswered(older)
    assert.equal(older.socket.readyState, older.socket.OPEN)
    assert.equal((await handshake(system, 'CP-2')).status, 101)
    older.close()
    // The identity is free again as soon as nobody has it.
    const next = () => handshake(system, 'CP-1')
    await eventually(next, ({ status }) => status === 101)
  })

  test('S3: without a password nobody takes a connection over from another address', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    await read(system, 'update charger set security_profile = 0, password_hash = null')
    const charger = await connectWire(system, 'CP-1')
    await assertAnswered(charger)
    assert.equal((await handshake(system, 'CP-1', elsewhere)).status, 409)
    await assertAnswered(charger)
    const again = await connectWire(system, 'CP-1')
    assert.equal((await charger.closed).reason, 'replaced')
    await assertAnswered(again)
    again.close()
  })

  test('T-12: a server that stops answers what it has read, and closes every connection with 1012', async (t) => {
    const system = await startSystem(t, {
      chargers: ['CP-1', 'CP-2'],
      tokens: ['CARD-1'],
      env: { VOLTYARD_DRAIN_SECONDS: '20' },
    })
    const idle = await connectWire(system, 'CP-2')
    const busy = await connectWire(system, 'CP-1')
    await busy.call('BootNotification', boot)
    const starts = [1, 2, 3, 4, 5, 6].map((meterStart) =>
      busy.call('StartTransaction', {
        connectorId: 1,
        idTag: 'CARD-1',
        meterStart,
        timestamp: new Date(Date.now() - 60_000 + meterStart * 1_000).toISOString(),
      }),
    )
    for (const start of starts) start.catch(() => undefined)
    await starts[0]
    await system.stop()
    const closes = await Promise.all([busy.closed, idle.closed])
    assert.deepEqual(
      closes.map(({ code }) => code),
      [1012, 1012],
    )
    const answers = busy.frames.filter(([type]) => type === 3).length - 1
    assert.equal((await sessionsOf(system, 'CP-1')).length, answers)
    assert.ok(answers >= 1)
  })

  test('S14, Q-034: a charger that floods the server is read slower, is told of no error, and holds up nobody else', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
    const flooder = await connectWire(system, 'CP-1')
    const other = await connectWire(system, 'CP-2')
    const before = process.memoryUsage.rss()
    const data = 'x'.repeat(1_000)
    for (let n = 0; n < 20_000; n += 1) {
      flooder.send(JSON.stringify([2, `f-${n}`, 'DataTransfer', { vendorId: 'Acme', data }]))
    }
    for (let n = 0; n < 30; n += 1) await assertAnswered(other)
    await eventually(
      () => metric(system, 'voltyard_sockets_paused_total', { why: 'rate' }),
      (times) => times > 0,
    )
    assert.ok(flooder.frames.length < 20_000)
    assert.ok(flooder.frames.every(([type]) => type === 3))
    assert.equal(flooder.socket.readyState, flooder.socket.OPEN)
    // What is not read stays with the flooder: of its 20 MB there is one copy here, its own.
    assert.ok(process.memoryUsage.rss() - before < 200 * 1024 * 1024)
    flooder.close()
    await assertAnswered(other)
    other.close()
  })

  test('F6: a charger that does not read is disconnected, and holds up nobody else', async (t) => {
    const system = await startSystem(t, {
      chargers: ['CP-1', 'CP-2'],
      env: {
        VOLTYARD_MESSAGES_PER_SECOND: 'off',
        VOLTYARD_OUTBOUND_PAUSE_BYTES: '16384',
        VOLTYARD_OUTBOUND_CLOSE_BYTES: '65536',
        VOLTYARD_OUTBOUND_STALL_SECONDS: '5',
      },
    })
    const deaf = await connectWire(system, 'CP-1')
    const other = await connectWire(system, 'CP-2')
    deaf.socket.pause()
    const id = 'd'.repeat(64)
    const isGone = async () => !(await isConnected(system, 'CP-1'))
    for (let rounds = 0; rounds < 300 && !(await isGone()); rounds += 1) {
      if (deaf.socket.bufferedAmount < 1024 * 1024) {
        for (let n = 0; n < 2_000; n += 1) deaf.send(`[2,"${id}","NoSuchAction",{}]`)
      }
      await assertAnswered(other)
      await pause(50)
    }
    assert.ok(await isGone())
    deaf.close()
    other.close()
  })

  describe('with pings every five seconds', { concurrency: true }, () => {
    const env = { VOLTYARD_PING_INTERVAL_SECONDS: '5', VOLTYARD_MISSED_PONGS: '1' }

    test('Q-011, Q-012, Q-013, Q-014: a connection is dead once the pings that may be missed are missed, and any sign of life is enough', async (t) => {
      const identities = ['CP-DEAD', 'CP-PONGS', 'CP-BEATS', 'CP-PINGS']
      const system = await startSystem(t, { chargers: identities, env })
      const [dead, pongs, beats, pings] = await Promise.all([
        connectWire(system, 'CP-DEAD', { autoPong: false }),
        connectWire(system, 'CP-PONGS'),
        connectWire(system, 'CP-BEATS', { autoPong: false }),
        connectWire(system, 'CP-PINGS', { autoPong: false }),
      ])
      let pinged = 0
      dead!.socket.on('ping', () => {
        pinged += 1
      })
      // messages or pings of its own, and never a pong.
      const alive = setInterval(() => {
        // The last one may find the connection closed.
        beats!.call('Heartbeat', {}).catch(() => undefined)
        pings!.socket.ping()
      }, 1_000)
      t.after(() => clearInterval(alive))

      //
      assert.equal((await dead!.closed).code, 1006)
      assert.equal(pinged, 1)
      await eventually(
        () => isConnected(system, 'CP-DEAD'),
        (connected) => !connected,
      )
      clearInterval(alive)
      for (const charger of [pongs!, beats!, pings!]) {
        if (charger !== pings) await assertAnswered(charger)
        assert.equal(charger.socket.readyState, charger.socket.OPEN)
        charger.close()
      }
      assert.ok((await metric(system, 'voltyard_missed_pongs_total')) >= 1)
    })

    test('Q-051: a new charger that stays silent is asked once for a BootNotification', async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
      const [silent, known] = await Promise.all([connectWire(system, 'CP-1'), connectWire(system, 'CP-2')])
      await known.call('BootNotification', boot)
      const call = await silent.nextCall(40_000)
      assert.deepEqual(call.slice(2), ['TriggerMessage', { requestedMessage: 'BootNotification' }])
      silent.answer(call, { status: 'Accepted' })
      assert.equal((await silent.call('BootNotification', boot))[2].status, 'Accepted')
      assert.equal(silent.frames.filter(([type]) => type === 2).length, 1)
      assert.deepEqual(
        known.frames.filter(([type]) => type === 2),
        [],
      )
      const ask = () => read(system, `select action, result from message_log where direction = 'out'`)
      const rows = await eventually(ask, ({ length }) => length > 0)
      assert.deepEqual(rows, [{ action: 'TriggerMessage', result: 'ok' }])
      silent.close()
      known.close()
    })

    test('S4: after a takeover from elsewhere no command is sent until the charger has shown its state', async (t) => {
      const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
      const first = await connectWire(system, 'CP-1')
      await first.call('BootNotification', boot)
      const timestamp = new Date().toISOString()
      const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 100, timestamp }
      const [, , { transactionId }] = await first.call('StartTransaction', start)

      const second = await connectWire(system, 'CP-1', elsewhere)
      await first.closed
      const request = { kind: 'reset', mode: 'soft' }
      const command = system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 60 })
      const stop = { transactionId, meterStop: 300, timestamp: new Date().toISOString() }
      assert.equal((await second.call('StopTransaction', stop))[0], 3)
      const asked = await second.nextCall(40_000)
      assert.deepEqual(asked.slice(2), ['TriggerMessage', { requestedMessage: 'StatusNotification' }])
      second.answer(asked, { status: 'Accepted' })
      assert.equal(second.frames.filter(([type]) => type === 2).length, 1)

      await second.call('StatusNotification', { connectorId: 0, errorCode: 'NoError', status: 'Available' })
      const reset = await second.nextCall()
      assert.equal(reset[2], 'Reset')
      second.answer(reset, { status: 'Accepted' })
      assert.equal((await command).state, 'accepted')
      assert.equal((await facts(system, 'charger.taken-over')).length, 1)
      // Whoever bills it looks at it first; the one that begins afterwards is a session like any other.
      await second.call('StartTransaction', { ...start, meterStart: 300, timestamp: new Date().toISOString() })
      const sessions = await read(system, 'select state, flags from session order by id')
      assert.deepEqual(
        sessions.map(({ state, flags }) => [state, flags.includes('connection-taken-over')]),
        [
          ['finished', true],
          ['active', false],
        ],
      )
      const rows = await read(system, `select call, result from message_log where action = 'Connection'`)
      assert.deepEqual(rows, [
        { call: 'connected from 127.0.0.2 while connected from 127.0.0.1', result: 'taken over' },
      ])
      second.close()
    })
  })
})
