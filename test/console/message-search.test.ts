import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from '#test/support/command-line.ts'
import { type ConsoleUser, logIn } from '#test/support/console.ts'
import { openEvents } from '#test/support/event-stream.ts'
import { sessionBench } from '#test/support/session-bench.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

test('messages of all chargers are found by every filter, newest first, and page by page', async (t) => {
  const system = await startSystem(t, { chargers: ['NORTH-1', 'NORTH-2', 'SOUTH-1'], tokens: ['CARD-12345'] })
  // And some that never said anything.
  for (let n = 1; n <= 4; n++) await system.addCharger(`QUIET-${n}`)
  const viewer = await logIn(system, { role: 'viewer' })
  for (const identity of ['NORTH-1', 'NORTH-2', 'SOUTH-1']) {
    const charger = await system.connectRaw(identity)
    await charger.call('BootNotification', boot, `boot-${identity}`)
    // The same message with the same id from each: told apart by their charger.
    await charger.call('Heartbeat', {}, 'beat')
  }
  const last = await system.connectRaw('SOUTH-1')
  await last.call('Authorize', { idTag: 'CARD-12345' }, 'card')
  await last.call('Authorize', {}, 'broken')
  await last.call('StatusNotification', { connectorId: '1', errorCode: 'NoError', status: 'faulted' }, 'repaired')
  await last.call('StopTransaction', { transactionId: 'what?' }, 'kept-aside')

  const list = async (query = '') => (await viewer.get(`messages?limit=200&${query}`)).body
  const all = await eventually(list, ({ items }) => items.length === 10)
  assert.equal(all.next, null)
  const places = all.items.map(({ key, charger }: any) => `${charger.identity} ${key}`)
  assert.equal(new Set(places).size, 10)
  const times = all.items.map(({ at }: any) => at)
  assert.deepEqual(times, times.toSorted().reverse())

  const paged: string[] = []
  for (let before: string | null = ''; before !== null; ) {
    const { body } = await viewer.get(`messages?limit=3${before === '' ? '' : `&before=${before}`}`)
    paged.push(...body.items.map(({ key, charger }: any) => `${charger.identity} ${key}`))
    before = body.next
  }
  assert.deepEqual(paged, places)

  const found = async (query: string) => (await list(query)).items.map((one: any) => one.messageId).sort()
  const south = all.items.find(({ charger }: any) => charger.identity === 'SOUTH-1').charger.id
  assert.deepEqual(await found('charger=north&action=BootNotification'), ['boot-NORTH-1', 'boot-NORTH-2'])
  assert.deepEqual(await found('charger=%25'), [])
  assert.deepEqual(await found(`chargerId=${south}&action=Heartbeat,BootNotification`), ['beat', 'boot-SOUTH-1'])
  assert.deepEqual(await found('action=Authorize'), ['broken', 'card'])
  assert.deepEqual(await found('action=Authorize&result=ok'), ['card'])
  assert.deepEqual(await found('result=error'), ['broken', 'kept-aside'])
  assert.deepEqual(await found('result=quarantined'), ['kept-aside'])
  assert.deepEqual(await found('result=timeout'), [])
  assert.deepEqual(await found('repaired=1&result=ok'), ['repaired'])
  assert.ok(!(await found('repaired=0')).includes('repaired'))
  assert.deepEqual(await found('messageId=card'), ['card'])
  assert.deepEqual(await found('q=ACME'), ['boot-NORTH-1', 'boot-NORTH-2', 'boot-SOUTH-1'])
  assert.deepEqual(await found('direction=out'), [])
  assert.deepEqual(await found('q=CARD-12345'), [])
  assert.deepEqual(await found(`to=${new Date(Date.now() - 60_000).toISOString()}`), [])
  for (const query of [
    'before=x',
    'before=1-2-3',
    'limit=0',
    'direction=up',
    'from=now',
    'chargerId=x',
    'repaired=perhaps',
    'more=1',
    'from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z',
  ]) {
    assert.equal((await viewer.get(`messages?${query}`)).status, 400, query)
  }
  await system.admin('tenant.add', { slug: 'other' })
  const stranger = await logIn(system, { role: 'administrator', tenant: 'other' })
  assert.deepEqual((await stranger.get('messages')).body.items, [])
  assert.deepEqual((await stranger.get(`messages?chargerId=${south}`)).body.items, [])
})

test('a search of all chargers goes back a day, looks at a bounded number of messages, and says how far it came', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const { chargers } = (await viewer.get('board')).body
  for (const [place, { id }] of chargers.entries()) {
    await read(
      system,
      `insert into message_log (charger_id, at, tenant_id, direction, action, message_id, call, reply, result, latency_us)
       select $1, now() - n * interval '2 seconds', c.tenant_id, 'in', 'Heartbeat', $2 || n,
              case when n in (5, 30000) then 'needle' else 'hay' end, '[]', 'ok', n
         from generate_series(1, 50000) n, charger c where c.id = $1`,
      [id, `${place}-`],
    )
  }
  const { found, pages } = await everyPage(viewer, 'q=needle')
  assert.deepEqual(found.sort(), ['0-30000', '0-5', '1-30000', '1-5'])
  assert.ok(pages.length > 3, 'one request does not look at everything')
  const looks = pages.map(({ searchedTo }) => searchedTo)
  assert.deepEqual(looks, looks.toSorted().reverse())
  const dayAgo = Date.now() - 24 * 3_600_000
  assert.ok(Math.abs(Date.parse(looks.at(-1)!) - dayAgo) < 60_000)

  // One charger is searched as far back as there is anything.
  const whole = await everyPage(viewer, `chargerId=${chargers[0].id}&messageId=0-49999`)
  assert.deepEqual(whole.found, ['0-49999'])
  const exported = await viewer.get(`messages.jsonl?chargerId=${chargers[0].id}`)
  assert.equal(exported.text.split('\n').length, 50_001)
})

test('what all chargers say is followed live with the filters of the search', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const topics = ['logs:', 'logs:charger=cp-2&action=BootNotification%2CHeartbeat', 'logs:result=error']
  const events = await openEvents(system.url, viewer, `topics=${encodeURIComponent(topics.join(','))}`)
  await events.event('tick')
  const [one, two] = [await system.connectRaw('CP-1'), await system.connectRaw('CP-2')]
  await one.call('BootNotification', boot, 'first')
  await two.call('BootNotification', boot, 'second')
  await two.call('Authorize', {}, 'broken')
  await two.call('Heartbeat', {}, 'last')
  const told = (topic: string) =>
    events.events
      .filter(({ event, data }) => event === 'log' && data.topic === topic)
      .flatMap(({ data }) => data.messages.map((one: any) => `${one.charger.identity} ${one.messageId}`))
      .sort()
  await eventually(
    async () => told(topics[0]!),
    (ids) => ids.includes('CP-2 last'),
  )
  assert.deepEqual(told(topics[0]!), ['CP-1 first', 'CP-2 broken', 'CP-2 last', 'CP-2 second'])
  assert.deepEqual(told(topics[1]!), ['CP-2 last', 'CP-2 second'])
  assert.deepEqual(told(topics[2]!), ['CP-2 broken'])
  const { items } = (await viewer.get('messages')).body
  const first = events.events.find(({ event }) => event === 'log')!.data.messages[0]
  assert.deepEqual(
    first,
    items.find(({ messageId }: any) => messageId === 'first'),
  )
  for (const wrong of ['logs', 'logs:direction=up', 'logs:from=2027-01-01T00:00:00Z', 'logs:chargerId=x']) {
    const answer = await viewer.get(`stream?topics=${encodeURIComponent(wrong)}`)
    assert.equal(answer.status, 400, wrong)
  }
})

test('messages are exported as JSON lines, compressed for who takes that, and without their secrets', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-12345'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const charger = await system.connectRaw('CP-1')
  await charger.call('BootNotification', boot, 'boot')
  await charger.call('Authorize', { idTag: 'CARD-12345' }, 'card')
  await charger.call('StatusNotification', { connectorId: '1', errorCode: 'NoError', status: 'Available' }, 'repaired')
  await eventually(
    async () => (await viewer.get('messages')).body.items,
    (items) => items.length === 3,
  )
  const plain = await viewer.call('messages.jsonl', { headers: { 'accept-encoding': 'identity' } })
  assert.match(plain.headers.get('content-disposition')!, /^attachment; filename="voltyard-messages-.*\.jsonl"$/)
  const lines = plain.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ messageId }) => messageId),
    ['repaired', 'card', 'boot'],
  )
  const [repaired, card, booted] = lines
  assert.deepEqual(booted.call, [2, 'boot', 'BootNotification', boot])
  assert.equal(booted.reply[2].status, 'Accepted')
  assert.deepEqual([booted.charger, booted.direction, booted.result, booted.repairs], ['CP-1', 'in', 'ok', []])
  assert.equal(typeof booted.latencyMs, 'number')
  assert.ok(repaired.repairs.length > 0)
  assert.deepEqual(card.call[3], { idTag: 'CA…2345' })

  const packed = await fetch(`${system.url}/console-api/messages.jsonl?action=Authorize`, {
    headers: { cookie: viewer.cookie, 'accept-encoding': 'gzip' },
  })
  assert.equal(packed.headers.get('content-encoding'), 'gzip')
  assert.equal(JSON.parse(await packed.text()).messageId, 'card')
  assert.equal((await fetch(`${system.url}/console-api/messages.jsonl`)).status, 401)
  assert.equal((await viewer.get('messages.jsonl?from=now')).status, 400)
  assert.equal((await viewer.get('messages.jsonl?charger=nobody')).text, '')

  const env = { DATABASE_URL: system.databaseUrl, VOLTYARD_DATA: system.dataFolder }
  const run = (...argv: string[]) => runCommand(['export', 'messages', ...argv], env)
  assert.equal((await run('--charger', 'cp-1')).out.trim(), plain.text.trim())
  assert.equal((await run('--from', '2020-01-01', '--to', '2020-01-02')).out.trim(), '')
  assert.match((await run('--charger', 'CP-9')).err, /no charger|not found|no such/i)
  assert.equal((await run('--from', 'May')).exitCode, 2)
})

test('the conversation of a session has what we asked the charger for, goes on page by page, and is exported', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const charger = await bench.charger()
  const anna = await logIn(bench.system)
  await charger.call('Authorize', { idTag: 'CARD-1' })
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: bench.ago(3_000) }
  const { transactionId } = await charger.call('StartTransaction', start)
  for (let minute = 1; minute <= 12; minute++) {
    const meterValue = [{ timestamp: bench.ago(3_000 - minute * 60), sampledValue: [{ value: String(minute * 100) }] }]
    await charger.call('MeterValues', { connectorId: 1, transactionId, meterValue })
  }
  await charger.call('StatusNotification', { connectorId: 2, errorCode: 'NoError', status: 'Preparing' })
  charger.handle('RemoteStopTransaction', () => ({ status: 'Accepted' }))
  const [{ id, charger: at }] = (await anna.get('sessions')).body.items
  const asked = await anna.post(`chargers/${at.id}/commands`, { kind: 'stop', sessionId: id, evse: null })
  await eventually(
    async () => (await anna.get('messages?action=RemoteStopTransaction')).body.items,
    (items) => items.length === 1,
  )
  const { request, reply } = (await anna.get(`commands/${asked.body.id}/frames`)).body
  assert.deepEqual(JSON.parse(request)[3], { transactionId })
  assert.deepEqual(JSON.parse(reply)[2], { status: 'Accepted' })
  assert.equal((await anna.get('commands/999/frames')).status, 404)
  await charger.call('StopTransaction', { transactionId, meterStop: 1_300, timestamp: bench.ago(1) })

  const actions: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { body } = await anna.get(`sessions/${id}/messages?limit=5${after === '' ? '' : `&after=${after}`}`)
    assert.equal(body.complete, true)
    actions.push(...body.items.map(({ action }: any) => action))
    after = body.next
  }
  assert.deepEqual(actions, [
    'Authorize',
    'StartTransaction',
    ...Array(12).fill('MeterValues'),
    'RemoteStopTransaction',
    'StopTransaction',
  ])
  assert.equal((await anna.get(`sessions/${id}/messages?after=x`)).status, 400)
  const lines = (await anna.get(`sessions/${id}/messages.jsonl`)).text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ action }) => action),
    actions,
  )
  assert.equal((await anna.get('sessions/999/messages.jsonl')).status, 404)

  // From a message to its session.
  const named = (transaction: unknown) =>
    anna.get(`messages/session?chargerId=${at.id}&transaction=${transaction}`).then(({ body }) => body.sessionId)
  assert.deepEqual([await named(transactionId), await named('another')], [id, null])
})

test('messages that were kept aside are listed masked, and a person marks them as seen', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-12345'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const operator = await logIn(system, { role: 'operator' })
  const charger = await system.connectRaw('CP-1')
  await charger.call('BootNotification', boot, 'boot')
  for (const id of ['one', 'two']) {
    await charger.call('StopTransaction', { transactionId: 'what?', idTag: 'CARD-12345' }, id)
  }
  const list = async (query = '') => (await viewer.get(`kept-messages?${query}`)).body
  const { items, unseen, next } = await list()
  assert.deepEqual([items.length, unseen, next], [2, 2, null])
  const [newest] = items
  assert.deepEqual(JSON.parse(newest.frame).slice(0, 3), [2, 'two', 'StopTransaction'])
  assert.ok(!JSON.stringify(items).includes('CARD-12345'))
  assert.deepEqual([newest.charger.identity, newest.action, newest.seenAt], ['CP-1', 'StopTransaction', null])
  assert.ok(newest.reason.length > 0)
  const first = await list('limit=1')
  assert.deepEqual((await list(`limit=1&before=${first.next}`)).items[0].id, items[1].id)

  assert.equal((await viewer.post(`kept-messages/${newest.id}/seen`)).status, 403)
  assert.equal((await operator.post(`kept-messages/${newest.id}/seen`)).status, 204)
  assert.equal((await operator.post(`kept-messages/${newest.id}/seen`)).status, 404)
  const after = await list()
  assert.deepEqual([after.items.map(({ id }: any) => id), after.unseen], [[items[1].id], 1])
  const all = await list('seen=1')
  assert.deepEqual(
    all.items.map(({ seenBy }: any) => seenBy),
    ['operator', null],
  )
  await system.admin('tenant.add', { slug: 'other' })
  const stranger = await logIn(system, { role: 'operator', tenant: 'other' })
  assert.deepEqual((await stranger.get('kept-messages')).body, { items: [], next: null, unseen: 0 })
  assert.equal((await stranger.post(`kept-messages/${items[1].id}/seen`)).status, 404)
})

type Page = { items: any[]; next: string | null; searchedTo: string }

async function everyPage(viewer: ConsoleUser, query: string): Promise<{ found: string[]; pages: Page[] }> {
  const pages: Page[] = []
  for (let before: string | null = ''; before !== null; ) {
    const { body } = await viewer.get(`messages?${query}${before === '' ? '' : `&before=${before}`}`)
    pages.push(body)
    before = body.next
  }
  return { found: pages.flatMap(({ items }) => items.map(({ messageId }) => messageId)), pages }
}
