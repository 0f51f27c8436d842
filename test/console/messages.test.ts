import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { logIn } from '#test/support/console.ts'
import { openEvents } from '#test/support/event-stream.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

/** What came in the same one has no order of its own. */
const nextMillisecond = () => pause(3)

test('the message log is paged, searched and followed', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-12345'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const [{ id }, other] = (await viewer.get('board')).body.chargers
  const events = await openEvents(system.url, viewer, `topics=log:${id}`)
  await events.event('tick')
  const charger = await system.connectRaw('CP-1')
  const neighbour = await system.connectRaw('CP-2')
  const boot = { chargePointVendor: '<i>Acme</i>', chargePointModel: 'One' }
  await charger.call('BootNotification', boot, 'boot')
  await neighbour.call('BootNotification', boot, 'theirs')
  for (let n = 0; n < 30; n++) await charger.call('Heartbeat', {}, `beat-${n}`)
  await charger.call('Authorize', { idTag: 'CARD-12345' }, 'card')
  await nextMillisecond()
  await charger.call('Authorize', {}, 'broken')
  await nextMillisecond()
  await charger.call('StatusNotification', { connectorId: '1', errorCode: 'NoError', status: 'faulted' }, 'repaired')

  const list = async (query = '') => (await viewer.get(`chargers/${id}/messages?limit=200&${query}`)).body
  const all = await eventually(list, ({ items }) => items.length === 34)
  const ids = all.items.map((one: any) => one.messageId)
  assert.equal(new Set(all.items.map((one: any) => one.key)).size, 34)
  assert.equal(all.next, null)
  assert.equal(all.items.at(-1).messageId, 'boot')
  assert.deepEqual(JSON.parse(all.items.at(-1).call)[3], boot)
  assert.ok(!JSON.stringify(all).includes('CARD-12345'))

  const paged: string[] = []
  for (let before: string | null = ''; before !== null; ) {
    const query: string = before === '' ? '' : `&before=${before}`
    const page = (await viewer.get(`chargers/${id}/messages?limit=7${query}`)).body
    paged.push(...page.items.map((one: any) => one.messageId))
    before = page.next
  }
  assert.deepEqual(paged, ids)

  const found = async (query: string) => (await list(query)).items.map((one: any) => one.messageId)
  assert.deepEqual(await found('q=ACME'), ['boot'])
  assert.deepEqual(await found('q=%25'), [])
  assert.deepEqual(await found('q=%3Ci%3E'), ['boot'])
  assert.deepEqual(await found('action=Authorize'), ['broken', 'card'])
  assert.deepEqual(await found('problems=true'), ['repaired', 'broken'])
  assert.deepEqual(await found('direction=out'), [])
  assert.deepEqual(await found(`to=${new Date(Date.now() - 60_000).toISOString()}`), [])
  assert.equal((await viewer.get(`chargers/${other.id}/messages`)).body.items.length, 1)
  for (const query of ['before=x', 'before=1-zz', 'limit=0', 'limit=201', 'direction=up', 'from=now', 'more=1']) {
    assert.equal((await viewer.get(`chargers/${id}/messages?${query}`)).status, 400, query)
  }

  // What was followed is what is stored, under the same keys.
  await events.event('messages', ({ messages }) => messages.some((one: any) => one.messageId === 'repaired'))
  const followed = events.events.flatMap(({ event, data }) => (event === 'messages' ? data.messages : []))
  const byKey = (a: any, b: any) => (a.key < b.key ? -1 : 1)
  assert.deepEqual(followed.sort(byKey), [...all.items].sort(byKey))
})

test('a search looks at a bounded number of messages, and says where to go on', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const { id } = (await viewer.get('board')).body.chargers[0]
  await read(
    system,
    `insert into message_log (charger_id, at, tenant_id, direction, action, message_id, call, reply, result, latency_us)
     select $1, now() - n * interval '1 second', c.tenant_id, 'in', 'Heartbeat', 'm-' || n,
            case when n in (5, 45000) then 'needle' else 'hay' end, '[]', 'ok', n
       from generate_series(1, 50000) n, charger c where c.id = $1`,
    [id],
  )
  const found: string[] = []
  let requests = 0
  for (let before: string | null = ''; before !== null; requests++) {
    const query: string = before === '' ? '' : `&before=${before}`
    const { body } = await viewer.get(`chargers/${id}/messages?q=needle${query}`)
    found.push(...body.items.map((one: any) => one.messageId))
    before = body.next
  }
  assert.deepEqual(found, ['m-5', 'm-45000'])
  assert.equal(requests, 3)
})

test('the history of a charger merges connections, statuses and facts by time', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const { id } = (await viewer.get('board')).body.chargers[0]
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const report = { connectorId: 1, errorCode: 'NoError' }
  const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
  await charger.call('StatusNotification', { ...report, status: 'Preparing', timestamp: at(1) })
  await charger.call('StatusNotification', {
    ...report,
    status: 'Faulted',
    errorCode: 'GroundFailure',
    info: '<b>hot</b>',
    timestamp: at(2),
  })
  await charger.close()
  const list = async (query = '') => (await viewer.get(`chargers/${id}/history?${query}`)).body
  const { items } = await eventually(list, (body) => body.items.length === 5)
  assert.deepEqual(
    items
      .map((one: any) => [one.kind, one.connector, one.kind === 'disconnected' ? '' : one.text])
      .sort((a: unknown[], b: unknown[]) => (String(a) < String(b) ? -1 : 1)),
    [
      ['connected', null, ''],
      ['disconnected', null, ''],
      ['fact', null, 'charger.booted'],
      ['status', 1, 'Faulted'],
      ['status', 1, 'Preparing'],
    ],
  )
  assert.equal(items.find((one: any) => one.text === 'Faulted').detail, 'GroundFailure, <b>hot</b>')
  const times = items.map((one: any) => one.at)
  assert.deepEqual(times, times.toSorted().reverse())
  const paged: unknown[] = []
  for (let before: string | null = ''; before !== null; ) {
    const page = await list(before === '' ? 'limit=2' : `limit=2&before=${before}`)
    paged.push(...page.items)
    before = page.next
  }
  assert.deepEqual(paged, items)
  assert.equal((await viewer.get(`chargers/${id}/history?before=x`)).status, 400)
})
