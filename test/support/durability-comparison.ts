import assert from 'node:assert/strict'
import type { Journal, Told } from './durability-fleet.ts'
import { rowsOf } from './durability-storage.ts'

/** Compares what the chargers know for certain with what is stored and shown: all of it is there, and exactly once. */
export async function compare(journal: Journal, databaseUrl: string, transactions: any[]): Promise<void> {
  await compareSessions(journal, databaseUrl)
  compareTransactions(journal, transactions)
  await compareReadings(journal, databaseUrl)
  await compareEvents(journal, databaseUrl)
  await compareStatusReports(journal, databaseUrl)
  await compareFacts(databaseUrl)
  await compareLog(journal, databaseUrl)
}

async function compareSessions({ told, finished }: Journal, url: string): Promise<void> {
  const given = told.filter(({ action }) => action === 'StartTransaction').map(({ answer }) => answer.transactionId)
  assert.deepEqual(repeated(given), [], 'transaction ids that were given twice')

  const rows = await rowsOf(
    url,
    `select c.identity as charger, s.wire_id, s.state, s.energy_wh::float8 as energy_wh, s.record_no
       from session s join charger c on c.id = s.charger_id`,
  )
  const line = (charger: string, wireId: string, energyWh: number) => `${charger} ${wireId} ${energyWh} Wh`
  assertSame(
    'sessions',
    rows.map((row) => line(row.charger, row.wire_id, row.energy_wh)),
    finished.map(({ charger, wireId, energyWh }) => line(charger, wireId, energyWh)),
  )
  assert.deepEqual([...new Set(rows.map((row) => row.state))], ['finished'])
  assert.deepEqual(repeated(rows.map((row) => row.record_no)), [])
}

function compareTransactions({ finished }: Journal, transactions: any[]): void {
  assert.deepEqual(repeated(transactions.map((one) => one.TransactionID)), [])
  assertSame(
    'transactions of the depot API',
    transactions.map((one) => `${one.ChargerID} ${one.StartAt} ${one.EnergyDelivered} Wh`),
    finished.map(({ charger, startedAt, energyWh }) => `${charger} ${startedAt} ${energyWh} Wh`),
  )
}

async function compareReadings({ told }: Journal, url: string): Promise<void> {
  const expected = told.flatMap(({ charger, payload }) =>
    (payload.meterValue ?? []).map((one: any) => `${charger} ${one.timestamp} ${Number(one.sampledValue[0].value)} Wh`),
  )
  const rows = await rowsOf(
    url,
    `select c.identity as charger, m.at, m.energy_wh::float8 as energy_wh, s.id is not null as has_session
       from meter_reading m join charger c on c.id = m.charger_id left join session s on s.id = m.session_id`,
  )
  assertSame(
    'readings',
    rows.map((row) => `${row.charger} ${iso(row.at)} ${row.energy_wh} Wh`),
    expected,
  )
  assert.ok(rows.every((row) => row.has_session))
}

async function compareEvents({ told }: Journal, url: string): Promise<void> {
  const events = told.filter(({ action }) => action === 'TransactionEvent')
  const rows = await rowsOf(
    url,
    `select c.identity as charger, s.wire_id, e.seq_no
       from session_event e join session s on s.id = e.session_id join charger c on c.id = s.charger_id`,
  )
  assertSame(
    'transaction events',
    rows.map((row) => `${row.charger} ${row.wire_id} ${row.seq_no}`),
    events.map((one) => `${one.charger} ${one.payload.transactionInfo.transactionId} ${one.payload.seqNo}`),
  )
}

/** A status is told once only: what was not acknowledged may be there, what was acknowledged must be. */
async function compareStatusReports({ told }: Journal, url: string): Promise<void> {
  const reports = told.filter(({ action }) => action === 'StatusNotification')
  const rows = await rowsOf(
    url,
    'select c.identity as charger, r.at, r.status from status_report r join charger c on c.id = r.charger_id',
  )
  const stored = rows.map((row) => `${row.charger} ${iso(row.at)} ${row.status}`)
  assert.deepEqual(repeated(stored), [])
  const acknowledged = reports.map(
    ({ charger, payload }) => `${charger} ${payload.timestamp} ${payload.status ?? payload.connectorStatus}`,
  )
  assert.deepEqual(missing(acknowledged, stored), [])
}

/** Facts have no key of their own: a commit that took effect twice would show here. */
async function compareFacts(url: string): Promise<void> {
  const rows = await rowsOf(
    url,
    `select s.id, count(*) filter (where f.kind = 'session.started')::int as started,
            count(*) filter (where f.kind = 'session.finished')::int as finished
       from session s left join fact f on f.subject_id = s.id and f.kind like 'session.%' group by s.id`,
  )
  assert.deepEqual(
    rows.filter((row) => row.started !== 1 || row.finished !== 1),
    [],
  )
}

/** A repeat that changes nothing is answered at once, and its log row may be lost; no log row is there twice. */
async function compareLog({ told }: Journal, url: string): Promise<void> {
  const rows = await rowsOf(url, 'select message_id from message_log')
  const stored = rows.map((row) => row.message_id)
  assert.deepEqual(repeated(stored), [])
  const isCertain = ({ messageIds }: Told) => messageIds.length === 1
  assert.deepEqual(
    missing(
      told.filter(isCertain).map(({ messageIds }) => messageIds[0]!),
      stored,
    ),
    [],
  )
}

/** Each as often as the other has it; shows only what differs. */
function assertSame(what: string, stored: readonly string[], acknowledged: readonly string[]): void {
  const lost = [...acknowledged]
  const doubled = stored.filter((value) => {
    const index = lost.indexOf(value)
    if (index !== -1) lost.splice(index, 1)
    return index === -1
  })
  assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, what)
}

function repeated<Value>(values: readonly Value[]): Value[] {
  const seen = new Set<Value>()
  return values.filter((value) => seen.has(value) || !seen.add(value))
}

function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const known = new Set(found)
  return wanted.filter((value) => !known.has(value))
}

function iso(at: Temporal.Instant): string {
  return new Date(at.epochMilliseconds).toISOString()
}
