import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BenchCharger, type SessionBench, sessionBench } from '../support/session-bench.ts'
import { chanceOf } from '../support/session-chance.ts'
import { quarantineOf, read, readingsOf, recordsOf, sessionsOf } from '../support/session-rows.ts'

const chance = chanceOf(20_260_301)
const numbers = Array.from({ length: 40 }, (_, index) => index + 1)
const days = 86_400

test('F13: a 2.0.1 charger that was offline for three days tells of exactly its 40 sessions, in any order', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
  // Numbers go on from session to session; one session in ten lost an event in the middle, two were never ended.
  const told = numbers.flatMap((number) => {
    const startedAgo = 3 * days - number * 6_000
    const evseId = (number % 2) + 1
    const meter = (part: number, context: string) => ({
      meterValue: [
        {
          timestamp: bench.ago(startedAgo - part * 3_600),
          sampledValue: [{ value: 100_000 * number + part * number * 100, context }],
        },
      ],
    })
    const event = (index: number, eventType: string, part: number, more: object) => ({
      ...{ eventType, triggerReason: 'MeterValuePeriodic', seqNo: number * 4 + index, offline: true },
      ...{ timestamp: bench.ago(startedAgo - part * 3_600), transactionInfo: { transactionId: `tx-${number}` } },
      ...more,
    })
    const idToken = { idToken: 'CARD-1', type: 'ISO14443' }
    const begin = { evse: { id: evseId, connectorId: 1 }, idToken, ...meter(0, 'Transaction.Begin') }
    return [
      event(0, 'Started', 0, begin),
      event(1, 'Updated', 0.3, meter(0.3, 'Sample.Periodic')),
      ...(number % 10 === 5 ? [] : [event(2, 'Updated', 0.6, meter(0.6, 'Sample.Periodic'))]),
      ...(number % 20 === 9 ? [] : [event(3, 'Ended', 1, meter(1, 'Transaction.End'))]),
    ]
  })
  const copies = told.flatMap((event) => (chance.happens(0.25) ? [event, event] : [event]))
  for (const event of chance.shuffled(copies)) await charger.call('TransactionEvent', event)

  const whole = numbers.filter((number) => number % 10 !== 5 && number % 20 !== 9)
  assert.deepEqual(await energies(bench, charger), inOrder(whole.map((number) => number * 100)))
  await bench.pass({ hours: 73 })
  const ended = numbers.filter((number) => number % 20 !== 9)
  assert.deepEqual(await energies(bench, charger), inOrder(ended.map((number) => number * 100)))
  await bench.pass({ hours: 24 * 5 })
  // the charger was asked first.
  await bench.pass({ minutes: 11 })
  const all = [...ended.map((number) => number * 100), 9 * 60, 29 * 60]
  assert.deepEqual(await energies(bench, charger), inOrder(all))
  const open = (await records(bench, charger)).filter(({ EndResult }) => EndResult === 'Incomplete')
  assert.equal(open.length, 2)
})

test('F13: a 1.6 charger that was offline for three days tells of exactly its 40 sessions, in any order', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const charger = await bench.charger()
  const startOf = (number: number) => ({
    connectorId: (number % 2) + 1,
    idTag: `CARD-${(number % 2) + 1}`,
    meterStart: 100_000 * number,
    timestamp: bench.ago(3 * days - number * 6_000),
  })
  const stopOf = (number: number, transactionId: number) => ({
    transactionId,
    idTag: `CARD-${(number % 2) + 1}`,
    meterStop: 100_000 * number + number * 100,
    timestamp: bench.ago(3 * days - number * 6_000 - 3_600),
  })
  const starts = new Map(numbers.map((number) => [number, startOf(number)]))
  const stops = new Map(numbers.map((number) => [number, stopOf(number, 0)]))
  const ids = new Map<number, number>()
  // The latest first; every third is repeated, and one stop never comes.
  for (const number of numbers.toReversed()) {
    const { transactionId } = await charger.call('StartTransaction', starts.get(number)!)
    ids.set(number, transactionId)
    if (number % 3 === 0) {
      assert.equal((await charger.call('StartTransaction', starts.get(number)!)).transactionId, transactionId)
    }
  }
  assert.equal(new Set(ids.values()).size, 40)
  for (const number of chance.shuffled(numbers.filter((one) => one !== 17))) {
    const stop = { ...stops.get(number)!, transactionId: ids.get(number)! }
    await charger.call('StopTransaction', stop)
    if (number % 4 === 0) await charger.call('StopTransaction', stop)
  }
  const stopped = numbers.filter((number) => number !== 17)
  assert.deepEqual(await energies(bench, charger), inOrder(stopped.map((number) => number * 100)))

  await bench.pass({ minutes: 16 })
  assert.deepEqual(await energies(bench, charger), inOrder([0, ...stopped.map((number) => number * 100)]))
  const open = (await sessionsOf(bench.system, charger.identity)).filter(({ end_reason: why }) => why === 'MissingStop')
  assert.deepEqual(
    open.map(({ wire_id: id }) => Number(id)),
    [ids.get(17)],
  )
})

test('F13: a 1.6 charger that knows no transaction ids while it is offline stops each session by its token', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger()
  for (const number of numbers.slice(0, 10)) {
    const startedAgo = 3 * days - number * 6_000
    const begin = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: bench.ago(startedAgo) }
    await charger.call('StartTransaction', begin)
    const stop = {
      transactionId: -number,
      idTag: 'CARD-1',
      meterStop: number * 100,
      timestamp: bench.ago(startedAgo - 60),
    }
    await charger.call('StopTransaction', stop)
    await charger.call('StopTransaction', stop)
  }
  const expected = numbers.slice(0, 10).map((number) => number * 100)
  assert.deepEqual(await energies(bench, charger), inOrder(expected))
})

test('F14: what cannot be placed is kept, with all that it said', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench

  for (const transactionId of [0, -1, 2_000_000_000]) {
    await t.test(`a stop of transaction ${transactionId} without a start is an unknown session`, async () => {
      const charger = await bench.charger()
      const transactionData = [{ timestamp: ago(30), sampledValue: [{ value: '4711' }] }]
      const stop = { transactionId, idTag: 'CARD-1', meterStop: 5_000, timestamp: ago(1), transactionData }
      await charger.call('StopTransaction', stop)
      await charger.call('StopTransaction', stop)
      const [session, ...others] = await sessionsOf(system, charger.identity)
      assert.deepEqual(others, [])
      assert.equal(session!.state, 'unknown')
      assert.equal(session!.evidence.stop.meterWh, '5000')
      assert.equal(session!.evidence.stop.tokenUid, 'CARD-1')
      const [reading] = await readingsOf(system, charger.identity)
      assert.deepEqual([reading!.session_id, Number(reading!.energy_wh)], [session!.id, 4_711])
      const facts = await read(system, `select body from fact where kind = 'session.flagged' and subject_id = $1`, [
        session!.id,
      ])
      assert.ok(facts.some(({ body }) => body.flag === 'orphan-stop'))
      assert.deepEqual(await records(bench, charger), [])
    })
  }

  await t.test('a 1.6 transaction id that is used again flags its session and keeps both stops', async () => {
    const charger = await bench.charger()
    const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: ago(600) }
    const { transactionId } = await charger.call('StartTransaction', start)
    await charger.call('StopTransaction', { transactionId, meterStop: 700, timestamp: ago(500) })
    await charger.call('StopTransaction', { transactionId, meterStop: 900, timestamp: ago(1) })
    const [session] = await sessionsOf(system, charger.identity)
    assert.deepEqual(session!.flags, ['stop-differs'])
    assert.equal(session!.evidence.otherStops[0].meterWh, '900')
    assert.deepEqual(await energies(bench, charger), [700])
  })

  await t.test('X-01: a 2.0.1 transaction id that is used again after its end is another session', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    for (const seconds of [600, 60]) {
      for (const [seqNo, eventType] of ['Started', 'Ended'].entries()) {
        const timestamp = ago(seconds - seqNo)
        const event = { eventType, triggerReason: 'Authorized', seqNo, timestamp }
        const evse = { id: 1, connectorId: 1 }
        await charger.call('TransactionEvent', { ...event, evse, transactionInfo: { transactionId: 'again' } })
      }
    }
    const sessions = await sessionsOf(system, charger.identity)
    assert.deepEqual(sessions.map(({ epoch }) => epoch).sort(), [0, 1])
    for (const { id, flags } of sessions) {
      assert.deepEqual(flags, [])
      const events = await read(system, 'select seq_no from session_event where session_id = $1 order by 1', [id])
      assert.deepEqual(
        events.map(({ seq_no: seqNo }) => seqNo),
        [0, 1],
      )
    }
  })

  await t.test('a start that cannot be read is quarantined, answered with an id, and its stop is kept', async () => {
    const { identity } = await bench.charger()
    const raw = await system.connectRaw(identity)
    const unreadable = { connectorId: 'left', idTag: 'CARD-1', meterStart: 'none', timestamp: ago(60) }
    const [type, , { transactionId, idTagInfo }] = await raw.call('StartTransaction', unreadable)
    assert.equal(type, 3)
    assert.ok(transactionId > 0)
    assert.equal(idTagInfo.status, 'Accepted')
    const [quarantined] = await quarantineOf(system, identity)
    assert.equal(quarantined!.action, 'StartTransaction')
    assert.deepEqual(JSON.parse(quarantined!.frame)[3], unreadable)
    await raw.call('StopTransaction', { transactionId, meterStop: 100, timestamp: ago(1) })
    assert.deepEqual(
      (await sessionsOf(system, identity)).map(({ state }) => state),
      ['unknown'],
    )
  })
})

async function records(bench: SessionBench, { identity }: BenchCharger): Promise<Record<string, any>[]> {
  return recordsOf(await bench.depot(), identity)
}

async function energies(bench: SessionBench, charger: BenchCharger): Promise<number[]> {
  return inOrder((await records(bench, charger)).map(({ EnergyDelivered: wh }) => wh))
}

function inOrder(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}
