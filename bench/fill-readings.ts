import type { Database } from './database.ts'

/**
 * What two connectors each of the first so many of these chargers measured, once a minute for so many weeks, in the
 * order of time, as it comes; what is older than the server's partitions of months is in partitions of a week. Gives the number of rows.
 */
export async function fillReadings(
  { client }: Database,
  { prefix, chargers, weeks }: { prefix: string; chargers: number; weeks: number },
): Promise<number> {
  await client.query(secondConnectors, [`${prefix}-%`])
  const identities = Array.from({ length: chargers }, (_, seat) => `${prefix}-${seat + 1}`)
  const monday = thisMonday()
  const months = await oldestMonth({ client })
  let rows = 0
  for (let week = 1 - weeks; week <= 0; week++) {
    const [from, to] = [monday.add({ weeks: week }), monday.add({ weeks: week + 1 })]
    await makeWeek(client, { name: String(week + weeks), from, to: earlier(to, months) })
    const { rowCount } = await client.query(readings, [identities, from.toString(), to.toString()])
    rows += rowCount ?? 0
  }
  await client.query(statuses, [identities])
  await client.query('vacuum analyze meter_reading, status_report, evse, connector')
  return rows
}

/** From when on the server has made partitions of months; before that they are of weeks here. */
async function oldestMonth({ client }: Pick<Database, 'client'>): Promise<Temporal.PlainDate> {
  const { rows } = await client.query(
    `select min(right(c.relname, 8)) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'meter_reading'::regclass and c.relname ~ '_[0-9]{8}$'`,
  )
  return Temporal.PlainDate.from(rows[0].day)
}

async function makeWeek(
  client: Database['client'],
  { name, from, to }: { name: string; from: Temporal.PlainDate; to: Temporal.PlainDate },
): Promise<void> {
  if (Temporal.PlainDate.compare(from, to) >= 0) return
  for (const table of ['meter_reading', 'status_report']) {
    const partition = `${table}_week_${name}`
    await client.query(`create table ${partition} partition of ${table} for values from ('${from}') to ('${to}')`)
    await client.query(`alter table ${partition} enable row level security`)
  }
}

function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? one : other
}

function thisMonday(): Temporal.PlainDate {
  const today = Temporal.Now.plainDateISO('UTC')
  return today.subtract({ days: today.dayOfWeek - 1 })
}

const secondConnectors = `
  with added as (
    insert into evse (tenant_id, charger_id, ocpp_evse) select tenant_id, id, 2 from charger where identity like $1
    returning tenant_id, charger_id, id)
  insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
  select tenant_id, charger_id, id, 1, 2 from added`

const readings = `
  insert into meter_reading (charger_id, ocpp_evse, at, context, content_hash, tenant_id, connector, reported_at,
    received_at, energy_wh, power_w, current_l1_a, current_l2_a, current_l3_a, voltage_l1_v, soc_percent, rest)
  select c.id, evse, m.at, 'Sample.Periodic', int8send(extract(epoch from m.at)::bigint), c.tenant_id, 1, m.at,
         m.at + interval '1 second', extract(epoch from m.at)::bigint % 100000000, 11000 + c.id % 7, 16, 15.9, 16.1, 230.4,
         c.id % 100, case when c.id % 4 = 0 then '[{"measurand":"Temperature","value":"31.5","location":"Body"}]'::jsonb end
    from generate_series($2::timestamptz, $3::timestamptz - interval '1 minute', interval '1 minute') as m(at),
         generate_series(1, 2) as evse, charger c
   where c.identity = any($1::text[])
   order by m.at`

// Of every session of theirs four: plugged in, charging, done, free again.
const statuses = `
  insert into status_report (charger_id, at, ocpp_evse, ocpp_connector, report_key, tenant_id, status, error_code,
    reported_at, received_at)
  select s.charger_id, e.at, s.ocpp_evse, 1, int8send(s.id), s.tenant_id, e.status, 'NoError', e.at, e.at
    from session s join charger c on c.id = s.charger_id and c.identity = any($1::text[]),
         lateral (values (s.started_at - interval '30 seconds', 'Preparing'), (s.started_at, 'Charging'),
                         (s.ended_at, 'Finishing'), (s.ended_at + interval '20 seconds', 'Available')) as e(at, status)
   where s.record_no is not null
   order by e.at
      on conflict do nothing`
