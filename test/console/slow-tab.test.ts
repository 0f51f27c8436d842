import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Streams, streamLimits } from '#api/console/live/streams.ts'
import { readTopics } from '#api/console/live/topics.ts'
import { logIn } from '#test/support/console.ts'
import { openEvents } from '#test/support/event-stream.ts'
import { startSystem } from '#test/support/system.ts'

const chargers = Array.from({ length: 20 }, (_, n) => `CP-${n}`)

/** F6: a browser tab that sleeps takes a byte now and then, or nothing. */
test('a tab that sleeps holds up neither chargers nor other tabs, nor grows', async (t) => {
  const system = await startSystem(t, { chargers })
  const viewer = await logIn(system, { role: 'viewer' })
  const rows = (await viewer.get('board')).body.chargers
  const topics = `board,sessions,${rows
    .slice(0, 8)
    .map((row: any) => `log:${row.id}`)
    .join(',')}`
  const sleepers = await Promise.all(Array.from({ length: 5 }, () => sleep(system.url, viewer.cookie, topics)))
  t.after(() => {
    for (const socket of sleepers) socket.destroy()
  })
  const awake = await openEvents(system.url, viewer, `topics=board,charger:${rows[0].id},log:${rows[0].id}`)
  await awake.event('tick')

  const sockets = await Promise.all(chargers.map((identity) => system.connectRaw(identity)))
  for (const socket of sockets) await socket.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' })
  // Long enough that the sockets' own buffers are full for most of it.
  const until = performance.now() + 12_000
  let sent = 0
  let half = 0
  await Promise.all(
    sockets.map(async (socket, n) => {
      for (let round = 0; performance.now() < until; round++) {
        const reply = await socket.call('StatusNotification', report(round), `s-${n}-${round}`)
        assert.equal(reply[0], 3)
        sent += 1
        if (half === 0 && performance.now() > until - 6_000) half = process.memoryUsage().heapUsed
      }
    }),
  )
  assert.ok(sent > 1_000, `only ${sent} messages`)

  // The one that is awake has heard everything of its charger, and hears the next thing at once.
  await sockets[0]!.call('StatusNotification', { ...report(0), info: 'the last' }, 'last')
  await awake.event('messages', ({ messages }) => messages.some((one: any) => one.messageId === 'last'))
  const heard = awake.events.flatMap(({ event, data }) => (event === 'messages' ? data.messages : []))
  const missed = awake.events.reduce((sum, { event, data }) => sum + (event === 'messages' ? data.missed : 0), 0)
  assert.equal(missed, 0)
  const ofFirst = new Set(heard.map((one: any) => one.messageId).filter((id: string) => id.startsWith('s-0-')))
  assert.equal(ofFirst.size, heard.filter((one: any) => one.messageId.startsWith('s-0-')).length)
  const numbers = [...ofFirst].map((id) => Number(String(id).slice(4)))
  assert.equal(Math.max(...numbers) + 1, ofFirst.size)
  const grownMb = (process.memoryUsage().heapUsed - half) / 1024 / 1024
  assert.ok(grownMb < 150, `grew by ${grownMb} MB`)
})

test('a stream that takes nothing is coalesced, counts what it left out, and is ended at last', async () => {
  const limits = { ...streamLimits, tickMs: 50, unsentBytes: 64 * 1024, stalledMs: 1_000 }
  const streams = new Streams(limits)
  const big = JSON.stringify({ text: 'x'.repeat(100_000) })
  let subscriber: any = null
  const board = {
    cursor: 'e-1',
    rowText: () => big,
    subscribe: (one: any) => {
      subscriber = one
    },
    unsubscribe: () => undefined,
  }
  const http = createServer((_, response) =>
    streams.open({
      response,
      headers: {},
      board: board as never,
      topics: readTopics('board,log:1')!,
      since: null,
      isResumed: false,
      session: '1/1',
      clock: () => ({ now: '', rate: 1 }),
      mayGoOn: async () => true,
    }),
  ).listen(0, '127.0.0.1')
  after(() => http.close())
  await new Promise((resolve) => http.once('listening', resolve))
  const socket = await sleep(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, '', 'board')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  while (streams.size === 0) await pause(5)
  for (let n = 0; streams.size > 0 && n < 5_000; n++) {
    subscriber.outlet.note({ kind: 'charger', chargerId: 1 })
    for (let m = 0; m < 10; m++) {
      subscriber.outlet.note({ kind: 'message', chargerId: 1, message: { key: `${n}-${m}` } })
    }
    subscriber.flush()
    await pause(5)
  }
  assert.equal(streams.size, 0)
  const due = subscriber.outlet.take(() => '{}')
  assert.deepEqual(
    due.map((one: any) => one.event),
    ['board', 'messages'],
  )
  const { messages, missed } = JSON.parse(due[1].data)
  assert.equal(messages.length, 500)
  assert.ok(missed > 0)
  socket.destroy()
  await closed
})

function report(round: number) {
  return {
    connectorId: 1,
    status: round % 2 === 0 ? 'Available' : 'Preparing',
    errorCode: 'NoError',
    info: 'x'.repeat(50),
    timestamp: new Date().toISOString(),
  }
}

/** A socket that asks for a stream and reads one byte a second of it. */
async function sleep(url: string, cookie: string, topics: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(`GET /console-api/stream?topics=${topics} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\n\r\n`)
  socket.pause()
  const reading = setInterval(() => socket.read(1), 1_000)
  socket.once('close', () => clearInterval(reading))
  return socket
}
