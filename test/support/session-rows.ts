import { askDatabase } from './ask-database.ts'
import type { DepotClient, System } from './system.ts'

type Row = Record<string, any>

/** What is stored of a charger's sessions, read as the owner of the database, oldest first. */
export function sessionsOf(system: System, identity: string): Promise<Row[]> {
  return ofCharger(system, identity, 'session', 'x.id')
}

export function readingsOf(system: System, identity: string): Promise<Row[]> {
  return ofCharger(system, identity, 'meter_reading', 'x.at, x.context, x.content_hash')
}

export function quarantineOf(system: System, identity: string): Promise<Row[]> {
  return ofCharger(system, identity, 'quarantine', 'x.id')
}

/** The history of its statuses, in order of their time. */
export function statusReportsOf(system: System, identity: string): Promise<Row[]> {
  return ofCharger(system, identity, 'status_report', 'x.at')
}

export function signedValuesOf(system: System, identity: string): Promise<Row[]> {
  return read(
    system,
    `select v.* from signed_value v join session s on s.id = v.session_id join charger c on c.id = s.charger_id
      where c.identity = $1 order by v.received_at, v.data`,
    [identity],
  )
}

/** The charger's finished sessions as the depot API shows them, oldest first. */
export async function recordsOf(depot: DepotClient, identity: string): Promise<Row[]> {
  const { body } = await depot.get(`/v2/transactions?chargerId=${encodeURIComponent(identity)}&order=asc&limit=1000`)
  return body
}

export function read(system: Pick<System, 'databaseUrl'>, text: string, values: unknown[] = []): Promise<Row[]> {
  return askDatabase(system.databaseUrl, text, values)
}

function ofCharger(system: System, identity: string, table: string, order: string): Promise<Row[]> {
  const text = `select x.* from ${table} x join charger c on c.id = x.charger_id where c.identity = $1 order by ${order}`
  return read(system, text, [identity])
}
