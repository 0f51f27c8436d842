import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsOwner } from '#storage/database.ts'
import { rowsOf } from '../support/durability-storage.ts'
import type { RawCharger } from '../support/raw-charger.ts'
import { type DepotClient, startSystem } from '../support/system.ts'

const chargers = ['CP-1', 'CP-2', 'CP-3', 'CP-4']
const publicationLock = 7_002

test('a reader of adjoining windows of InsertedAt sees every session once, whichever node finished it and when', async (t) => {
  const first = await startSystem(t, { chargers, tokens: ['CARD-1'], env: unlimited })
  const second = await startSystem(t, { sharing: first, env: unlimited })
  const depot = await first.client()
  const connections = await Promise.all(
    chargers.map((identity, index) => (index % 2 === 0 ? first : second).connectRaw(identity)),
  )
  const reading = new AbortController()
  const reader = readWindows(depot, reading.signal)
  const holder = holdUpPublication(first.databaseUrl, reading.signal)

  await Promise.all(connections.map((charger) => chargeOften(charger, 12)))
  reading.abort()
  await holder
  const seen = await reader

  const stored = await rowsOf(first.databaseUrl, 'select record_no, inserted_at from session order by record_no')
  assert.equal(stored.length, chargers.length * 12)
  assert.deepEqual(
    [...seen.keys()].sort((a, b) => a - b),
    stored.map((row) => row.record_no),
  )
  for (const { record_no, inserted_at } of stored) {
    assert.equal(seen.get(record_no)!.at(0)!.InsertedAt, new Date(inserted_at.epochMilliseconds).toISOString())
  }
  const inserted = stored.map((row) => row.inserted_at.epochMilliseconds)
  assert.deepEqual(inserted, inserted.toSorted(), 'InsertedAt does not decrease with TransactionID')
})

test('a window of InsertedAt is not answered while a session is being published in it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const depot = await system.client()
  const charger = await system.connectRaw('CP-1')
  await charge(charger, 0)

  await connectAsOwner(system.databaseUrl, async (late) => {
    await late.query('begin')
    await late.query('select pg_advisory_xact_lock($1)', [publicationLock])
    await late.query(`update publication set last_inserted_at = date_trunc('milliseconds', clock_timestamp())`)
    // A writer that publishes under the lock and commits late, here by moving a record.
    await late.query('update session set inserted_at = (select last_inserted_at from publication)')
    const to = new Date().toISOString()
    let isAnswered = false
    const answer = depot.get(`/v2/transactions?filterBy=InsertedAt&from=2020-01-01&to=${to}`).then((reply) => {
      isAnswered = true
      return reply
    })
    await sleep(300)
    assert.ok(!isAnswered)
    assert.equal((await depot.get('/v2/transactions')).status, 200, 'other readers do not wait')
    await late.query('commit')
    const { body } = await answer
    const [row] = await rowsOf(system.databaseUrl, 'select inserted_at from session')
    assert.equal(body[0].InsertedAt, new Date(row!.inserted_at.epochMilliseconds).toISOString())
  })
})

test('a reader of InsertedAt does not hold up sessions that end meanwhile', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const depot = await system.client()
  const charger = await system.connectRaw('CP-1')
  await connectAsOwner(system.databaseUrl, async (owner) => {
    // Makes the reading of the page itself wait, after the lock was let go.
    await owner.query('begin')
    await owner.query('lock table charger in access exclusive mode')
    const answer = depot.get('/v2/transactions?filterBy=InsertedAt')
    await sleep(200)
    const { rows } = await owner.query('select pg_try_advisory_xact_lock($1) as free', [publicationLock])
    assert.equal(rows[0].free, true)
    await owner.query('commit')
    assert.equal((await answer).status, 200)
  })
  await charge(charger, 0)
  assert.equal((await depot.get('/v2/transactions?filterBy=InsertedAt')).body.length, 1)
})

const unlimited = { VOLTYARD_MESSAGES_PER_SECOND: '1000' }

/** Polls windows that end now and begin where the last one ended, until told to stop; the last one ends after that. */
async function readWindows(depot: DepotClient, stopping: AbortSignal): Promise<Map<number, any[]>> {
  const seen = new Map<number, any[]>()
  for (let from = '2020-01-01T00:00:00.000Z', isLast = false; !isLast; ) {
    isLast = stopping.aborted
    // The edge is the millisecond that has just passed or is passing; what is inserted later bears a later one.
    const to = new Date().toISOString()
    const { status, body } = await depot.get(
      `/v2/transactions?filterBy=InsertedAt&from=${from}&to=${to}&order=asc&limit=1000`,
    )
    assert.equal(status, 200)
    for (const one of body) seen.set(one.TransactionID, [...(seen.get(one.TransactionID) ?? []), one])
    for (const one of body) assert.ok(one.InsertedAt >= from && one.InsertedAt <= to)
    from = to
    await sleep(5)
    if (isLast) break
    if (stopping.aborted) await sleep(10)
  }
  return seen
}

/** Takes the lock of the publication again and again and holds it for a while, as a writer does that commits late. */
async function holdUpPublication(url: string, stopping: AbortSignal): Promise<void> {
  await connectAsOwner(url, async (late) => {
    while (!stopping.aborted) {
      await late.query('begin')
      await late.query('select pg_advisory_xact_lock($1)', [publicationLock])
      await sleep(60)
      await late.query('commit')
      await sleep(40)
    }
  })
}

async function chargeOften(charger: RawCharger, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await charge(charger, n)
}

async function charge(charger: RawCharger, n: number): Promise<void> {
  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: n * 100, timestamp: new Date().toISOString() }
  const [, , { transactionId }] = await charger.call('StartTransaction', start)
  const stop = { transactionId, meterStop: n * 100 + 50, timestamp: new Date().toISOString() }
  assert.equal((await charger.call('StopTransaction', stop))[0], 3)
}
