import { type Kysely, sql } from 'kysely'
import { foldUid } from '#core/authorization/token.ts'
import type { LoggedMessage, MessagePlace } from '#core/live/message-log.ts'
import { type Happenings, isOpen, type ReadingPoint, type SessionView } from '#core/sessions/session-view.ts'
import { type MessageRow, messageFrom, tie } from './message-row.ts'
import type { Schema } from './schema.ts'

type Door = Kysely<Schema>

/** What stands in other tables of a session, by its place and its time. */
export async function happenings(trx: Door, session: SessionView): Promise<Happenings> {
  const { from, to } = spanOf(session)
  const { id, charger, evse } = session
  const uid = session.tokenUid === null ? null : foldUid(session.tokenUid)
  const rows = <Row>(query: ReturnType<typeof sql<Row>>) => query.execute(trx).then((result) => result.rows)
  const attempts = await rows(sql<Happenings['attempts'][number]>`
    select at, token_uid as "tokenUid", decision from authorization_attempt
     where charger_id = ${charger.id} and at between ${from} and ${to} and lower(token_uid) = ${uid} order by at limit ${most}`)
  const events = await rows(sql<Happenings['events'][number]>`
    select at, type, trigger, charging_state as "chargingState" from session_event
     where session_id = ${id} order by seq_no limit ${mostEvents}`)
  const statuses = await rows(sql<Happenings['statuses'][number]>`
    select at, status, error_code as "errorCode", info from status_report
     where charger_id = ${charger.id} and at between ${from} and ${to} and (ocpp_evse = 0 or ocpp_evse = ${evse})
     order by at limit ${most}`)
  const commands = await rows(sql<Happenings['commands'][number]>`
    select created_at as at, id, kind, state, reason, requested_by as "requestedBy" from command
     where charger_id = ${charger.id} and created_at between ${from} and ${to}
       and case kind
             when 'start' then lower(params->>'tokenUid') = ${uid} and coalesce((params->>'evse')::int = ${evse}, true)
             when 'stop' then coalesce((params->>'sessionId')::bigint = ${id}, (params->>'evse')::int = ${evse}, true)
             when 'unlock' then (params->>'connector')::int = ${session.connector}
             else kind in ('reset', 'availability')
           end
     order by id limit ${most}`)
  const links = await rows(sql<Happenings['links'][number]>`
    select at, connected, reason from link_change
     where charger_id = ${charger.id} and at between ${from} and ${to} order by at limit ${most}`)
  const quarantined = await rows(sql<Happenings['quarantined'][number]>`
    select at, action, reason from quarantine
     where charger_id = ${charger.id} and at between ${from} and ${to} order by at limit ${most}`)
  const flagged = await rows(sql<Happenings['flagged'][number]>`
    select at, body->>'flag' as flag from fact
     where subject_id = ${id} and kind = 'session.flagged' order by id limit ${most}`)
  return { attempts, events, statuses, commands, links, quarantined, flagged }
}

/** Values that came in several readings of one instant are put together. */
export async function points(trx: Door, session: SessionView): Promise<ReadingPoint[]> {
  const began = session.startedAt ?? session.openedAt
  const { rows } = await sql<ReadingPoint>`
    select (extract(epoch from at) * 1000)::float8 as "atMs", max(energy_wh)::float8 as "energyWh",
           max(power_w) as "powerW", max(soc_percent) as "socPercent"
      from meter_reading
     where charger_id = ${session.charger.id} and ocpp_evse = ${session.evse ?? 0}
       and at >= ${began.subtract(aroundHour)} and session_id = ${session.id}
       ${session.endedAt === null || isOpen(session) ? sql`` : sql`and at <= ${session.endedAt.add(aroundHour)}`}
     group by at
    having max(energy_wh) is not null or max(power_w) is not null or max(soc_percent) is not null
     order by at limit ${mostReadings}`.execute(trx)
  return rows
}

/**
 * The messages that name the session, those of its connector while it was spoken of, what happened to the charger as a
 * whole meanwhile, and the showing of its card, which the log masks: it is found by its moment.
 */
export async function messages(
  trx: Door,
  session: SessionView,
  { after, limit }: { after: MessagePlace | null; limit: number },
): Promise<{ messages: LoggedMessage[]; hasOpening: boolean }> {
  const from = session.openedAt.subtract(around)
  const to = (isOpen(session) ? session.lastMessageAt.add(aroundHour) : session.lastMessageAt).add(around)
  const uid = session.tokenUid === null ? null : foldUid(session.tokenUid)
  const evse = session.evse ?? -1
  const isOld = session.wireFamily === '1.6'
  const wireId = session.wireId.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&')
  const named = isOld ? `"transactionId"\\s*:\\s*"?${wireId}\\M` : `"transactionId"\\s*:\\s*"${wireId}"`
  const here = isOld
    ? `"connectorId"\\s*:\\s*${evse}\\M`
    : `"evseId"\\s*:\\s*${evse}\\M|"evse"\\s*:\\s*\\{\\s*"id"\\s*:\\s*${evse}\\M`
  const another = '"transactionId"'
  const { rows } = await sql<MessageRow>`
    select at, direction, action, message_id, call, reply, result, repairs, latency_us, ${tie} as tie
      from message_log l
     where charger_id = ${session.charger.id} and at between ${from} and ${to} and action <> 'Heartbeat'
       ${after === null ? sql`` : sql`and (at, ${tie}) > (${after.at.toString()}::timestamptz, ${after.tie})`}
       and (call ~ ${named} or reply ~ ${named}
            or (action in ('BootNotification', 'Reset') and at between ${session.openedAt} and ${session.lastMessageAt})
            or (call !~ ${another} and coalesce(reply, '') !~ ${another} and call ~ ${here})
            or (action = 'Authorize' and exists (
                  select from authorization_attempt a
                   where a.charger_id = l.charger_id and a.at = l.at and lower(a.token_uid) = ${uid}))
            or (action in ('RemoteStartTransaction', 'RequestStartTransaction') and exists (
                  select from command c
                   where c.charger_id = l.charger_id and c.kind = 'start' and lower(c.params->>'tokenUid') = ${uid}
                     and l.at between c.created_at and coalesce(c.ended_at, c.deadline_at) + interval '5 seconds')))
     order by at, tie limit ${limit + 1}`.execute(trx)
  const opening = await sql<{ found: boolean }>`
    select exists (
      select from message_log
       where charger_id = ${session.charger.id}
         and at between ${session.openedAt.subtract(instant)} and ${session.openedAt.add(instant)}) as found`.execute(
    trx,
  )
  return { messages: rows.map(messageFrom), hasOpening: opening.rows[0]!.found }
}

/** From shortly before the session to shortly after it, by the charger's clock and by ours. */
function spanOf(session: SessionView): { from: Temporal.Instant; to: Temporal.Instant } {
  const { startedAt, openedAt, endedAt, lastMessageAt, unpluggedAt, pluggedAt } = session
  const begins = [startedAt, pluggedAt, openedAt].filter((at) => at !== null)
  const ends = [endedAt, unpluggedAt, isOpen(session) ? lastMessageAt.add({ hours: 24 }) : (endedAt ?? lastMessageAt)]
  return {
    from: begins.reduce((a, b) => (Temporal.Instant.compare(a, b) < 0 ? a : b)).subtract(around),
    to: ends
      .filter((at) => at !== null)
      .reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b))
      .add(around),
  }
}

const instant = { milliseconds: 1 }
const around = { minutes: 5 }
const aroundHour = { hours: 1 }
const most = 500
const mostEvents = 20_000
const mostReadings = 300_000
