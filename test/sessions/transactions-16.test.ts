import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BenchCharger, type SessionBench, sessionBench } from '../support/session-bench.ts'
import { read, readingsOf, recordsOf, sessionsOf } from '../support/session-rows.ts'
import { startSystem } from '../support/system.ts'

test('OCPP 1.6 transactions', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const { system, ago } = bench
  await system.admin('token.add', { uids: ['GROUP-1', 'GROUP-2'], group: 'FLEET' })

  for (const placeholder of [0, -1, -7]) {
    await t.test(`Q-100: a stop with transaction id ${placeholder} ends the only session of its token`, async () => {
      const charger = await bench.charger()
      await start(charger, { idTag: 'CARD-1', timestamp: ago(60) })
      await start(charger, { connectorId: 2, idTag: 'CARD-2', timestamp: ago(60) })
      await stop(charger, placeholder, { idTag: 'card-1', meterStop: 2_500, timestamp: ago(1) })
      const [record, ...others] = await records(bench, charger)
      assert.deepEqual(others, [])
      assert.equal(record!.Initiator, 'CARD-1')
      assert.equal(record!.EnergyDelivered, 1_500)
    })
  }

  await t.test('Q-101: a placeholder that may mean two sessions, or none, ends none and is kept', async () => {
    const charger = await bench.charger()
    await stop(charger, -1, { idTag: 'CARD-2', timestamp: ago(70) })
    await start(charger, { idTag: 'CARD-1', timestamp: ago(60) })
    await start(charger, { connectorId: 2, idTag: 'CARD-1', timestamp: ago(60) })
    await stop(charger, -1, { idTag: 'CARD-1', timestamp: ago(1) })
    assert.deepEqual(await states(bench, charger), ['unknown', 'active', 'active', 'unknown'])
    assert.deepEqual(await records(bench, charger), [])
  })

  await t.test('Q-102: a stop with a number of no session is kept and ends nothing', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    assert.deepEqual(await stop(charger, 2_000_000_000, { timestamp: ago(1) }), {})
    assert.deepEqual(await states(bench, charger), ['active', 'unknown'])
    await stop(charger, transactionId, { timestamp: ago(0) })
    assert.equal((await records(bench, charger)).length, 1)
  })

  await t.test("Q-102: a charger cannot stop another charger's session", async () => {
    const [one, other] = [await bench.charger(), await bench.charger()]
    const { transactionId } = await start(one, { timestamp: ago(60) })
    await stop(other, transactionId, { timestamp: ago(1) })
    assert.deepEqual(await states(bench, one), ['active'])
  })

  await t.test('Q-103: a stop that comes before its start is joined to it', async () => {
    const charger = await bench.charger()
    await stop(charger, -1, { idTag: 'CARD-1', meterStop: 3_000, timestamp: ago(10), reason: 'PowerLoss' })
    const { transactionId } = await start(charger, { idTag: 'CARD-1', timestamp: ago(600) })
    assert.ok(transactionId > 0)
    const [record, ...others] = await records(bench, charger)
    assert.deepEqual(others, [])
    assert.equal(record!.EnergyDelivered, 2_000)
    assert.equal(record!.EndResult, 'PowerLoss')
    assert.deepEqual(await states(bench, charger), ['expired', 'finished'])
  })

  await t.test('Q-104: a repeated start has the same number and the answer of the first time', async () => {
    const uid = 'SHORT'
    await system.admin('token.add', { uids: [uid], validUntil: ago(-60) })
    const charger = await bench.charger()
    const message = { idTag: uid, timestamp: ago(0) }
    const first = await start(charger, message)
    await bench.pass({ minutes: 5 })
    const again = await start(charger, { ...message, idTag: 'short' })
    assert.equal(again.transactionId, first.transactionId)
    assert.equal(again.idTagInfo.status, 'Accepted')
    assert.equal((await charger.call('Authorize', { idTag: uid })).idTagInfo.status, 'Expired')
    assert.equal((await sessions(bench, charger)).length, 1)
  })

  await t.test('Q-105: a start that is repeated after its stop opens no second session', async () => {
    const charger = await bench.charger()
    const message = { timestamp: ago(60) }
    const { transactionId } = await start(charger, message)
    await stop(charger, transactionId, { timestamp: ago(1) })
    assert.equal((await start(charger, message)).transactionId, transactionId)
    assert.deepEqual(await states(bench, charger), ['finished'])
  })

  await t.test('Q-106: of two starts on one connector the first waits 15 minutes for its stop, then ends', async () => {
    const charger = await bench.charger()
    const first = await start(charger, { idTag: 'CARD-1', timestamp: ago(600) })
    await meterValues(charger, { transactionId: first.transactionId, at: ago(300), wh: 4_000 })
    const second = await start(charger, { idTag: 'CARD-2', meterStart: 4_100, timestamp: ago(60) })
    assert.notEqual(second.transactionId, first.transactionId)
    await bench.pass({ minutes: 14 })
    assert.deepEqual(await states(bench, charger), ['active', 'active'])
    await bench.pass({ minutes: 2 })
    assert.deepEqual(await states(bench, charger), ['finished', 'active'])
    const [record] = await records(bench, charger)
    assert.equal(record!.EndResult, 'Incomplete')
    assert.equal(record!.EnergyDelivered, 3_000)
    const [{ flags, end_reason: reason }] = (await sessions(bench, charger)) as [Record<string, any>]
    assert.equal(reason, 'MissingStop')
    assert.ok(flags.includes('superseded') && flags.includes('missing-stop'))
  })

  await t.test('Q-106: a superseded session takes its own stop, also after the server has closed it', async () => {
    const charger = await bench.charger()
    const first = await start(charger, { idTag: 'CARD-1', timestamp: ago(600) })
    await start(charger, { idTag: 'CARD-2', meterStart: 4_100, timestamp: ago(60) })
    const stoppedAt = ago(90)
    await bench.pass({ minutes: 16 })
    await stop(charger, first.transactionId, { meterStop: 4_000, timestamp: stoppedAt, reason: 'EVDisconnected' })
    const [record] = await records(bench, charger)
    assert.equal(record!.EnergyDelivered, 3_000)
    assert.equal(record!.EndResult, 'EVDisconnected')
    assert.equal(record!.EndAt, stoppedAt)
    assert.deepEqual(await states(bench, charger), ['finished', 'active'])
  })

  for (const [idTag, status] of [
    ['STRANGER', 'Invalid'],
    ['CARD-3', 'Blocked'],
  ] as const) {
    await t.test(`Q-107: a session of a token that is ${status} is recorded all the same`, async () => {
      await system.admin('token.add', { uids: ['CARD-3'] })
      await read(system, `update token set status = 'blocked' where uid = 'CARD-3'`)
      const charger = await bench.charger()
      const answer = await start(charger, { idTag, timestamp: ago(60) })
      assert.equal(answer.idTagInfo.status, status)
      assert.ok(answer.transactionId > 0)
      await stop(charger, answer.transactionId, { meterStop: 1_200, timestamp: ago(1), reason: 'DeAuthorized' })
      const [record] = await records(bench, charger)
      assert.equal(record!.EnergyDelivered, 200)
      assert.equal(record!.Initiator, idTag)
    })
  }

  await t.test('Q-109: the answer to a start is a transaction id and the token, and nothing else', async () => {
    const charger = await bench.charger()
    const answer = await start(charger, { timestamp: ago(60) })
    assert.deepEqual(Object.keys(answer).sort(), ['idTagInfo', 'transactionId'])
  })

  await t.test('Q-110: a stop without reason and token ends locally and is answered without a token', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    assert.deepEqual(await stop(charger, transactionId, { timestamp: ago(1) }), {})
    assert.equal((await records(bench, charger))[0]!.EndResult, 'Local')
  })

  await t.test('Q-111: a stop with a token of 21 characters ends its session', async () => {
    const { identity } = await bench.charger()
    const raw = await system.connectRaw(identity)
    const begin = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(60) }
    const [, , { transactionId }] = await raw.call('StartTransaction', begin)
    const end = { transactionId, idTag: 'A'.repeat(21), meterStop: 500, timestamp: ago(1) }
    assert.equal((await raw.call('StopTransaction', end))[0], 3)
    assert.equal((await recordsOf(await bench.depot(), identity)).length, 1)
  })

  await t.test('Q-112: a meter that ends 1 Wh below its start has delivered nothing', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { meterStart: 5_000, timestamp: ago(60) })
    await stop(charger, transactionId, { meterStop: 4_999, timestamp: ago(1) })
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 0)
    assert.deepEqual((await sessions(bench, charger))[0]!.flags, [])
  })

  await t.test('X-09: a meter that ends far below its start gives way to the registers of the session', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { meterStart: 5_000, timestamp: ago(600) })
    await meterValues(charger, { transactionId, at: ago(500), wh: 5_100 })
    await meterValues(charger, { transactionId, at: ago(100), wh: 6_600 })
    await stop(charger, transactionId, { meterStop: 20, timestamp: ago(1) })
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 1_600)
    assert.ok((await sessions(bench, charger))[0]!.flags.includes('meter-rolled-back'))
  })

  await t.test('X-08: of two different stops the first counts, and the session is flagged', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    await stop(charger, transactionId, { meterStop: 2_000, timestamp: ago(10) })
    await stop(charger, transactionId, { meterStop: 9_000, timestamp: ago(5) })
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 1_000)
    assert.ok((await sessions(bench, charger))[0]!.flags.includes('stop-differs'))
  })

  await t.test('X-10: a token of the same group may stop a session; any other is noted', async () => {
    const charger = await bench.charger()
    const ofGroup = await start(charger, { idTag: 'GROUP-1', timestamp: ago(60) })
    assert.equal(ofGroup.idTagInfo.parentIdTag, 'FLEET')
    const answer = await stop(charger, ofGroup.transactionId, { idTag: 'GROUP-2', timestamp: ago(30) })
    assert.deepEqual([answer.idTagInfo.status, answer.idTagInfo.parentIdTag], ['Accepted', 'FLEET'])
    const own = await start(charger, { idTag: 'CARD-1', timestamp: ago(20) })
    await stop(charger, own.transactionId, { idTag: 'GROUP-2', timestamp: ago(1) })
    const [first, second] = await sessions(bench, charger)
    assert.deepEqual([first!.flags, second!.flags], [[], ['stopped-by-other-token']])
    assert.equal((await records(bench, charger)).length, 2)
  })

  await t.test('Q-114: a connector that is free before the stop came ends nothing; the stop does', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    await status(charger, 'Available', ago(5))
    assert.deepEqual(await states(bench, charger), ['active'])
    await bench.pass({ seconds: 30 })
    const stoppedAt = ago(36)
    await stop(charger, transactionId, { meterStop: 1_700, timestamp: stoppedAt })
    const [record] = await records(bench, charger)
    assert.equal(record!.EnergyDelivered, 700)
    assert.equal(record!.EndAt, stoppedAt)
  })

  await t.test('Q-115, Q-119: a free connector whose stop never comes ends its session after 15 minutes', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(600) })
    await meterValues(charger, { transactionId, at: ago(60), wh: 2_250 })
    await status(charger, 'Available', ago(0))
    await bench.pass({ minutes: 14 })
    assert.deepEqual(await states(bench, charger), ['active'])
    await bench.pass({ minutes: 2 })
    const [record] = await records(bench, charger)
    assert.equal(record!.EnergyDelivered, 1_250)
    assert.equal(record!.EndResult, 'Incomplete')
  })

  await t.test('X-12: a connector that charges on after it was free keeps its session', async () => {
    const charger = await bench.charger()
    await start(charger, { timestamp: ago(600) })
    await status(charger, 'Available', ago(20))
    await status(charger, 'Charging', ago(10))
    await bench.pass({ hours: 1 })
    assert.deepEqual(await states(bench, charger), ['active'])
  })

  await t.test('X-12: a session without a word for seven days is ended', async () => {
    const charger = await bench.charger()
    await start(charger, { timestamp: ago(60) })
    await bench.pass({ hours: 24 * 7 - 1 })
    assert.deepEqual(await states(bench, charger), ['active'])
    await bench.pass({ hours: 2 })
    assert.deepEqual(await states(bench, charger), ['finished'])
  })

  await t.test('Q-116: meter values of an unknown session on a charging connector open it', async () => {
    const charger = await bench.charger()
    await status(charger, 'Charging', ago(100))
    await meterValues(charger, { transactionId: 2_000_000_001, at: ago(90), wh: 1_000 })
    await meterValues(charger, { transactionId: 2_000_000_001, at: ago(10), wh: 1_400 })
    await stop(charger, 2_000_000_001, { meterStop: 1_500, timestamp: ago(1) })
    const [record] = await records(bench, charger)
    assert.equal(record!.EnergyDelivered, 500)
    assert.ok((await sessions(bench, charger))[0]!.flags.includes('adopted'))
  })

  await t.test('Q-116: meter values of an unknown session on an idle connector open nothing', async () => {
    const charger = await bench.charger()
    await status(charger, 'Available', ago(100))
    await meterValues(charger, { transactionId: 2_000_000_002, at: ago(90), wh: 1_000 })
    assert.deepEqual(await states(bench, charger), [])
    assert.equal((await readingsOf(system, charger.identity)).length, 1)
  })

  await t.test('Q-117: meter values after the stop are attached for ten minutes and revive nothing', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    await stop(charger, transactionId, { meterStop: 1_900, timestamp: ago(5) })
    await meterValues(charger, { at: ago(5), wh: 1_900, soc: 81 })
    await bench.pass({ minutes: 11 })
    await meterValues(charger, { at: ago(1), wh: 1_901, soc: 82 })
    assert.deepEqual(await states(bench, charger), ['finished'])
    const [record] = await records(bench, charger)
    assert.deepEqual([record!.EnergyDelivered, record!.EndSoC], [900, 81])
    const attached = (await readingsOf(system, charger.identity)).map((reading) => reading.session_id !== null)
    assert.deepEqual(attached, [true, false])
  })

  await t.test(
    'Q-120: a start at the end of a session, from 0, leaves its energy as the meter values tell',
    async () => {
      const charger = await bench.charger()
      const { transactionId } = await start(charger, { timestamp: ago(3_600) })
      await meterValues(charger, { transactionId, at: ago(3_000), wh: 2_000 })
      await meterValues(charger, { transactionId, at: ago(60), wh: 9_000 })
      await start(charger, { meterStart: 0, timestamp: ago(30) })
      await bench.pass({ minutes: 16 })
      assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 8_000)
    },
  )

  await t.test('Q-126: a charger that boots in a session goes on with it', async () => {
    const charger = await bench.charger()
    const begin = { timestamp: ago(600) }
    const { transactionId } = await start(charger, begin)
    await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    assert.equal((await start(charger, begin)).transactionId, transactionId)
    await stop(charger, transactionId, { meterStop: 1_100, timestamp: ago(1), reason: 'PowerLoss' })
    assert.equal((await records(bench, charger)).length, 1)
    assert.deepEqual((await sessions(bench, charger))[0]!.flags, ['charger-restarted'])
  })

  await t.test('S10: what a charger reports before it is let in is stored, and marked', async () => {
    const identity = 'CP-PENDING'
    await system.addCharger(identity)
    await read(system, `update charger set registration = 'pending' where identity = $1`, [identity])
    const charger = { ...(await system.connectCharger(identity)), identity }
    await assert.rejects(charger.call('Authorize', { idTag: 'CARD-1' }), /not accepted/)
    const { transactionId } = await start(charger, { timestamp: ago(60) })
    assert.ok(transactionId > 0)
    await stop(charger, transactionId, { timestamp: ago(1) })
    assert.deepEqual((await sessions(bench, charger))[0]!.flags, ['before-registration'])
  })
})

test('Q-108: transaction ids are positive, unique and rising, on several nodes and over a restart', async (t) => {
  const nodeA = await startSystem(t, { tokens: ['CARD-1'] })
  const nodeB = await startSystem(t, { sharing: nodeA })
  const given = new Map<string, number[]>()
  const startMany = async (round: number) =>
    Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const identity = `CP-${index}`
        const node = index % 2 === 0 ? nodeA : nodeB
        const charger = await node.connectCharger(identity)
        for (let connectorId = 1; connectorId <= 10; connectorId += 1) {
          const message = { connectorId, idTag: 'CARD-1', meterStart: round, timestamp: new Date().toISOString() }
          const { transactionId } = await charger.call('StartTransaction', message)
          given.set(identity, [...(given.get(identity) ?? []), transactionId])
        }
        await charger.close()
      }),
    )
  for (let index = 0; index < 10; index += 1) await nodeA.addCharger(`CP-${index}`)
  await startMany(1)
  await nodeA.restart()
  await startMany(2)
  const all = [...given.values()].flat()
  assert.equal(all.length, 200)
  assert.equal(new Set(all).size, 200)
  assert.ok(all.every((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31))
  for (const ids of given.values())
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    )
})

type Message = Record<string, unknown>

function start(charger: BenchCharger, message: Message): Promise<any> {
  return charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, ...message })
}

function stop(charger: BenchCharger, transactionId: number, message: Message): Promise<any> {
  return charger.call('StopTransaction', { transactionId, meterStop: 1_000, ...message })
}

function status(charger: BenchCharger, status: string, timestamp: string): Promise<any> {
  return charger.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status, timestamp })
}

type Shown = { transactionId?: number; at: string; wh: number; soc?: number }

function meterValues(charger: BenchCharger, { transactionId, at, wh, soc }: Shown): Promise<any> {
  const sampledValue = [
    { value: String(wh) },
    ...(soc === undefined ? [] : [{ value: String(soc), measurand: 'SoC', unit: 'Percent' }]),
  ]
  return charger.call('MeterValues', {
    connectorId: 1,
    ...(transactionId === undefined ? {} : { transactionId }),
    meterValue: [{ timestamp: at, sampledValue }],
  })
}

async function records(bench: SessionBench, { identity }: BenchCharger): Promise<Record<string, any>[]> {
  return recordsOf(await bench.depot(), identity)
}

function sessions(bench: SessionBench, { identity }: BenchCharger): Promise<Record<string, any>[]> {
  return sessionsOf(bench.system, identity)
}

async function states(bench: SessionBench, charger: BenchCharger): Promise<string[]> {
  return (await sessions(bench, charger)).map(({ state }) => state)
}
