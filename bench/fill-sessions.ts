import type { Database } from './database.ts'

/** In what time the sessions began. */
export type Span = { fromMs: number; toMs: number }

/**
 * Copies the newest finished session of these chargers so often, spread over a year, the chargers with two connectors
 * each, and 500 vehicles. Records are published in the order of their ends, but for a few that were told days later.
 */
export async function fillSessions(
  { client }: Database,
  { sessions, chargers }: { sessions: number; chargers: string },
): Promise<Span> {
  await client.query(backdate, [`${chargers}-%`])
  await client.query(insert, [sessions, `${chargers}-%`])
  await client.query('update publication set last_inserted_at = greatest(last_inserted_at, now())')
  await client.query('vacuum analyze session')
  const { rows } = await client.query(
    `select extract(epoch from min(started_at)) * 1000 as from, extract(epoch from max(started_at)) * 1000 as to from session
      where charger_id in (select id from charger where identity like $1)`,
    [`${chargers}-%`],
  )
  return { fromMs: Number(rows[0].from), toMs: Number(rows[0].to) }
}

// Numbers of records are in the order of their publication.
const backdate = `
  update session set inserted_at = inserted_at - interval '2 years'
   where charger_id in (select id from charger where identity like $1)`

const insert = `
  with chosen as (select array_agg(id order by id) as ids from charger where identity like $2),
  model as (
    select s.* from session s, chosen where s.charger_id = any(chosen.ids) and s.record_no is not null
     order by s.record_no desc limit 1),
  numbered as (
    select n, now() - interval '1 year' + n * (interval '364 days' / $1::int) as told, 1 + n / cardinality(ids) % 2 as connector,
           ids[1 + n % cardinality(ids)] as charger_id
      from chosen, generate_series(1, $1::int) as n),
  timed as (
    select n, connector, charger_id, told, ended, ended - interval '1 minute' * (30 + n % 300) as began
      from numbered, lateral (select told - case n % 200 when 0 then interval '3 days' else interval '0' end as ended) as e)
  insert into session (id, tenant_id, charger_id, ocpp_evse, connector, connector_number, wire_family, wire_id, epoch,
    state, start_key, token_uid, token_type, token_id, vehicle_public_id, decision, started_at, ended_at, plugged_at,
    unplugged_at, energy_wh, energy_method, end_reason, flags, evidence, opened_at, last_message_at, version,
    write_mark, record_no, inserted_at)
  select nextval('session_id_seq'), m.tenant_id, t.charger_id, t.connector, 1, t.connector, m.wire_family,
         nextval('session_wire_id')::text, m.epoch, m.state, sha256(n::text::bytea), m.token_uid, m.token_type, m.token_id,
         'BUS-' || 1 + n % 500, m.decision, began, ended, began, ended, m.energy_wh, m.energy_method,
         m.end_reason, m.flags, m.evidence, told, told, m.version, m.write_mark, nextval('session_record_no'),
         date_trunc('milliseconds', told + interval '2 seconds')
    from timed t, model m
   order by n`
