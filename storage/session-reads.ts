import type { PlacedReading } from '#core/context.ts'
import type { Session, WireFamily } from '#core/sessions/session.ts'
import { BatchedRead } from './batched-read.ts'
import { loadReadings } from './held-charger.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import { type SessionColumns, sessionColumns, sessionFrom } from './session-row.ts'

/** What starts, stops and replays read, batched over all chargers. */
export type SessionReads = {
  byWireId: BatchedRead<{ charger: number; family: WireFamily; wireId: string }, Session | undefined>
  byStart: BatchedRead<{ charger: number; startKey: Buffer }, Session | undefined>
  newIds: BatchedRead<null, { id: number; wireId: number }>
  eventsAt(sessionId: number, seqNo: number): Promise<Buffer[]>
  readings(session: Session, charger: number): Promise<PlacedReading[]>
}

export function sessionReads(reader: PipelinedConnection): SessionReads {
  return {
    byWireId: new BatchedRead(async (keys) => {
      const { rows } = await reader.query<SessionColumns & { n: number }>(selectByWireId, [
        keys.map((key) => key.charger),
        keys.map((key) => key.family),
        keys.map((key) => key.wireId),
      ])
      return inOrder(keys.length, rows)
    }),
    byStart: new BatchedRead(async (keys) => {
      const { rows } = await reader.query<SessionColumns & { n: number }>(selectByStart, [
        keys.map((key) => key.charger),
        keys.map((key) => key.startKey),
      ])
      return inOrder(keys.length, rows)
    }),
    newIds: new BatchedRead(async (keys) => {
      const { rows } = await reader.query<{ id: number; wire_id: number }>(selectNewIds, [keys.length])
      return rows.map((row) => ({ id: row.id, wireId: row.wire_id }))
    }),
    eventsAt: async (sessionId, seqNo) => {
      const { rows } = await reader.query<{ content_hash: Buffer }>(selectEventsAt, [sessionId, seqNo])
      return rows.map((row) => row.content_hash)
    },
    readings: (session, charger) => loadReadings(reader, [session], charger),
  }
}

function inOrder(length: number, rows: readonly (SessionColumns & { n: number })[]): (Session | undefined)[] {
  const found = new Array<Session | undefined>(length).fill(undefined)
  for (const row of rows) found[row.n - 1] ??= sessionFrom(row)
  return found
}

const columns = sessionColumns.replace(/\w+/g, 's.$&')

const selectByWireId = {
  name: 'session_by_wire_id',
  text: `select k.n::int, ${columns}
           from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as k(charger_id, family, wire_id, n)
          cross join lateral (
                select * from session s
                 where s.charger_id = k.charger_id and s.wire_family = k.family and s.wire_id = k.wire_id
                 order by s.epoch desc limit 1) s`,
}
const selectByStart = {
  name: 'session_by_start',
  text: `select k.n::int, ${columns}
           from unnest($1::bigint[], $2::bytea[]) with ordinality as k(charger_id, start_key, n)
          cross join lateral (
                select * from session s
                 where s.charger_id = k.charger_id and s.start_key = k.start_key
                   and s.opened_at > server_time() - interval '30 days'
                 order by s.id desc limit 1) s`,
}
const selectNewIds = {
  name: 'session_new_ids',
  text: `select nextval('session_id_seq') as id, nextval('session_wire_id')::int as wire_id from generate_series(1, $1)`,
}
const selectEventsAt = {
  name: 'session_events_at',
  text: 'select content_hash from session_event where session_id = $1 and seq_no = $2 order by received_at',
}
