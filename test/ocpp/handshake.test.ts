import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import {
  type Asked,
  closeCodeOf,
  connectWire,
  handshake,
  maskedFrame,
  metric,
  notingLog,
  openSocket,
  rawSocket,
} from '../support/ocpp-wire.ts'
import { read, statusReportsOf } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

// Every part of a test comes from an address of its own, so that none uses up another's budget.
const from = (host: number) => ({ localAddress: `127.0.1.${host}` })

async function statusOf(system: System, identity: string, asked: Asked = {}): Promise<number> {
  const { status, socket } = await handshake(system, identity, asked)
  socket.destroy()
  return status
}

describe('the handshake', { concurrency: 3 }, () => {
  test('T-02: a handshake is refused for the first reason of the list', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-BLOCKED', 'CP-GONE', 'CP-TLS'] })
    await read(system, `update charger set operator_status = 'blocked' where identity = 'CP-BLOCKED'`)
    await read(system, `update charger set lifecycle = 'deprecated' where identity = 'CP-GONE'`)
    await read(system, `update charger set security_profile = 2 where identity = 'CP-TLS'`)
    const wrong = { password: 'wrong-password' }
    const cases: [string, string, Asked, number, RegExp][] = [
      ['another upgrade', 'CP-1', { path: '/ocpp/%00', headers: { upgrade: 'h2c' } }, 400, /by WebSocket/],
      ['a POST', 'CP-1', { path: '/ocpp/%00', method: 'POST' }, 400, /by WebSocket/],
      ['no key', 'CP-1', { path: '/ocpp/%00', headers: { 'sec-websocket-key': null } }, 400, /by WebSocket/],
      ['an old WebSocket', 'CP-1', { path: '/ocpp/%00', headers: { 'sec-websocket-version': '8' } }, 426, /13/],
      ['no identity', 'CP-1', { path: '/ocpp/%00' }, 400, /identity/],
      ['unknown, and a wrong password', 'CP-9', wrong, 404, /Not found/],
      ['blocked, and a wrong password', 'CP-BLOCKED', wrong, 403, /may not connect/],
      ['no longer used, and a wrong password', 'CP-GONE', wrong, 403, /may not connect/],
      ['not encrypted, and a wrong password', 'CP-TLS', wrong, 401, /Wrong credentials/],
      ['not encrypted, and no common version', 'CP-TLS', { protocols: 'ocpp1.5' }, 403, /security profile/],
      ['a wrong password, and no common version', 'CP-1', { ...wrong, protocols: 'ocpp1.5' }, 401, /Wrong/],
    ]
    for (const [what, identity, asked, status, body] of cases) {
      const answer = await handshake(system, identity, asked)
      assert.equal(answer.status, status, what)
      assert.match(answer.body, body, what)
    }
    assert.equal(
      (await handshake(system, 'CP-1', { headers: { 'sec-websocket-version': '8' } })).headers['sec-websocket-version'],
      '13',
    )
    assert.equal(await statusOf(system, 'CP-1'), 101)

    // Too many attempts come before the question whether the charger is known.
    const attempts = Array.from({ length: 8 }, () => handshake(system, 'CP-404', { ...from(1), ...wrong }))
    const refused = await eventually(
      () => handshake(system, 'CP-404', from(1)),
      ({ status }) => status === 429,
    )
    assert.ok(Number(refused.headers['retry-after']) > 0)
    for (const { status } of await Promise.all(attempts)) assert.ok(status === 404 || status === 429)
  })

  test('T-02: a server that stops, or takes in too many, says when to come back', async (t) => {
    const system = await startSystem(t, {
      chargers: ['CP-1', 'CP-2'],
      env: { VOLTYARD_ADMISSIONS_PER_SECOND: '1', VOLTYARD_ADMISSION_BURST: '2', VOLTYARD_DRAIN_SECONDS: '3' },
    })
    const charger = await connectWire(system, 'CP-1')
    await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    assert.equal(await statusOf(system, 'CP-2', { path: '/elsewhere' }), 404)
    const second = await handshake(system, 'CP-2', { path: '/elsewhere' })
    assert.equal(second.status, 503)
    assert.ok(Number(second.headers['retry-after']) >= 5)

    // A call that the charger does not answer holds the stop up, so that it can be seen.
    void system.admin('command.send', { charger: 'CP-1', request: { kind: 'reset', mode: 'soft' } }).catch(() => null)
    const call = await charger.nextCall()
    const stopped = system.stop()
    const late = await eventually(
      () => handshake(system, 'CP-2', { path: '/elsewhere' }),
      ({ body }) => body.includes('restarting'),
    )
    assert.equal(late.status, 503)
    assert.ok(Number(late.headers['retry-after']) >= 5)
    charger.answer(call, { status: 'Accepted' })
    await stopped
    assert.equal((await charger.closed).code, 1012)
  })

  test('S1: without credentials nobody gets in, and unknown identities cost an address as much as known ones', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const known = await handshake(system, 'CP-1', { ...from(1), headers: { authorization: null } })
    assert.equal(known.status, 401)
    assert.match(known.headers['www-authenticate']!, /^Basic /)
    assert.equal(await statusOf(system, 'CP-9', { ...from(1), password: 'some-password' }), 404)

    const strangers = Array.from({ length: 99 }, (_, n) => handshake(system, `X-${n}`, from(1)))
    for (const { status } of await Promise.all(strangers)) assert.equal(status, 404)
    for (const identity of ['CP-1', 'CP-9']) assert.equal(await statusOf(system, identity, from(1)), 429)
    assert.equal(await statusOf(system, 'CP-1', from(2)), 101)
    assert.equal(await metric(system, 'voltyard_connect_attempts_total', { outcome: 'no-credentials' }), 1)
    assert.equal(await metric(system, 'voltyard_connect_attempts_total', { outcome: 'unknown-charger' }), 100)
  })

  test('S2: a thousand wrong passwords from one address and from many do not keep the real charger out', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { chargers: ['CP-1'], log })
    const guess = (host: number) =>
      handshake(system, 'CP-1', { localAddress: `127.0.0.${host}`, password: 'a-wrong-guess' })
    const attack = [
      ...Array.from({ length: 500 }, () => guess(2)),
      ...Array.from({ length: 500 }, (_, n) => guess(3 + (n % 48))),
    ]
    const charger = await connectWire(system, 'CP-1', { localAddress: '127.0.0.200' })
    assert.equal((await charger.call('Heartbeat', {}))[0], 3)

    const statuses = (await Promise.all(attack)).map(({ status }) => status)
    assert.deepEqual(new Set(statuses), new Set([401, 429]))
    // One address may try no oftener than a charger may connect.
    assert.ok(statuses.slice(0, 500).filter((status) => status === 401).length <= 31)
    assert.ok(log.has('warn', 'many failed attempts'))
    const wrong = await metric(system, 'voltyard_connect_attempts_total', { outcome: 'wrong-credentials' })
    assert.equal(wrong, statuses.filter((status) => status === 401).length)
    // After all that it may still come back, and whoever guesses on may not even with the right password.
    charger.close()
    const back = await connectWire(system, 'CP-1', { localAddress: '127.0.0.200' })
    assert.equal((await back.call('Heartbeat', {}))[0], 3)
    await eventually(
      () => guess(2),
      ({ status, headers }) => status === 429 && Number(headers['retry-after']) > 4,
      30_000,
    )
    assert.equal(await statusOf(system, 'CP-1', { localAddress: '127.0.0.2' }), 429)
    back.close()
  })

  test('S7, S8: the identity is the one of the credentials, and paths are not interpreted', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
    const password = system.passwords.get('CP-1')!
    for (const user of ['CP-2', 'CP-', 'CP-1:', 'cp-1', '']) {
      const { status } = await handshake(system, 'CP-1', { user, password, ...from(1) })
      assert.equal(status, 401, JSON.stringify(user))
    }
    assert.equal(await statusOf(system, 'CP-2', { user: 'CP-1', password, ...from(2) }), 401)

    const paths: [string, number][] = [
      ['/ocpp', 400],
      ['/ocpp/', 400],
      ['/ocpp/.', 400],
      ['/ocpp/..', 400],
      ['/ocpp/%2e%2e', 400],
      ['/ocpp/CP-1%00', 400],
      ['/ocpp/CP-1%', 400],
      ['/ocpp/CP-1%zz', 400],
      ['/ocpp/CP%252D1', 400],
      ['/ocpp/CP-1%2f..%2fCP-2', 400],
      ['/ocpp/CP-1%5c', 400],
      ['/ocpp/CP-1%0d%0aX:', 400],
      [`/ocpp/${'A'.repeat(49)}`, 400],
      [`/ocpp/${'A'.repeat(5_000)}`, 400],
      [`/ocpp/${encodeURIComponent('СР-1')}`, 400], // Cyrillic letters
      [`/ocpp/${encodeURIComponent('ＣＰ-1')}`, 400], // full-width letters
      ['/ocpp/CP-1%e2%80%8b', 400],
      ['/ocpp/../CP-1', 404],
      ['/ocpp/%2e%2e/CP-1', 404],
      ['/ocpp/default/default/CP-1', 404],
      ['/ocpp/no-such-tenant/CP-1', 404],
      ['/OCPP/CP-1', 404],
      ['/CP-1', 404],
      ['/', 404],
    ]
    for (const [index, [path, status]] of paths.entries()) {
      assert.equal((await handshake(system, 'CP-1', { path, ...from(10 + index) })).status, status, path)
    }
  })

  test('S30: half-open connections are ended, and others do not notice them', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const silent = await Promise.all(Array.from({ length: 40 }, () => openSocket(system)))
    const slow = await Promise.all(Array.from({ length: 10 }, () => openSocket(system)))
    const ended = [...silent, ...slow].map((socket) => once(socket.resume(), 'close'))
    for (const socket of slow) socket.write('GET /ocpp/CP-1 HTTP/1.1\r\nHost: voltyard\r\nX-Slow: ')
    const dribble = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x')
    }, 500)
    t.after(() => clearInterval(dribble))

    const charger = await connectWire(system, 'CP-1')
    await Promise.all(ended)
    assert.equal((await charger.call('Heartbeat', {}))[0], 3)
    charger.close()
  })

  test('S6, Q-038: a charger that is set up for TLS is refused without it, whatever it claims', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_TRUSTED_PROXIES: '127.0.1.9' } })
    await read(system, 'update charger set security_profile = 2')
    const encrypted = { headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' } }
    assert.equal(await statusOf(system, 'CP-1'), 403)
    assert.equal(await statusOf(system, 'CP-1', encrypted), 403)
    assert.equal(await statusOf(system, 'CP-1', from(9)), 403)
    const { socket, status } = await handshake(system, 'CP-1', { ...from(9), ...encrypted })
    assert.equal(status, 101)
    const ask = () => read(system, 'select remote_address from link_change where connected')
    const [link] = await eventually(ask, (rows) => rows.length > 0)
    assert.equal(link!.remote_address, '203.0.113.7')
    socket.destroy()
  })

  test('Q-001, Q-002: without a common version the handshake ends and the connection is closed', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    for (const protocols of [null, '', 'ocpp1.5', 'ocpp2.2', 'chat']) {
      const answer = await handshake(system, 'CP-1', { protocols })
      assert.equal(answer.status, 101, String(protocols))
      assert.equal(answer.headers['sec-websocket-protocol'], undefined)
      assert.equal(await closeCodeOf(answer), 1002, String(protocols))
    }
    assert.deepEqual(await read(system, 'select * from link_change'), [])
  })

  test('Q-001: chargers that name no version may be taken for 1.6', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_ASSUME_OCPP16: 'on' } })
    const answer = await handshake(system, 'CP-1', { protocols: null })
    assert.equal(answer.status, 101)
    assert.equal(answer.headers['sec-websocket-protocol'], undefined)
    answer.socket.write(maskedFrame(0x81, Buffer.from('[2,"1","Heartbeat",{}]')))
    const [reply] = (await once(answer.socket, 'data')) as [Buffer]
    assert.match(reply.toString(), /\[3,"1",\{"currentTime":/)
    answer.socket.destroy()
    assert.equal(await closeCodeOf(await handshake(system, 'CP-1', { protocols: 'ocpp1.5' })), 1002)
  })

  test('Q-003: the highest common version is chosen, and a charger keeps its history when it changes', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const old = await connectWire(system, 'CP-1')
    const status = { connectorId: 1, errorCode: 'NoError', status: 'Preparing' }
    assert.equal((await old.call('StatusNotification', status))[0], 3)
    old.close()

    for (const [protocols, chosen] of [
      ['ocpp1.6, ocpp2.0.1', 'ocpp2.0.1'],
      ['ocpp2.0.1,ocpp1.6', 'ocpp2.0.1'],
      ['ocpp2.2 , OCPP2.0.1', 'OCPP2.0.1'],
      ['ocpp1.6, ocpp2.1, ocpp2.0.1', 'ocpp2.1'],
      [' ocpp1.6', 'ocpp1.6'],
    ] as const) {
      const answer = await handshake(system, 'CP-1', { protocols })
      assert.equal(answer.headers['sec-websocket-protocol'], chosen)
      answer.socket.destroy()
    }
    const lines = await handshake(system, 'CP-1', {
      protocols: 'ocpp1.6\r\nSec-WebSocket-Protocol: ocpp2.0.1',
    })
    assert.equal(lines.headers['sec-websocket-protocol'], 'ocpp2.0.1')
    lines.socket.destroy()

    const updated = await connectWire(system, 'CP-1', { protocol: 'ocpp2.0.1' })
    await updated.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } })
    const now = { timestamp: new Date().toISOString(), connectorStatus: 'Occupied', evseId: 1, connectorId: 1 }
    assert.equal((await updated.call('StatusNotification', now))[0], 3)
    assert.deepEqual(
      (await statusReportsOf(system, 'CP-1')).map((report) => report.status),
      ['Preparing', 'Occupied'],
    )
    updated.close()
  })

  test('Q-004, Q-005, Q-007: odd spellings of an address name the charger that they mean', async (t) => {
    const system = await startSystem(t, { chargers: ['RDAM|123', 'CP1'] })
    const spellings: [string, string][] = [
      ['RDAM|123', '/ocpp/RDAM%7C123'],
      ['RDAM|123', '/ocpp/RDAM|123'],
      ['CP1', '//ocpp//CP1/'],
      ['CP1', '/ocpp/CP1?token=1'],
      ['CP1', '/ocpp/%43P1'],
      ['CP1', `${system.url}/ocpp/CP1`],
      ['CP1', 'ws://voltyard.example:9000/ocpp/CP1'],
      ['CP1', '/ocpp/default/CP1'],
    ]
    for (const [identity, path] of spellings) {
      const { status, socket } = await handshake(system, identity, { path })
      assert.equal(status, 101, path)
      const connected = () =>
        read(
          system,
          `select from link_change l join charger c on c.id = l.charger_id where connected and identity = $1`,
          [identity],
        )
      await eventually(connected, (rows) => rows.length > 0)
      socket.destroy()
      await eventually(
        () => read(system, 'select from charger_state where connected'),
        (rows) => rows.length === 0,
      )
    }
  })

  test('Q-006: an unknown charger is seen in the log, with the reason', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { log })
    assert.equal(await statusOf(system, 'CP-NEW'), 404)
    const { event } = log.entries.find(({ message }) => message === 'charger refused')!
    assert.deepEqual(event, { reason: 'unknown-charger', url: '/ocpp/CP-NEW', remote: '127.0.0.1' })
  })

  test('Q-008: an upgrade whose headers a proxy has removed is told so, also below a base path', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { chargers: ['CP-1'], env: { VOLTYARD_BASE_PATH: '/charging' }, log })
    const removed: Record<string, string | null>[] = [{ connection: 'close' }, { connection: 'close', upgrade: null }]
    for (const headers of removed) {
      for (const path of ['/charging/ocpp/CP-1', '/charging//ocpp/CP-1', '/charging/ocpp']) {
        const answer = await handshake(system, 'CP-1', { path, headers })
        assert.equal(answer.status, 400, path)
        assert.match(answer.body, /Connection: Upgrade/)
      }
    }
    assert.equal(log.entries.filter(({ event }) => event.reason === 'not-websocket').length, 6)
    const elsewhere = await handshake(system, 'CP-1', { path: '/charging/ocpphere', headers: { connection: 'close' } })
    assert.equal(elsewhere.status, 404)
    assert.equal(await statusOf(system, 'CP-1', { path: '/charging/ocpp/CP-1' }), 101)
  })

  test('Q-036, Q-037: a 1.6 password is taken as text, as the bytes that it is the hex of, and in either case', async (t) => {
    const bytes = Buffer.from('00ff3a80c328fe0d0a2200013a5c7fe29dd5ef3a', 'hex')
    const hex = bytes.toString('hex')
    const system = await startSystem(t)
    await system.addCharger('CP-1', { password: hex })
    await system.addCharger('CP-2', { password: hex.toUpperCase() })
    await system.addCharger('CP-3', { password: 'with:colons:and-ümläuts' })
    const raw = bytes.toString('latin1')
    for (const identity of ['CP-1', 'CP-2']) {
      for (const password of [raw, hex, hex.toUpperCase()]) {
        assert.equal(await statusOf(system, identity, { password }), 101, password)
      }
      assert.equal(await statusOf(system, identity, { password: raw.slice(1) }), 401)
      assert.equal(await statusOf(system, identity, { password: '' }), 401)
    }
    const utf8 = Buffer.from('with:colons:and-ümläuts').toString('latin1')
    assert.equal(await statusOf(system, 'CP-3', { password: utf8 }), 101)
    assert.equal(await statusOf(system, 'CP-3', { password: utf8, protocols: 'ocpp2.0.1' }), 101)

    // 2.0.1 knows text only.
    assert.equal(await statusOf(system, 'CP-1', { password: hex, protocols: 'ocpp2.0.1' }), 101)
    assert.equal(await statusOf(system, 'CP-1', { password: raw, protocols: 'ocpp2.0.1' }), 401)
  })

  test('T-04, Q-016: compression is agreed on 2.0.1, without context takeover, and not on 1.6', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const offer = { headers: { 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' } }
    const newer = await handshake(system, 'CP-1', { ...offer, protocols: 'ocpp2.0.1' })
    const agreed = newer.headers['sec-websocket-extensions']!
    for (const part of ['permessage-deflate', 'server_no_context_takeover', 'client_no_context_takeover']) {
      assert.ok(agreed.includes(part), agreed)
    }
    newer.socket.destroy()
    const older = await handshake(system, 'CP-1', offer)
    assert.equal(older.headers['sec-websocket-extensions'], undefined)
    older.socket.destroy()

    const charger = await connectWire(system, 'CP-1', { protocol: 'ocpp2.0.1', perMessageDeflate: { threshold: 0 } })
    const boot = { reason: 'PowerUp', chargingStation: { vendorName: 'Acme'.repeat(5), model: 'Two' } }
    assert.equal((await charger.call('BootNotification', boot))[2].status, 'Accepted')
    charger.close()
  })

  test('T-04, Q-015: a compressed frame that was not agreed on closes the connection', async (t) => {
    const system = await startSystem(t, { chargers: ['CP-1'] })
    const charger = await connectWire(system, 'CP-1')
    rawSocket(charger.socket).write(maskedFrame(0xc1, Buffer.from('[2,"1","Heartbeat",{}]')))
    assert.equal((await charger.closed).code, 1002)
    const closes = () => metric(system, 'voltyard_connections_closed_total', { code: '1002' })
    // The server sees its own side of the close, whose code it chose.
    await eventually(
      async () => (await closes()) + (await metric(system, 'voltyard_connections_closed_total', { code: '1006' })),
      (n) => n === 1,
    )
  })

  test('VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: one charger may connect so often, its neighbours as before', async (t) => {
    const system = await startSystem(t, {
      chargers: ['CP-1', 'CP-2'],
      env: { VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: '4' },
    })
    const connect = async (identity: string, asked: Asked = {}) => {
      const { status, socket } = await handshake(system, identity, asked)
      socket.destroy()
      await eventually(
        () => read(system, 'select from charger_state where connected'),
        (rows) => rows.length === 0,
      )
      return status
    }
    for (let n = 0; n < 4; n += 1) assert.equal(await connect('CP-1'), 101)
    const refused = await handshake(system, 'CP-1')
    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers['retry-after']) <= 15)
    assert.equal(await connect('CP-2'), 101)
    // Somebody else's attempts from elsewhere never count against the charger (S2).
    assert.equal(await connect('CP-1', from(1)), 101)
  })

  test('lab: any charger is let in and no rate is limited, and the server says so loudly', async (t) => {
    const log = notingLog()
    const system = await startSystem(t, { env: { VOLTYARD_AUTO_PROVISION: 'lab' }, log })
    assert.ok(log.has('warn', 'VOLTYARD_AUTO_PROVISION is "lab"'))

    for (let n = 0; n < 40; n += 1) {
      const { status, socket } = await handshake(system, 'CP-NEW', from(1 + (n % 2)))
      assert.equal(status, 101)
      socket.destroy()
    }
    const charger = await connectWire(system, 'CP-NEW')
    const answers = await Promise.all(Array.from({ length: 400 }, () => charger.call('Heartbeat', {})))
    assert.ok(answers.every(([type]) => type === 3))
    assert.equal(await metric(system, 'voltyard_sockets_paused_total', { why: 'rate' }), 0)
    const start = { connectorId: 1, idTag: 'CARD', meterStart: 0, timestamp: new Date().toISOString() }
    assert.equal((await charger.call('StartTransaction', start))[2].idTagInfo.status, 'Invalid')
    charger.close()

    // A charger that was given a password keeps it.
    await system.addCharger('CP-1')
    for (let n = 0; n < 30; n += 1) {
      assert.equal(await statusOf(system, 'CP-1', { password: 'a-wrong-guess' }), 401)
    }
    assert.equal(await statusOf(system, 'CP-1'), 101)
  })
})
