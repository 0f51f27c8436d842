import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConsoleUser, logIn } from '../support/console.ts'
import { reportCharge } from '../support/depot-sessions.ts'
import { sessionBench } from '../support/session-bench.ts'
import { eventually, startSystem } from '../support/system.ts'

test('a running session is on top of the list, with what its meter shows now', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger()
  const anna = await logIn(bench.system)
  await reportCharge(charger, { startedAt: bench.ago(7_200), endedAt: bench.ago(3_600) })
  const { transactionId } = await charger.call('StartTransaction', {
    connectorId: 2,
    idTag: 'CARD-1',
    meterStart: 1_000,
    timestamp: bench.ago(600),
  })
  await meter(charger, transactionId, bench.ago(300), { energy: 3_500, power: 22_000, soc: 40 })
  await meter(charger, transactionId, bench.ago(100), { energy: 6_000, power: 11_000, soc: 55 })

  const [open, finished, ...more] = (await anna.get('sessions')).body.items
  assert.deepEqual(more, [])
  assert.deepEqual(
    { ...open, id: 0, charger: open.charger.identity },
    {
      id: 0,
      recordNo: null,
      state: 'active',
      charger: 'CP-1',
      evse: 2,
      connector: 2,
      card: 'CARD-1',
      vehicle: null,
      startedAt: open.startedAt,
      endedAt: null,
      energyWh: '5000',
      powerW: 11_000,
      initialSoc: 40,
      soc: 55,
      endReason: null,
      flags: [],
    },
  )
  assert.deepEqual([finished.state, finished.energyWh, finished.powerW], ['finished', '5000', null])
  assert.ok(finished.recordNo > 0)

  const { points } = (await anna.get(`sessions/${open.id}/readings`)).body
  assert.deepEqual(
    points.map(({ energyWh, powerW, socPercent }: any) => [energyWh, powerW, socPercent]),
    [
      [3_500, 22_000, 40],
      [6_000, 11_000, 55],
    ],
  )
  const detail = (await anna.get(`sessions/${open.id}`)).body
  assert.equal(detail.ending, null)
  assert.equal(detail.row.energyWh, '5000')
})

test('pages of sessions hold each one once, in one order', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger()
  const anna = await logIn(bench.system)
  for (const hour of [8, 7, 6, 5, 4]) {
    await reportCharge(charger, { startedAt: bench.ago(hour * 3_600), endedAt: bench.ago(hour * 3_600 - 600) })
  }
  for (const connectorId of [1, 2]) {
    await charger.call('StartTransaction', { connectorId, idTag: 'CARD-1', meterStart: 0, timestamp: bench.ago(9) })
  }
  const all = (await anna.get('sessions')).body
  assert.equal(all.next, null)
  assert.deepEqual(
    all.items.map((one: any) => one.state),
    ['active', 'active', ...Array(5).fill('finished')],
  )
  assert.deepEqual(await pagesOf(anna, 'limit=3'), all.items)
  assert.deepEqual(await pagesOf(anna, 'limit=1'), all.items)

  const span = `from=${bench.ago(7.5 * 3_600)}&to=${bench.ago(3.5 * 3_600)}`
  const inSpan = (await anna.get(`sessions?${span}`)).body.items
  assert.deepEqual(inSpan, all.items.slice(2, 6))
  assert.deepEqual(await pagesOf(anna, `${span}&limit=2`), inSpan)
  assert.equal((await anna.get(`sessions?from=${bench.ago(10)}&to=${bench.ago(20)}`)).body.error.field, 'to')
  for (const wrong of ['after=f', 'after=o1.5.5', 'limit=0', 'state=odd', 'from=yesterday-at-noon-or-so', 'x=1']) {
    assert.equal((await anna.get(`sessions?${wrong}`)).body.error?.code, 'invalid_value', wrong)
  }
})

test('sessions are found by a part of their card, vehicle or charger, and by state, charger and time', async (t) => {
  const bench = await sessionBench(t)
  const { system, ago } = bench
  const [first, second] = [await bench.charger(), await bench.charger()]
  const anna = await logIn(system)
  const card = await anna.post('cards', { uid: 'Red-Card', vehicle: 'BUS-7', visualNumber: '4711' })
  const charge = (charger: typeof first, idTag: string, hour: number) =>
    reportCharge(charger, { idTag, startedAt: ago(hour * 3_600), endedAt: ago(hour * 3_600 - 60) })
  await charge(first, 'Red-Card', 5)
  await charge(second, 'RED-CARD', 4)
  await charge(second, 'NOBODYS', 3)
  await anna.patch(`cards/${card.body.id}`, { vehicle: 'BUS-8' })
  await charge(first, 'Red-Card', 2)

  const found = async (query: string) =>
    (await anna.get(`sessions?${query}`)).body.items.map((one: any) => `${one.charger.identity} ${one.card}`)
  assert.deepEqual(await found('q=bus-7'), ['CP-2 RED-CARD', 'CP-1 Red-Card'])
  assert.deepEqual(await found('q=bus'), ['CP-1 Red-Card', 'CP-2 RED-CARD', 'CP-1 Red-Card'])
  assert.deepEqual(await found('q=ed-car'), ['CP-1 Red-Card', 'CP-2 RED-CARD', 'CP-1 Red-Card'])
  assert.deepEqual(await found('q=4711'), ['CP-1 Red-Card', 'CP-2 RED-CARD', 'CP-1 Red-Card'])
  assert.deepEqual(await found('q=nobodys'), ['CP-2 NOBODYS'])
  assert.deepEqual(await found('q=p-2'), ['CP-2 NOBODYS', 'CP-2 RED-CARD'])
  assert.deepEqual(await found('q=P_2'), [])
  assert.deepEqual(await found('q=nothing-of-it'), [])
  const chargerId = (await anna.get('sessions?q=cp-2')).body.items[0].charger.id
  assert.deepEqual(await found(`charger=${chargerId}`), ['CP-2 NOBODYS', 'CP-2 RED-CARD'])
  assert.deepEqual(await found(`charger=${chargerId}&q=red`), ['CP-2 RED-CARD'])
  assert.deepEqual(await found(`charger=${chargerId}&from=${ago(3.5 * 3_600)}`), ['CP-2 NOBODYS'])
  assert.deepEqual(await found('state=open'), [])
  assert.equal((await found('state=finished')).length, 4)
})

test('a session that the vehicle ended tells its whole story and its conversation', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger()
  const anna = await logIn(bench.system)
  await charger.call('Authorize', { idTag: 'CARD-1' })
  await status(charger, 1, 'Preparing', bench.ago(9))
  await charger.call('Heartbeat', {})
  const { transactionId } = await charger.call('StartTransaction', {
    connectorId: 1,
    idTag: 'CARD-1',
    meterStart: 1_000,
    timestamp: bench.ago(8),
  })
  await status(charger, 1, 'Charging', bench.ago(7))
  await status(charger, 2, 'Preparing', bench.ago(6))
  await meter(charger, transactionId, bench.ago(5), { energy: 1_200, power: 7_000, soc: 30 })
  await charger.call('StopTransaction', {
    transactionId,
    meterStop: 1_500,
    timestamp: bench.ago(2),
    reason: 'EVDisconnected',
  })
  await status(charger, 1, 'Available', bench.ago(1))

  const { id } = (await anna.get('sessions')).body.items[0]
  const { body } = await anna.get(`sessions/${id}`)
  assert.deepEqual(body.ending, { by: 'vehicle', reason: 'EVDisconnected' })
  assert.deepEqual([body.decision, body.wireFamily, body.wireId], ['accepted', '1.6', String(transactionId)])
  const story = body.timeline
    .filter(({ kind }: any) => kind !== 'connected')
    .map(({ kind, detail }: any) => `${kind} ${detail.status ?? detail.decision ?? detail.reason ?? ''}`.trim())
  assert.deepEqual(
    story.toSorted(),
    [
      'authorized accepted',
      'ended EVDisconnected',
      'published',
      'started accepted',
      'status Available',
      'status Charging',
      'status Preparing',
      'unplugged',
    ].toSorted(),
  )
  const times = body.timeline.map(({ at }: any) => at)
  assert.deepEqual(times, times.toSorted())

  const told = await eventually(
    async () => (await anna.get(`sessions/${id}/messages`)).body,
    ({ items }) => items.length >= 7,
  )
  assert.deepEqual(
    told.items.map(({ action }: any) => action),
    [
      'Authorize',
      'StatusNotification',
      'StartTransaction',
      'StatusNotification',
      'MeterValues',
      'StopTransaction',
      'StatusNotification',
    ],
  )
  assert.equal(told.complete, true)
  assert.ok(
    told.items.every(({ call }: any) => !call.includes('CARD-1')),
    'cards are masked',
  )
})

test('a 2.x session tells when charging was suspended and resumed, and who stopped it', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
  const anna = await logIn(bench.system)
  const transactionId = 'a.b*c(1)'
  const tell = (seqNo: number, eventType: string, triggerReason: string, chargingState: string, more: object = {}) => {
    const { stoppedReason, ...rest } = more as { stoppedReason?: string }
    return charger.call('TransactionEvent', {
      eventType,
      timestamp: bench.ago(60 - seqNo),
      triggerReason,
      seqNo,
      transactionInfo: { transactionId, chargingState, ...(stoppedReason && { stoppedReason }) },
      ...rest,
    })
  }
  await tell(0, 'Started', 'Authorized', 'EVConnected', {
    evse: { id: 1, connectorId: 1 },
    idToken: { idToken: 'CARD-1', type: 'ISO14443' },
  })
  await tell(1, 'Updated', 'ChargingStateChanged', 'Charging')
  await tell(2, 'Updated', 'MeterValuePeriodic', 'Charging')
  await tell(3, 'Updated', 'ChargingStateChanged', 'SuspendedEV')
  await tell(4, 'Updated', 'ChargingStateChanged', 'Charging')
  await tell(5, 'Ended', 'RemoteStop', 'Idle', { stoppedReason: 'Remote' })

  const { id } = (await anna.get('sessions')).body.items[0]
  const { body } = await anna.get(`sessions/${id}`)
  assert.deepEqual(body.ending, { by: 'operator', reason: 'Remote' })
  assert.deepEqual(
    body.timeline.filter(({ kind }: any) => kind === 'charging').map(({ detail }: any) => detail.state),
    ['EVConnected', 'Charging', 'SuspendedEV', 'Charging', 'Idle'],
  )
  const { items, complete } = (await anna.get(`sessions/${id}/messages`)).body
  assert.deepEqual([items.map(({ action }: any) => action), complete], [Array(6).fill('TransactionEvent'), true])
})

test('a session that nobody ended was ended by the server, and one that is not ours does not exist', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system } = bench
  const charger = await bench.charger()
  await charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: bench.ago(5) })
  await bench.pass({ days: 8 })
  const anna = await logIn(system)
  const { id } = (await anna.get('sessions?state=finished')).body.items[0]
  assert.deepEqual((await anna.get(`sessions/${id}`)).body.ending, { by: 'server', reason: 'MissingStop' })

  await charger.call('StopTransaction', { transactionId: 999_999, meterStop: 5, timestamp: bench.ago(1) })
  assert.equal((await anna.get('sessions?state=open')).body.items[0].state, 'unknown')
  await bench.pass({ days: 8 })
  const later = await logIn(system)
  const [failed] = (await later.get('sessions?state=failed')).body.items
  assert.deepEqual([failed.state, failed.recordNo], ['expired', null])
  assert.equal((await later.get('sessions')).body.items.length, 1)

  await system.admin('tenant.add', { slug: 'other' })
  const stranger = await logIn(system, { role: 'administrator', tenant: 'other' })
  assert.deepEqual((await stranger.get('sessions')).body.items, [])
  for (const path of [`sessions/${id}`, `sessions/${id}/readings`, `sessions/${id}/messages`]) {
    assert.equal((await stranger.get(path)).body.error.code, 'not_found')
    assert.equal((await later.get(path)).status, 200)
  }
  assert.equal((await stranger.get('sessions.csv')).text.split('\r\n').length, 2)
})

test('without a login there are no sessions to see', async (t) => {
  const system = await startSystem(t)
  for (const path of [
    'sessions',
    'sessions/1',
    'sessions/1/readings',
    'sessions/1/messages',
    'sessions.csv',
    'cards.csv',
  ]) {
    assert.equal((await fetch(`${system.url}/console-api/${path}`)).status, 401, path)
  }
})

type Caller = { call(action: string, payload: object): Promise<any> }

function meter(
  charger: Caller,
  transactionId: number,
  timestamp: string,
  { energy, power, soc }: { energy: number; power: number; soc: number },
) {
  const sampledValue = [
    { value: String(energy), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
    { value: String(power), measurand: 'Power.Active.Import', unit: 'W' },
    { value: String(soc), measurand: 'SoC', unit: 'Percent' },
  ]
  const connectorId = energy > 2_000 ? 2 : 1
  return charger.call('MeterValues', { connectorId, transactionId, meterValue: [{ timestamp, sampledValue }] })
}

function status(charger: Caller, connectorId: number, word: string, timestamp: string) {
  return charger.call('StatusNotification', { connectorId, errorCode: 'NoError', status: word, timestamp })
}

async function pagesOf(user: ConsoleUser, query: string): Promise<any[]> {
  const items: any[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: any = (await user.get(`sessions?${query}${after === '' ? '' : `&after=${after}`}`)).body
    assert.ok(page.items, JSON.stringify(page))
    items.push(...page.items)
    after = page.next
  }
  return items
}
