import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#server/read-config.ts'
import { startServer } from '#server/start-server.ts'
import { logIn } from '#test/support/console.ts'
import { createDatabase } from '#test/support/database.ts'
import { type EventStream, openEvents } from '#test/support/event-stream.ts'
import { eventually, type System, startSystem, testAdministrator } from '#test/support/system.ts'

const values = (powerW: number) => ({
  connectorId: 1,
  meterValue: [
    {
      timestamp: new Date().toISOString(),
      sampledValue: [{ value: String(powerW), measurand: 'Power.Active.Import', unit: 'W' }],
    },
  ],
})

/** The values that a stream told of a charger, in order. */
const powersOf = ({ events }: EventStream): number[] =>
  events.flatMap(({ event, data }) => (event === 'readings' ? data.readings.map((one: any) => one.powerW) : []))

const messagesOf = ({ events }: EventStream): string[] =>
  events.flatMap(({ event, data }) => (event === 'messages' ? data.messages.map((one: any) => one.messageId) : []))

test('a stream that was interrupted goes on where it ended, without loss or repetition', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const { id } = (await viewer.get('board')).body.chargers[0]
  const query = `topics=board,charger:${id},log:${id}`
  const charger = await system.connectRaw('CP-1')
  const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
  await charger.call('BootNotification', boot)

  let stream = await openEvents(system.url, viewer, query)
  await stream.event('tick')
  const told: number[] = []
  const logged: string[] = []
  for (let round = 0; round < 6; round++) {
    for (let n = 0; n < 20; n++) await charger.call('MeterValues', values(round * 100 + n), `m-${round}-${n}`)
    // The stream ends in the midst of it; what comes meanwhile is told afterwards.
    await stream.event('messages')
    stream.close()
    await stream.ended
    told.push(...powersOf(stream))
    logged.push(...messagesOf(stream))
    const lastId = stream.lastId()!
    await charger.call('MeterValues', values(round * 100 + 50), `away-${round}`)
    stream = await openEvents(system.url, viewer, query, { 'last-event-id': lastId })
    await stream.event('messages', ({ messages }) => messages.some((one: any) => one.messageId === `away-${round}`))
    assert.equal(stream.events.filter(({ event }) => event === 'reset').length, 0)
  }
  told.push(...powersOf(stream))
  logged.push(...messagesOf(stream))
  const rounds = Array.from({ length: 6 }, (_, round) => round)
  const expected = (each: (round: number, n: number) => unknown, away: (round: number) => unknown) =>
    rounds.flatMap((round) => [...Array.from({ length: 20 }, (_, n) => each(round, n)), away(round)])
  assert.deepEqual(
    told,
    expected(
      (round, n) => round * 100 + n,
      (round) => round * 100 + 50,
    ),
  )
  assert.deepEqual(
    logged.filter((one) => one.startsWith('m') || one.startsWith('away')),
    expected(
      (round, n) => `m-${round}-${n}`,
      (round) => `away-${round}`,
    ),
  )
})

test('after a restart, or with a cursor that nobody knows, everything has to be read again', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const { cursor } = (await viewer.get('board')).body
  const stream = await openEvents(system.url, viewer, `topics=board&since=${cursor}`)
  await stream.event('tick')
  const before = performance.now()
  await system.restart()
  await stream.ended
  // The open stream has not held the server up until it was cut off.
  assert.ok(performance.now() - before < 30_000)

  for (const since of [cursor, 'abc-1', '-', `${cursor}9`, '..']) {
    const resumed = await openEvents(system.url, viewer, 'topics=board', { 'last-event-id': since })
    await resumed.event('reset')
    resumed.close()
  }
  const fresh = await openEvents(system.url, viewer, 'topics=board')
  await fresh.event('tick')
  assert.deepEqual(
    fresh.events.map(({ event }) => event),
    ['tick'],
  )
})

test('a stream ends with its login, and with the role of its person', async (t) => {
  const system = await startSystem(t, {})
  const admin = await logIn(system)
  const viewer = await logIn(system, { role: 'viewer' })
  const operator = await logIn(system, { role: 'operator' })
  const ofViewer = await openEvents(system.url, viewer, 'topics=board')
  const ofOperator = await openEvents(system.url, operator, 'topics=board')
  await Promise.all([ofViewer.event('tick'), ofOperator.event('tick')])

  assert.equal((await viewer.post('logout')).status, 204)
  const changed = await admin.patch(`accounts/${operator.me.account.id}`, { role: 'viewer' })
  assert.equal(changed.status, 200, changed.text)
  await Promise.all([ofViewer.ended, ofOperator.ended])
  assert.equal((await openEvents(system.url, viewer, 'topics=board')).status, 401)
})

test('what is no stream is refused', async (t) => {
  const system = await startSystem(t, {})
  const viewer = await logIn(system, { role: 'viewer' })
  const topics = [
    '',
    'x',
    'board,',
    'charger:0',
    'charger:x',
    'log:-1',
    'board&more=1',
    Array(21).fill('board').join(','),
  ]
  for (const one of topics) {
    assert.equal((await openEvents(system.url, viewer, `topics=${one}`)).status, 400, one)
  }
  assert.equal((await openEvents(system.url, { cookie: '' }, 'topics=board')).status, 401)

  const streams = []
  for (let n = 0; n < 20; n++) streams.push(await openEvents(system.url, viewer, 'topics=board'))
  assert.ok(streams.every(({ status }) => status === 200))
  assert.equal((await openEvents(system.url, viewer, 'topics=board')).status, 429)
  streams[0]!.close()
  await eventually(
    async () => {
      const one = await openEvents(system.url, viewer, 'topics=board')
      one.close()
      return one.status
    },
    (status) => status === 200,
  )
})

test('the load of the site is kept once a minute and thinned for a plot', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  await system.connectCharger('CP-1')
  await eventually(
    () => viewer.get('load'),
    ({ body }) => body.points.at(-1)?.connected === 1,
  )
  const now = (await viewer.get('load')).body.points.at(-1)
  assert.deepEqual([now.powerW, now.charging, now.chargers], [0, 0, 1])
  assert.equal((await viewer.get('load?from=yesterday')).status, 400)
  assert.equal((await viewer.get('load?more=1')).status, 400)
})

test('under a clock that runs faster the load is kept for each of its minutes', async (t) => {
  const databaseUrl = await createDatabase(t)
  const dataFolder = await mkdtemp(join(tmpdir(), 'voltyard-'))
  const began = Date.now()
  const clockRate = 240
  const env = { DATABASE_URL: databaseUrl, VOLTYARD_DATA: dataFolder, VOLTYARD_PORT: '0', VOLTYARD_HOST: '127.0.0.1' }
  const server = await startServer(readConfig(env), {
    log: { debug() {}, info() {}, warn() {}, error: console.error },
    now: () => Temporal.Instant.fromEpochMilliseconds(began + (Date.now() - began) * clockRate),
    clockRate,
    initialAdministrator: testAdministrator,
  })
  t.after(async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  const admin = await logIn({ url: `http://127.0.0.1:${server.port}` } as System)
  const points = await eventually(
    async () => (await admin.get('load')).body.points,
    ({ length }) => length >= 5,
  )
  const minutes = points.map((point: { at: string }) => Date.parse(point.at) / 60_000)
  for (const [n, minute] of minutes.entries()) assert.ok(n === 0 || minute > minutes[n - 1])
})
