import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BenchCharger, type SessionBench, sessionBench } from '../support/session-bench.ts'
import { read, readingsOf, recordsOf, sessionsOf } from '../support/session-rows.ts'

test('OCPP 2.0.1 transactions', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const { system, ago } = bench
  await system.admin('token.add', { uids: ['GROUP-1'], group: 'FLEET', vehicle: 'BUS-7' })
  const connect = (evses = 2) => bench.charger({ protocol: 'ocpp2.0.1', evses })

  await t.test(
    'Q-121: events that come out of order and twice are one session, whole when none is missing',
    async () => {
      const charger = await connect()
      const started = event(0, 'Started', ago(600), { evse, idToken, ...meter(1_000, ago(600), 'Transaction.Begin') })
      const second = event(1, 'Updated', ago(400), meter(2_000, ago(400)))
      const third = event(2, 'Updated', ago(200), meter(3_000, ago(200)))
      const ended = event(3, 'Ended', ago(10), meter(4_000, ago(10), 'Transaction.End'))
      for (const message of [started, second, second, ended]) await tell(charger, message)
      assert.deepEqual(await records(bench, charger), [])
      await tell(charger, third)
      const [record, ...others] = await records(bench, charger)
      assert.deepEqual(others, [])
      assert.equal(record!.EnergyDelivered, 3_000)
      const [session, ...more] = await sessions(bench, charger)
      assert.deepEqual([more, session!.flags], [[], []])
    },
  )

  await t.test('X-14: events may be numbered from anywhere', async () => {
    const charger = await connect()
    await tell(charger, event(7, 'Started', ago(60), { evse, idToken }))
    await tell(charger, event(8, 'Ended', ago(1)))
    assert.equal((await records(bench, charger)).length, 1)
  })

  await t.test(
    'X-14: a session with a gap is published after 72 hours, flagged, and whole when the gap is filled',
    async () => {
      const charger = await connect()
      const missing = event(1, 'Updated', ago(30), meter(1_800, ago(30)))
      await tell(
        charger,
        event(0, 'Started', ago(60), { evse, idToken, ...meter(1_000, ago(60), 'Transaction.Begin') }),
      )
      await tell(charger, event(2, 'Ended', ago(1), meter(1_900, ago(1), 'Transaction.End')))
      await bench.pass({ hours: 71 })
      assert.deepEqual(await records(bench, charger), [])
      await bench.pass({ hours: 2 })
      const [record] = await records(bench, charger)
      assert.equal(record!.EnergyDelivered, 900)
      assert.deepEqual((await sessions(bench, charger))[0]!.flags, ['gaps'])
      await tell(charger, missing)
      assert.deepEqual(await records(bench, charger), [record])
      assert.deepEqual((await sessions(bench, charger))[0]!.flags, [])
    },
  )

  await t.test('X-15: another event with the same number is kept beside the first, and flagged', async () => {
    const charger = await connect()
    await tell(charger, event(0, 'Started', ago(60), { evse, idToken }))
    await tell(charger, event(1, 'Updated', ago(40), { ...charging, ...meter(1_000, ago(40)) }))
    await tell(charger, event(1, 'Updated', ago(20), { ...charging, ...meter(1_300, ago(20)) }))
    await tell(charger, event(2, 'Ended', ago(1)))
    assert.ok((await sessions(bench, charger))[0]!.flags.includes('seq-repeated'))
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 300)
    const events = await read(
      system,
      `select e.seq_no from session_event e join session s on s.id = e.session_id
         join charger c on c.id = s.charger_id where c.identity = $1 order by e.seq_no`,
      [charger.identity],
    )
    assert.deepEqual(
      events.map((one) => one.seq_no),
      [0, 1, 1, 2],
    )
  })

  await t.test('Q-122, X-18: an event that comes after the end corrects the record and reopens nothing', async () => {
    const charger = await connect()
    const late = event(1, 'Updated', ago(30), {
      ...{ offline: true, ...charging },
      meterValue: [{ timestamp: ago(30), sampledValue: [{ value: 44, measurand: 'SoC' }] }],
    })
    await tell(charger, event(0, 'Started', ago(60), { evse, idToken }))
    await tell(charger, event(2, 'Ended', ago(1)))
    await bench.pass({ hours: 73 })
    const [{ InsertedAt: insertedAt, TransactionID: number }] = (await records(bench, charger)) as [Record<string, any>]
    await tell(charger, late)
    const [record, ...others] = await records(bench, charger)
    assert.deepEqual(others, [])
    assert.deepEqual([record!.EndSoC, record!.InsertedAt, record!.TransactionID], [44, insertedAt, number])
    assert.deepEqual(await states(bench, charger), ['finished'])
  })

  await t.test('Q-123, X-13: a session of which only the end is known is kept as incomplete', async () => {
    const charger = await connect()
    await tell(charger, event(5, 'Ended', ago(1), { evse, ...meter(1_900, ago(1), 'Transaction.End') }))
    assert.deepEqual(await records(bench, charger), [])
    await bench.pass({ hours: 73 })
    const [session] = await sessions(bench, charger)
    assert.equal(session!.state, 'finished')
    assert.deepEqual(session!.flags, ['gaps', 'start-incomplete'])
    assert.equal((await records(bench, charger)).length, 1)
  })

  await t.test('X-13: a session whose start comes last begins where the start says', async () => {
    const charger = await connect()
    const startedAt = ago(100)
    await tell(charger, event(1, 'Updated', ago(50), charging))
    await tell(charger, event(2, 'Ended', ago(1)))
    await tell(charger, event(0, 'Started', startedAt, { evse, idToken }))
    const [record] = await records(bench, charger)
    assert.deepEqual([record!.StartAt, record!.Initiator, record!.ConnectorID], [startedAt, 'CARD-1', 1])
  })

  await t.test(
    'Q-124, X-16: an EVSE with several connectors is not guessed at, one with a single connector is',
    async () => {
      const charger = await connect()
      await statusOf(charger, 1, 1, ago(90))
      await statusOf(charger, 1, 2, ago(90))
      await tell(charger, event(0, 'Started', ago(60), { evse: { id: 1 }, idToken }))
      await tell(charger, event(0, 'Started', ago(60), { evse: { id: 2 }, idToken, id: 'tx-2' }))
      const placed = (await sessions(bench, charger)).map(({ ocpp_evse, connector }) => [ocpp_evse, connector])
      assert.deepEqual(placed, [
        [1, null],
        [2, 1],
      ])
    },
  )

  await t.test('X-16: what is said once stays said', async () => {
    const charger = await connect()
    await tell(charger, event(0, 'Started', ago(60), { evse: { id: 2, connectorId: 1 } }))
    await tell(charger, event(1, 'Updated', ago(50), { triggerReason: 'Authorized', idToken: groupToken }))
    await tell(charger, event(2, 'Updated', ago(40), charging))
    await tell(charger, event(3, 'Ended', ago(1), { transactionInfo: { stoppedReason: 'SOCLimitReached' } }))
    const [record] = await records(bench, charger)
    assert.deepEqual([record!.ConnectorID, record!.Initiator, record!.VehicleID], [2, 'GROUP-1', 'BUS-7'])
    assert.equal(record!.EndResult, 'Other')
  })

  await t.test(
    'X-17: an event with a token is answered with its status and group, any other with nothing',
    async () => {
      const charger = await connect()
      const answer = await tell(charger, event(0, 'Started', ago(60), { evse, idToken: groupToken }))
      assert.equal(answer.idTokenInfo.status, 'Accepted')
      assert.equal(answer.idTokenInfo.groupIdToken.idToken, 'FLEET')
      assert.deepEqual(await tell(charger, event(1, 'Updated', ago(30), charging)), {})
      const stranger = { idToken: 'STRANGER', type: 'ISO14443' }
      const refused = await tell(charger, event(2, 'Updated', ago(20), { idToken: stranger }))
      assert.equal(refused.idTokenInfo.status, 'Unknown')
    },
  )

  await t.test('A-06: a token is judged anew when a session starts, whatever it was told before', async () => {
    await system.admin('token.add', { uids: ['SHORT'], validUntil: ago(-60) })
    const charger = await connect()
    const short = { idToken: 'SHORT', type: 'ISO14443' }
    assert.equal((await charger.call('Authorize', { idToken: short })).idTokenInfo.status, 'Accepted')
    await bench.pass({ minutes: 2 })
    const started = event(0, 'Started', ago(0), { evse, idToken: short })
    assert.equal((await tell(charger, started)).idTokenInfo.status, 'Expired')
  })

  await t.test('A-09: a code that was typed in is written nowhere', async () => {
    const charger = await connect()
    const code = { idToken: 'PIN-472911', type: 'KeyCode' }
    await system.admin('token.add', { uids: [code.idToken] })
    assert.equal((await charger.call('Authorize', { idToken: code })).idTokenInfo.status, 'Accepted')
    const started = event(0, 'Started', ago(60), { evse, idToken: code })
    assert.equal((await tell(charger, started)).idTokenInfo.status, 'Accepted')
    assert.equal((await tell(charger, started)).idTokenInfo.status, 'Accepted')
    await tell(charger, event(1, 'Ended', ago(1), { idToken: code }))
    const found = await read(
      system,
      `select 'log' as where from message_log where call like '%472911%' or reply like '%472911%'
       union all select 'attempt' from authorization_attempt where token_uid like '%472911%'
       union all select 'fact' from fact where body::text like '%472911%'
       union all select 'session' from session where token_uid like '%472911%' or evidence::text like '%472911%'`,
    )
    assert.deepEqual(found, [])
  })

  await t.test('Q-125, X-19: a 0 at the start that was no register is not counted from', async () => {
    const charger = await connect()
    await tell(
      charger,
      event(0, 'Started', ago(600), { offline: true, evse, idToken, ...meter(0, ago(600), 'Transaction.Begin') }),
    )
    await tell(charger, event(1, 'Updated', ago(300), meter(909_948, ago(300))))
    await tell(charger, event(2, 'Ended', ago(1), meter(910_031, ago(1), 'Transaction.End')))
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 83)
    assert.ok((await sessions(bench, charger))[0]!.flags.includes('placeholder-start'))
  })

  await t.test('X-19: a meter that does count from 0 is believed', async () => {
    const charger = await connect()
    await tell(charger, event(0, 'Started', ago(600), { evse, idToken, ...meter(0, ago(600), 'Transaction.Begin') }))
    await tell(charger, event(1, 'Updated', ago(300), meter(900, ago(300))))
    await tell(charger, event(2, 'Ended', ago(1), meter(1_850, ago(1), 'Transaction.End')))
    assert.equal((await records(bench, charger))[0]!.EnergyDelivered, 1_850)
    assert.deepEqual((await sessions(bench, charger))[0]!.flags, [])
  })

  await t.test('Q-126: a charger that boots in a session and tells all of it again has one session', async () => {
    const charger = await connect()
    const told = [event(0, 'Started', ago(60), { evse, idToken }), event(1, 'Updated', ago(40), charging)]
    for (const message of told) await tell(charger, message)
    const chargingStation = { vendorName: 'Acme', model: 'Two' }
    await charger.call('BootNotification', { reason: 'Watchdog', chargingStation })
    for (const message of told) await tell(charger, { ...message, offline: true })
    await tell(charger, event(2, 'Ended', ago(1), { transactionInfo: { stoppedReason: 'PowerLoss' } }))
    const [session, ...others] = await sessions(bench, charger)
    assert.deepEqual(others, [])
    assert.deepEqual(session!.flags, ['charger-restarted'])
    assert.equal((await records(bench, charger))[0]!.EndResult, 'PowerLoss')
  })

  await t.test('Q-128: a charger that asks for no authorization is accepted', async () => {
    const charger = await connect()
    const nobody = { idToken: '', type: 'NoAuthorization' }
    assert.equal((await charger.call('Authorize', { idToken: nobody })).idTokenInfo.status, 'Accepted')
    const started = event(0, 'Started', ago(60), { evse, idToken: nobody })
    assert.equal((await tell(charger, started)).idTokenInfo.status, 'Accepted')
    await tell(charger, event(1, 'Ended', ago(1)))
    assert.equal((await records(bench, charger)).length, 1)
  })

  await t.test('meter values of an event without a place are stored at the EVSE of its session', async () => {
    const charger = await connect()
    await tell(charger, event(0, 'Started', ago(60), { evse: { id: 2, connectorId: 1 }, idToken }))
    await tell(charger, event(1, 'Updated', ago(40), meter(1_000, ago(40))))
    const [reading] = await readingsOf(system, charger.identity)
    assert.deepEqual([reading!.ocpp_evse, reading!.connector], [2, 1])
  })

  await t.test('S10: a charger that has never booted is refused until it has', async () => {
    await system.addCharger('CS-NEW')
    const charger = { ...(await system.connectCharger('CS-NEW', { protocol: 'ocpp2.0.1' })), identity: 'CS-NEW' }
    await assert.rejects(tell(charger, event(0, 'Started', ago(60), { evse, idToken })), /not accepted/)
    assert.deepEqual(await sessions(bench, charger), [])
    await charger.call('BootNotification', {
      reason: 'PowerUp',
      chargingStation: { vendorName: 'Acme', model: 'Two' },
    })
    await tell(charger, event(0, 'Started', ago(60), { evse, idToken }))
    assert.deepEqual(await states(bench, charger), ['active'])
  })
})

const evse = { id: 1, connectorId: 1 }
const idToken = { idToken: 'CARD-1', type: 'ISO14443' }
const groupToken = { idToken: 'GROUP-1', type: 'ISO14443' }
const charging = { transactionInfo: { chargingState: 'Charging' } }

type Event = Record<string, any>

function event(seqNo: number, eventType: string, timestamp: string, more: Event = {}): Event {
  const { transactionInfo, id = 'tx-1', ...rest } = more
  const triggerReason = 'MeterValuePeriodic'
  return {
    eventType,
    triggerReason,
    seqNo,
    timestamp,
    transactionInfo: { transactionId: id, ...transactionInfo },
    ...rest,
  }
}

function meter(value: number, timestamp: string, context = 'Sample.Periodic'): Event {
  return { meterValue: [{ timestamp, sampledValue: [{ value, context }] }] }
}

function tell(charger: BenchCharger, message: Event): Promise<any> {
  return charger.call('TransactionEvent', message)
}

function statusOf(charger: BenchCharger, evseId: number, connectorId: number, timestamp: string): Promise<any> {
  return charger.call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId, connectorId })
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
