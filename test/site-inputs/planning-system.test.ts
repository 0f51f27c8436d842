import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import WebSocket from 'ws'
import { addCircuit } from '#core/circuits/change-circuit.ts'
import { connectCharger } from '#core/circuits/connect-charger.ts'
import { logIn } from '../support/console.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

test('a planning system of a depot by VDV 463', async (t) => {
  const system = await startSystem(t)
  const client = await system.admin('client.add', { name: 'planning', package: 'premium' })
  const basicClient = await system.admin('client.add', { name: 'reports', package: 'basic' })
  const ctx = system.server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'anna' }, door: 'console' })
  const site = await ctx.transaction(async (tx) => {
    await tx.vehicles.describe('BUS-7', { batteryWh: 350_000 })
    return (await tx.circuits.addSite({ publicId: 'north', name: 'North', timeZone: 'Europe/Berlin', settings: {} }))!
  })
  const known = async () =>
    (await ctx.siteLimits.requests(site.id, Temporal.Now.instant())).map(({ requestId }) => requestId)
  const wish = (chargingRequestId: string, vehicleId = 'BUS-7') => ({
    ...{ chargingRequestId, vehicleId, chargingRequestData: { minTargetSoc: 50, maxTargetSoc: 80 } },
  })

  await t.test('it logs in, says that it has booted, and its list is taken and confirmed', async (t) => {
    const planner = await connect(t, system, client)
    assert.deepEqual((await planner.ask('BootNotification', { presystem: 'BMS' })).slice(5), [
      'BootNotification',
      { status: 'Accepted' },
    ])
    const confirmed = await planner.ask('ProvideChargingRequests', { chargingRequestList: [wish('r1'), wish('r2')] })
    assert.deepEqual([confirmed[0], confirmed[1], confirmed[2], confirmed[6]], [2, 'CMS', 'BMS-1', {}])
    assert.deepEqual(await known(), ['r1', 'r2'])
    await planner.ask('ProvideChargingRequests', { chargingRequestList: [wish('r2')] })
    assert.deepEqual(await known(), ['r2'])
  })

  await t.test('what cannot be taken is refused in words, and the connection goes on', async (t) => {
    const planner = await connect(t, system, client)
    const unknown = await planner.ask('ProvideChargingRequests', { chargingRequestList: [wish('r3', 'BUS-99')] })
    assert.deepEqual([unknown[0], unknown[6]], [3, { errorMessage: "r3: unknown vehicle 'BUS-99'" }])
    const wrong = await planner.ask('ProvideChargingRequests', { chargingRequestList: [{ vehicleId: 'BUS-7' }] })
    assert.equal(wrong[0], 3)
    assert.match((wrong[6] as { errorMessage: string }).errorMessage, /chargingRequestList/)
    assert.equal((await planner.ask('ProvideChargingRequests', { chargingRequestList: [] }))[0], 2)
    assert.deepEqual(await known(), [])
  })

  await t.test('messages are handled one after another, and every one is answered', async (t) => {
    const planner = await connect(t, system, client)
    const lists = Array.from({ length: 10 }, (_, i) => ({ chargingRequestList: [wish(`n${i}`)] }))
    const answers = await Promise.all(lists.map((list) => planner.ask('ProvideChargingRequests', list)))
    assert.ok(answers.every(([type]) => type === 2))
    assert.deepEqual(await known(), ['n9'])
  })

  await t.test('it is told what charges, for which of its requests, and how it is connected is listed', async (t) => {
    await system.addCharger('BUS-CP', { evses: 1 })
    await system.admin('token.add', { uids: ['CARD-7'], vehicle: 'BUS-7' })
    const circuit = await addCircuit(ctx, { siteId: site.id, name: 'Grid', ratedA: 100 })
    const evses = [{ evse: 1, kind: 'ac', phases: 'L1L2L3', maxA: 32 }] as const
    await connectCharger(ctx, { identity: 'BUS-CP', circuitId: circuit.id, evses })
    const planner = await connect(t, system, client)
    await planner.ask('ProvideChargingRequests', { chargingRequestList: [wish('r7')] })
    const charger = await system.connectCharger('BUS-CP')
    await charger.call('BootNotification', { chargePointVendor: 'Bus', chargePointModel: 'One' })
    const timestamp = Temporal.Now.instant().toString()
    await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-7', meterStart: 0, timestamp })
    const seen = await eventually(
      async () => pointIn(planner.told().at(-1)),
      (point) => point?.chargingProcessInfo !== undefined,
      20_000,
    )
    assert.deepEqual([seen?.chargingPointId, seen?.chargingPointStatus], ['BUS-CP/1', 'Occupied'])
    assert.deepEqual(
      [seen?.chargingProcessInfo?.presystemId, seen?.chargingProcessInfo?.chargingRequestId],
      ['BMS-1', 'r7'],
    )
    assert.equal(seen?.vehicleInfo?.vehicleId, 'BUS-7')
    const { presystems } = (await system.admin('vdv463.list', {})) as { presystems: Record<string, unknown>[] }
    const mine = presystems.find(({ site: of }) => of === 'north')
    assert.deepEqual([mine?.client, mine?.presystem, mine?.connected], [client.clientId, 'BMS-1', true])
    assert.ok(mine?.confirmedAt)
    const person = await logIn(system, { role: 'viewer' })
    const { body } = await person.get(`sites/${site.id}/planning-systems`)
    assert.deepEqual([body.items[0].client, body.items[0].isConnected], [client.clientId, true])
  })

  await t.test('what is no message ends the connection', async (t) => {
    for (const nonsense of ['hello', '{}', '[1]', '[1,"BMS","x","2026-01-01T00:00:00Z","m","Dance",{}]']) {
      const { ws } = await connect(t, system, client)
      ws.send(nonsense)
      assert.equal((await once(ws, 'close'))[0], 1002, nonsense)
    }
    const { ws } = await connect(t, system, client, { protocols: ['v9.463.vdv.de'] }).catch(() => ({ ws: null }))
    assert.equal(ws, null)
  })

  await t.test(
    'without the right credentials, the right package or a site of its tenant nobody comes in',
    async (t) => {
      await system.admin('tenant.add', { slug: 'south' })
      const stranger = await system.admin('client.add', { name: 'planning', package: 'premium', tenant: 'south' })
      const refused: [object, object, number][] = [
        [{ ...client, secret: 'wrong' }, {}, 401],
        [{ clientId: 'nobody', secret: 'x' }, {}, 401],
        [{ clientId: 'a\0b', secret: 'x' }, {}, 401],
        [{}, {}, 401],
        [basicClient, {}, 403],
        [stranger, {}, 404],
        [client, { path: '/vdv463/nowhere' }, 404],
        [client, { path: '/vdv463/%00' }, 404],
        [client, { path: '/vdv463/%E0' }, 404],
      ]
      for (const [credentials, options, status] of refused) {
        await assert.rejects(connect(t, system, credentials, options), new RegExp(`${status}$`))
      }
    },
  )
})

type Planner = {
  ws: WebSocket
  ask(action: string, payload: object): Promise<unknown[]>
  /** What it was told; it has confirmed all of it. */
  told(): Told[]
}

type Told = { depotInfoList: { chargingStationInfoList: { chargingPointInfoList: Point[] }[] }[] }

type Point = {
  chargingPointId: string
  chargingPointStatus: string
  vehicleInfo?: { vehicleId: string }
  chargingProcessInfo?: { presystemId: string; chargingRequestId: string }
}

function pointIn(told: Told | undefined): Point | undefined {
  return told?.depotInfoList[0]?.chargingStationInfoList[0]?.chargingPointInfoList[0]
}

async function connect(
  t: { after(work: () => unknown): void },
  system: System,
  { clientId, secret }: { clientId?: unknown; secret?: unknown },
  { path = '/vdv463/north', protocols = ['v2.463.vdv.de', 'v1.463.vdv.de'] } = {},
): Promise<Planner> {
  const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
  const headers = clientId === undefined ? {} : { authorization }
  const ws = new WebSocket(system.url.replace('http', 'ws') + path, protocols, { headers })
  t.after(() => ws.terminate())
  await once(ws, 'open')
  let sent = 0
  const told: Told[] = []
  const waiting = new Map<unknown, (answer: unknown[]) => void>()
  ws.on('message', (data) => {
    const answer = JSON.parse(data.toString()) as unknown[]
    if (answer[0] === 1) {
      told.push(answer[6] as Told)
      ws.send(JSON.stringify([2, 'BMS', 'BMS-1', '2026-03-10T12:00:00Z', answer[4], answer[5], {}]))
    }
    waiting.get(answer[4])?.(answer)
  })
  return {
    ws,
    told: () => told,
    ask: (action, payload) =>
      new Promise((resolve) => {
        sent += 1
        const id = `m-${sent}`
        waiting.set(id, resolve)
        ws.send(JSON.stringify([1, 'BMS', 'BMS-1', '2026-03-10T12:00:00Z', id, action, payload]))
      }),
  }
}
