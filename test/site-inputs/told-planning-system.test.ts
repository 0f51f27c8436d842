import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import WebSocket from 'ws'
import { createPresystemDoor } from '#api/vdv463/door.ts'
import type { TellingPace } from '#api/vdv463/tell-presystem.ts'
import { packages } from '#core/access/api-client.ts'
import type { Log } from '#core/context.ts'
import { writeRequests } from '#core/departures/write-requests.ts'
import { runOperation } from '#server/operation.ts'
import { createSecrets } from '#server/secrets.ts'
import { vdv463Operations } from '#server/vdv463-operations.ts'
import { findClient } from '#storage/api-access.ts'
import { eventually } from '../support/system.ts'
import { openToldSite, type ToldSite } from '../support/told-site.ts'

const secret = 'the word of the planning system'
const often: TellingPace = { everyMs: 40, gatherMs: 10, answerMs: 60_000, longestMs: 80 }
/** Nothing but news makes it speak. */
const seldom: TellingPace = { ...often, everyMs: 3_600_000 }

test('a planning system of a depot is told how the depot is', async (t) => {
  const site = await openToldSite(t)
  const { publicId } = (await site.ctx.circuits.site(site.siteId))!
  const secrets = createSecrets(Buffer.alloc(32, 7))
  const client = await site.ctx.transaction(async (tx) => {
    await tx.vehicles.describe('BUS-7', { vin: 'WEB12345678901234' })
    const grants = packages.premium
    const secretHash = secrets.hash(secret)
    return (await tx.apiClients.add({ clientId: 'planner', name: 'planner', secretHash, package: 'premium', grants }))!
  })
  const logged: string[] = []
  const log = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [
      level,
      (event: object, message: string) => void logged.push(`${message} ${JSON.stringify(event)}`),
    ]),
  ) as unknown as Log
  const door = (pace: TellingPace) => openDoor(t, site, { pace, log, hash: secrets.hash, path: `/vdv463/${publicId}` })
  const links = async () => {
    const asked = { name: 'vdv463.list', args: {}, signal: new AbortController().signal, log }
    const answer = (await runOperation(
      vdv463Operations(async () => site.ctx),
      asked,
    )) as { result: { presystems: Link[] } }
    return answer.result.presystems
  }
  const link = (is: (one: Link) => boolean) =>
    eventually(
      async () => (await links())[0],
      (one) => one !== undefined && is(one),
    )

  await t.test('from its first message on it is told the whole depot, again and again', async () => {
    const planner = await (await door(often)).connect()
    assert.equal(planner.told.length, 0)
    planner.boot()
    const [type, source, presystem, , id, action, payload] = await planner.next()
    assert.deepEqual([type, source, presystem, action], [1, 'CMS', 'BMS-1', 'ProvideChargingInformation'])
    assert.match(String(id), /^[0-9a-f-]{36}$/)
    assert.deepEqual(payload, {
      depotInfoList: [
        {
          ...{ depotId: publicId, name: 'North' },
          chargingStationInfoList: [
            {
              ...{ chargingStationId: 'HALL-1', chargingStationStatus: 'Unavailable' },
              chargingPointInfoList: [1, 2].map((evse) => ({
                ...{ chargingPointId: `HALL-1/${evse}`, chargingPointStatus: 'Unavailable' },
              })),
            },
          ],
        },
      ],
    })
    planner.confirm()
    await planner.next()
    planner.confirm()
    const seen = await link(({ confirmedAt }) => confirmedAt !== null)
    assert.deepEqual([seen?.client, seen?.presystem, seen?.connected, seen?.error], ['planner', 'BMS-1', true, null])
    await planner.close()
    await link(({ connected }) => !connected)
  })

  await t.test('what happens at a charger and what is planned there is told when it happens', async () => {
    const planner = await (await door(seldom)).connect()
    planner.boot()
    await planner.next()
    planner.confirm()
    await reportStatus(site, 'Faulted')
    const point = (message: unknown[]) => (message[6] as Told).depotInfoList[0]!.chargingStationInfoList[0]!
    const faulted = point(await planner.next()).chargingPointInfoList[0]!
    assert.equal(faulted.chargingPointStatus, 'Faulted')
    assert.equal(faulted.chargingPointFaultInfo?.chargingPointFaultCode, 'OtherChargingPointFailure')
    // What happens meanwhile is told together, when the last message is confirmed.
    await reportStatus(site, 'Available')
    const bus = (await site.ctx.vehicles.find('BUS-7'))!
    const departsAt = site.now().add({ hours: 8 })
    const request = {
      ...{ requestId: 'R-1', vehicleId: bus.id, place: { chargerId: site.chargerId, evse: 1 }, arrivesAt: null },
      ...{ departsAt, soc: 20, minimumSoc: 50, targetSoc: 80, needMinimumWh: null, needFullWh: null, klass: null },
      ...{ precondition: null, confidence: 1, reportedAt: site.now() },
    }
    await writeRequests(site.ctx, { siteId: site.siteId, source: 'vdv463', requests: [request], listed: ['R-1'] })
    assert.equal(planner.told.length, 0)
    planner.confirm()
    const [first] = point(await planner.next()).chargingPointInfoList
    assert.equal(first!.chargingPointFaultInfo, undefined)
    assert.deepEqual(first!.scheduledChargingProcessList, [
      {
        ...{ presystemId: 'BMS-1', chargingRequestId: 'R-1', vehicleId: 'WEB12345678901234' },
        chargingPredictionData: {},
      },
    ])
    await planner.close()
  })

  await t.test('a refusal is shown in its words, told anew, and forgotten with the next confirmation', async () => {
    const planner = await (await door(often)).connect()
    planner.boot()
    for (const [payload, shown] of [
      [{ errorMessage: 'unknown depot' }, 'it has refused: unknown depot'],
      ['busy\r\n', 'it has refused: busy '],
      [17, 'it has refused: it did not say why'],
    ] as const) {
      await planner.next()
      planner.refuse(payload)
      const seen = await link(({ error }) => error === shown)
      assert.ok(seen?.failingSince)
    }
    await planner.next()
    planner.confirm()
    await link(({ error, failingSince }) => error === null && failingSince === null)
    await planner.close()
  })

  await t.test('one that is silent gets one message at a time, and is told anew when it has had its time', async () => {
    const planner = await (await door({ ...often, answerMs: 50 })).connect()
    planner.boot()
    const first = await planner.next()
    await link(({ error }) => error === 'it has confirmed nothing in time')
    const second = await planner.next()
    assert.notEqual(first[4], second[4])
    assert.ok(planner.told.length <= 1)
    await planner.close()
  })

  await t.test(
    'an answer to nothing that was asked changes nothing, and what is no message ends the link',
    async () => {
      const planner = await (await door(seldom)).connect()
      planner.boot()
      await planner.next()
      planner.answer(2, 'somebody else', {})
      planner.boot()
      assert.equal(planner.told.length, 0)
      planner.ws.send('{')
      assert.equal((await once(planner.ws, 'close'))[0], 1002)
    },
  )

  await t.test('after a restart of ours it connects again and is told the whole depot again', async () => {
    const before = await door(seldom)
    const planner = await before.connect()
    planner.boot()
    await planner.next()
    const ended = once(planner.ws, 'close')
    await before.stop()
    assert.equal((await ended)[0], 1001)
    assert.equal((await links())[0]?.connected, false)
    const again = await (await door(seldom)).connect()
    again.boot()
    assert.equal((await again.next())[5], 'ProvideChargingInformation')
    await link(({ connected }) => connected)
    await again.close()
  })

  await t.test('one whose credentials end is told nothing more, and let go', async () => {
    const planner = await (await door(often)).connect()
    planner.boot()
    await planner.next()
    await site.ctx.transaction((tx) => tx.apiClients.change(client.id, { enabled: false }))
    const ended = once(planner.ws, 'close')
    planner.confirm()
    assert.equal((await ended)[0], 1008)
  })

  assert.ok(!logged.join('\n').includes(secret))
  assert.deepEqual(logged, [])
})

type Link = {
  client: string
  presystem: string
  connected: boolean
  confirmedAt: string | null
  failingSince: string | null
  error: string | null
}

type Told = {
  depotInfoList: {
    chargingStationInfoList: {
      chargingPointInfoList: {
        chargingPointStatus: string
        chargingPointFaultInfo?: { chargingPointFaultCode: string }
        scheduledChargingProcessList?: object[]
      }[]
    }[]
  }[]
}

async function reportStatus({ storage, chargerId }: ToldSite, status: string): Promise<void> {
  const charger = { id: chargerId, tenant: 1, identity: 'HALL-1' }
  const ctx = storage.contextFor({ tenant: 1, actor: { kind: 'charger', name: 'HALL-1' }, door: 'ocpp' })
  const said = { evse: 1, connector: 1, status, errorCode: 'OtherError', reportedAt: null, changedAt: ctx.now() }
  const vendor = { vendorId: null, vendorErrorCode: null, info: null }
  await ctx.chargerWork(charger, (work) =>
    work.setConnectorState({ ...said, ...vendor, reportKey: Buffer.from(status) }),
  )
}

type Doorway = { pace: TellingPace; log: Log; hash(secret: string | Buffer): Buffer; path: string }

async function openDoor(t: TestContext, { storage }: ToldSite, { pace, log, hash, path }: Doorway) {
  const door = createPresystemDoor({
    contextFor: (tenant, actor) => ({ ...storage.contextFor({ tenant, actor, door: 'depot' }), log }),
    credentials: { findByClientId: (clientId) => findClient(storage.database.doors, clientId) },
    hashSecret: hash,
    clientUsed() {},
    ...{ live: storage.live, log, pace },
  })
  const http = createServer()
  http.on('upgrade', (request, socket, head) => door.handleUpgrade(request, socket, head))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  t.after(() => door.close())
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}${path}`
  return { connect: () => connect(t, url), stop: () => door.close() }
}

/** A planning system that answers when the test says so. */
async function connect(t: TestContext, url: string) {
  const authorization = `Basic ${Buffer.from(`planner:${secret}`).toString('base64')}`
  const ws = new WebSocket(url, 'v1.463.vdv.de', { headers: { authorization } })
  t.after(() => ws.terminate())
  await once(ws, 'open')
  const told: unknown[][] = []
  let last: unknown[] = []
  ws.on('message', (data) => {
    const message = JSON.parse(data.toString()) as unknown[]
    if (message[0] === 1) told.push(message)
  })
  const send = (...message: unknown[]) => ws.send(JSON.stringify(message))
  const answer = (type: number, id: unknown, payload: unknown) =>
    send(type, 'BMS', 'BMS-1', '2026-03-10T12:00:00Z', id, 'ProvideChargingInformation', payload)
  return {
    ws,
    told,
    boot: () => send(1, 'BMS', 'BMS-1', '2026-03-10T12:00:00Z', 'boot', 'BootNotification', { presystem: 'BMS' }),
    async next() {
      await eventually(
        async () => told.length,
        (length) => length > 0,
      )
      last = told.shift()!
      return last
    },
    answer,
    confirm: () => answer(2, last[4], {}),
    refuse: (payload: unknown) => answer(3, last[4], payload),
    async close() {
      const closed = once(ws, 'close')
      ws.close()
      await closed
    },
  }
}
