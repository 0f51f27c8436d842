import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { logIn } from '../support/console.ts'
import { type ModbusMeter, startModbusMeter } from '../support/modbus-meter.ts'
import { chargePoints, evses, openPlatform } from '../support/platform-api.ts'
import type { StrictCharger } from '../support/strict-charger.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

test('of two nodes one steers a site, and knows what the other one hears', async (t) => {
  const { nodes, siteId, ...told } = await twoNodes(t)
  const owners = () => nodes.filter((node) => node.server.storage.sites.fenceOf(siteId) !== null)
  const [owner] = await eventually(
    async () => owners(),
    ({ length }) => length === 1,
  )
  const other = nodes.find((node) => node !== owner)!

  await t.test('what a program pushes to one node is believed at the other after three readings', async () => {
    for (const l1 of [20, 21, 22]) await told.push(other, { l1, l2: 5, l3: 5 })
    const latest = () => owner!.server.circuitMeters.latest(told.pushed)?.amps ?? null
    await eventually(
      async () => latest(),
      (amps) => amps?.L1 === 22,
    )
    assert.equal(other.server.circuitMeters.latest(told.pushed)?.amps.L1, 22)
  })

  await t.test('a meter that is asked is asked by the node that steers, and both know what it says', async () => {
    for (const node of nodes) {
      await eventually(
        async () => node.server.circuitMeters.latest(told.asked)?.amps.L1,
        (l1) => l1 === 12,
      )
    }
    assert.equal(told.modbus.connections(), 1)
    assert.equal(owner!.server.circuitMeters.status(1, told.asked)!.link.connected, true)
  })

  await t.test('a meter of a site that is not live is asked by one node as well', async () => {
    for (const node of nodes) {
      await eventually(
        async () => node.server.circuitMeters.state(told.asleep)?.good?.amps.L1,
        (l1) => l1 === 7,
      )
    }
    assert.equal(told.sleeping.connections(), 1)
  })

  const charger = await other.connectCharger('CP-1')
  const meter = await startsToCharge(charger)
  await startsToCharge(await other.connectCharger('CP-2'))
  const place = () => owner!.server.steering.view(siteId)?.places[0]

  await t.test('a charger at the other node is asked and measured as if it were here', async () => {
    await eventually(
      async () => place()?.sessionId ?? null,
      (id) => id !== null,
    )
    await eventually(async () => place()?.account.link.reconciled, Boolean, 30_000)
    await meter.tell(9_660)
    await eventually(
      async () => place()?.account.measured?.value ?? null,
      (value) => value !== null,
      5_000,
    )
  })

  await t.test(
    'the platform API says at either node what its session is granted and why, and of others nothing',
    async () => {
      for (const node of nodes) {
        const platform = await openPlatform(node, { name: node.url })
        const told = async () => (await platform.get(evses)).body.data
        const isAsDecided = ([{ voltyard }]: any) => {
          const { steering } = voltyard.session
          return steering?.reason === place()!.reason && steering.granted === place()!.granted
        }
        const [first, second] = await eventually(told, isAsDecided)
        const { id, steering } = first.voltyard.session
        assert.equal(id, String(place()!.sessionId))
        assert.equal(steering.unit, 'A')
        assert.equal(steering.boundBy?.id ?? null, place()!.boundBy)
        assert.ok(steering.assumed.includes('departure'))
        assert.ok(Date.parse(steering.since) <= Date.now())
        assert.equal(second.voltyard.session.steering, null, 'its charger is at no site')
        assert.equal((await platform.get(`${evses}/${first.id}`)).body.data.voltyard.session.id, id)
        const [point] = (await platform.get(`${chargePoints}?include[]=evses`)).body.data
        assert.equal(point.evses[0].voltyard.session.id, id)
      }
    },
  )

  await t.test('the console of the other node shows the site as it was put on record last', async () => {
    const anna = await logIn(other, { role: 'viewer' })
    const seen = async () => (await anna.get(`sites/${siteId}`)).body
    const site = await eventually(seen, ({ chargers }) => chargers[0].evses[0].granted >= 6)
    assert.deepEqual([site.row.isLive, site.row.isSteered], [true, false])
    assert.equal(site.fence, owner!.server.storage.sites.fenceOf(siteId))
    assert.ok(site.circuits[0].rows.length > 0)
    assert.equal(site.circuits[0].rows[0].source.kind, 'rating')
    const shown = site.circuits.flatMap(({ meters }: any) => meters.map(({ amps }: any) => amps.L1))
    assert.deepEqual(shown, [22, 12])
    assert.equal(site.chargers[0].online, true)
  })

  await t.test(
    'when the node that steers ends, the other steers on with what it has heard, and asks the meters',
    async () => {
      await owner!.stop()
      await eventually(
        async () => other.server.steering.view(siteId)?.fence ?? 0,
        (fence) => fence > 1,
        20_000,
      )
      assert.equal(
        other.server.circuitMeters.state(told.asked)?.condition,
        'good',
        'it need not wait for three samples',
      )
      for (const one of [told.modbus, told.sleeping])
        await eventually(
          async () => one.connections(),
          (n) => n === 1,
        )
      await eventually(async () => other.server.circuitMeters.status(1, told.asked)!.link.connected, Boolean)
    },
  )
})

async function twoNodes(t: TestContext) {
  const env = { VOLTYARD_METER_NETWORKS: '127.0.0.0/8' }
  const first = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'], evses: 1, env })
  const second = await startSystem(t, { sharing: first, env })
  const { admin } = first
  const site = await admin('site.add', { name: 'Depot', timeZone: 'UTC' })
  await admin('site.add', { name: 'Asleep', timeZone: 'UTC' })
  const circuit = async (of: string, name: string, more = {}) =>
    String((await admin('circuit.add', { site: of, name, ratedA: 63, ...more })).id)
  const grid = await circuit('Depot', 'Grid')
  const row = await circuit('Depot', 'Row', { parent: grid })
  const away = await circuit('Asleep', 'Grid')
  await admin('circuit.connect', { charger: 'CP-1', circuit: grid, supply: { kind: 'ac', phases: 'L1L2L3', maxA: 32 } })
  const [modbus, sleeping] = [await meterShowing(t, 12), await meterShowing(t, 7)]
  const asking = { intervalSeconds: 1, measures: 'unmanaged' }
  const pushing = await admin('meter.add', { circuit: grid, ...asking, intervalSeconds: 60 })
  const { id: asked } = await admin('meter.add', { circuit: row, ...asking, source: sourceOf(modbus) })
  const { id: asleep } = await admin('meter.add', { circuit: away, ...asking, source: sourceOf(sleeping) })
  await admin('site.live', { site: 'Depot', live: true })
  return {
    nodes: [first, second],
    siteId: Number(site.id),
    ...{ modbus, sleeping, pushed: Number(pushing.id), asked: Number(asked), asleep: Number(asleep) },
    async push(node: System, reading: object) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${pushing.token}` }
      const answer = await fetch(`${node.url}/meters/v1/readings`, {
        ...{ method: 'POST', headers, body: JSON.stringify({ ...reading, at: Temporal.Now.instant().toString() }) },
      })
      assert.equal(answer.status, 200, await answer.text())
    },
  }
}

async function meterShowing(t: TestContext, amps: number): Promise<ModbusMeter> {
  const meter = await startModbusMeter(t)
  meter.show({ L1: amps, L2: amps, L3: amps, powerW: amps * 690 })
  return meter
}

function sourceOf({ port }: ModbusMeter): object {
  const current = (address: number) => ({ address, type: 'int16', scale: 0.1 })
  const registers = {
    table: 'holding',
    wordOrder: 'little',
    l1: current(0),
    l2: current(1),
    l3: current(2),
    power: null,
  }
  return { kind: 'modbus', host: '127.0.0.1', port, unit: 1, registers }
}

/** A charger that does as it is told, with a vehicle that charges. */
async function startsToCharge(charger: StrictCharger) {
  const now = () => Temporal.Now.instant().toString()
  charger.handle('SetChargingProfile', () => ({ status: 'Accepted' }))
  charger.handle('GetCompositeSchedule', ({ duration }) => ({
    ...{ status: 'Accepted', connectorId: 1, scheduleStart: now() },
    chargingSchedule: { duration, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] },
  }))
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'Box' })
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: now() }
  await charger.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Charging' })
  const { transactionId } = (await charger.call('StartTransaction', start)) as { transactionId: number }
  return {
    tell: (powerW: number) =>
      charger.call('MeterValues', {
        ...{ connectorId: 1, transactionId },
        meterValue: [
          {
            timestamp: now(),
            sampledValue: [{ value: String(powerW), measurand: 'Power.Active.Import', unit: 'W' }],
          },
        ],
      }),
  }
}
