import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { type Version, validCalls } from '#test/support/ocpp-messages.ts'
import { connectWire, type Wire } from '#test/support/ocpp-wire.ts'
import { read, readingsOf, statusReportsOf } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const boots = {
  '1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  '2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } },
}

test('boot, status and time', async (t) => {
  const system = await startSystem(t, { tokens: ['CARD-1'] })
  let count = 0
  const connect = async (version: Version = '1.6', evses = 2): Promise<Wire & { identity: string }> => {
    const identity = `CP-${++count}`
    await system.addCharger(identity, { evses })
    const charger = await connectWire(system, identity, { protocol: `ocpp${version}` })
    assert.equal((await charger.call('BootNotification', boots[version]))[2].status, 'Accepted')
    return { ...charger, identity }
  }

  for (const version of ['1.6', '2.0.1'] as const) {
    await t.test(`Q-056, Q-058: a security event of a ${version} charger that waits is stored`, async () => {
      const identity = `CP-${++count}`
      await system.addCharger(identity)
      await read(system, `update charger set registration = 'pending' where identity = $1`, [identity])
      const charger = await connectWire(system, identity, { protocol: `ocpp${version}` })
      assert.equal((await charger.call('BootNotification', boots[version]))[2].status, 'Pending')
      const event = validCalls[version].SecurityEventNotification
      assert.deepEqual((await charger.call('SecurityEventNotification', event))[2], {})
      const logged = () =>
        read(
          system,
          `select result, call from message_log m join charger c on c.id = m.charger_id
            where c.identity = $1 and action = 'SecurityEventNotification'`,
          [identity],
        )
      const rows = await eventually(logged, ({ length }) => length === 1)
      assert.equal(rows[0]!.result, 'ok')
      assert.deepEqual(JSON.parse(rows[0]!.call)[3], event)
      assert.equal((await charger.call('Heartbeat', {}))[2], 'SecurityError')
      charger.close()
    })
  }

  await t.test('Q-060: meter values stamped without a zone say where their zone comes from', async () => {
    const flagsOf = async (timeZone: string | null, offsetMs: number) => {
      const identity = `CP-${++count}`
      await system.addCharger(identity)
      await read(system, 'update charger set time_zone = $2 where identity = $1', [identity, timeZone])
      const charger = await connectWire(system, identity)
      const timestamp = new Date(Date.now() - 5_000 + offsetMs).toISOString().slice(0, 19)
      const meterValue = [{ timestamp, sampledValue: [{ value: '1500' }] }]
      assert.deepEqual((await charger.call('MeterValues', { connectorId: 1, meterValue }))[2], {})
      charger.close()
      return (await readingsOf(system, identity)).map(({ flags }) => flags)
    }
    const hour = 3_600_000
    assert.deepEqual(await flagsOf('Etc/GMT-2', 2 * hour), ['zone-configured'])
    assert.deepEqual(await flagsOf(null, 2 * hour), ['zone-learned'])
    assert.deepEqual(await flagsOf(null, -30 * hour - 8 * 60_000), ['zone-assumed'])
  })

  await t.test('Q-064: an errorCode Error is taken as OtherError', async () => {
    const charger = await connect()
    const answer = await charger.call('StatusNotification', {
      ...{ connectorId: 1, status: 'Faulted', errorCode: 'Error', vendorErrorCode: 'E-17' },
    })
    assert.deepEqual(answer.slice(2), [{}])
    const [state] = await currentStates(system, charger.identity)
    assert.deepEqual([state!.status, state!.error_code, state!.vendor_error_code], ['Faulted', 'OtherError', 'E-17'])
  })

  await t.test('Q-065: a fault of the whole charger is none of its connectors', async () => {
    const charger = await connect()
    const healthy = { connectorId: 1, errorCode: 'NoError', status: 'Available' }
    await charger.call('StatusNotification', healthy)
    const fault = { connectorId: 0, errorCode: 'OtherError', status: 'Faulted', info: 'Modbus lost' }
    assert.deepEqual((await charger.call('StatusNotification', fault))[2], {})
    const places = await placesOf(system, charger.identity)
    assert.deepEqual(places, ['0/0 Faulted', '1/1 Available'])
    const row = await boardRow(system, charger.identity, ({ state }) => state === 'faulted')
    assert.deepEqual(
      row.connectors.map((one: any) => one.status),
      ['Available', null],
    )
  })

  await t.test('Q-066: a 2.0.1 status of EVSE 0 is one of the whole charger, and makes no connector', async () => {
    const charger = await connect('2.0.1')
    const timestamp = new Date().toISOString()
    const status = { timestamp, connectorStatus: 'Available', evseId: 0, connectorId: 0 }
    assert.deepEqual((await charger.call('StatusNotification', status))[2], {})
    assert.deepEqual(await placesOf(system, charger.identity), ['0/0 Available'])
    assert.deepEqual(await connectorsOf(system, charger.identity), [1, 2])
  })

  await t.test('Q-068: an error code beside Finishing is no fault', async () => {
    const charger = await connect()
    const status = { connectorId: 1, errorCode: 'OtherError', status: 'Finishing', vendorErrorCode: '0x12' }
    assert.deepEqual((await charger.call('StatusNotification', status))[2], {})
    const row = await boardRow(system, charger.identity, ({ connectors }) => connectors[0].status === 'Finishing')
    assert.equal(row.state, 'occupied')
    assert.equal((await currentStates(system, charger.identity))[0]!.error_code, 'OtherError')
  })

  await t.test('Q-069: a connector that is mentioned first by its charger is created', async () => {
    const charger = await connect()
    const status = { connectorId: 3, errorCode: 'NoError', status: 'Preparing' }
    assert.deepEqual((await charger.call('StatusNotification', status))[2], {})
    assert.deepEqual(await connectorsOf(system, charger.identity), [1, 2, 3])
    assert.deepEqual(await placesOf(system, charger.identity), ['3/1 Preparing'])
    const meterValue = [{ timestamp: new Date().toISOString(), sampledValue: [{ value: '5' }] }]
    assert.deepEqual((await charger.call('MeterValues', { connectorId: 3, meterValue }))[2], {})
  })

  await t.test('Q-070: texts that are longer than allowed are kept whole', async () => {
    const charger = await connect()
    const [info, vendorErrorCode] = ['i'.repeat(300), 'v'.repeat(120)]
    const status = { connectorId: 1, errorCode: 'OtherError', status: 'Faulted', info, vendorErrorCode }
    assert.deepEqual((await charger.call('StatusNotification', status))[2], {})
    const [report] = await statusReportsOf(system, charger.identity)
    assert.deepEqual([report!.info, report!.vendor_error_code], [info, vendorErrorCode])
  })
})

function currentStates(system: System, identity: string) {
  return read(
    system,
    `select s.* from evse_state s join charger c on c.id = s.charger_id where c.identity = $1
      order by ocpp_evse, ocpp_connector`,
    [identity],
  )
}

async function placesOf(system: System, identity: string): Promise<string[]> {
  const states = await currentStates(system, identity)
  return states.map((one) => `${one.ocpp_evse}/${one.ocpp_connector} ${one.status}`)
}

async function connectorsOf(system: System, identity: string): Promise<number[]> {
  const text = `select n.number from connector n join charger c on c.id = n.charger_id where c.identity = $1 order by 1`
  return (await read(system, text, [identity])).map(({ number }) => number)
}

async function boardRow(system: System, identity: string, pleases: (row: any) => boolean): Promise<any> {
  const viewer = await logIn(system, { role: 'viewer' })
  const row = async () => (await viewer.get('board')).body.chargers.find((one: any) => one.identity === identity)
  return eventually(row, pleases)
}
