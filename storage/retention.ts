import type pg from 'pg'

/** Days to keep; 0 keeps for ever. */
export type RetentionDays = {
  messageLog: number
  statusReports: number
  linkChanges: number
  readings: number
  commands: number
  events: number
  /** Rounds and grants of smart charging. */
  steering: number
}

const partitioned = [
  { table: 'message_log', step: 'week', ahead: 4, back: 0, keep: 'messageLog' },
  { table: 'status_report', step: 'month', ahead: 2, back: 3, keep: 'statusReports' },
  { table: 'link_change', step: 'month', ahead: 2, back: 0, keep: 'linkChanges' },
  { table: 'meter_reading', step: 'month', ahead: 2, back: 3, keep: 'readings' },
  { table: 'steering_round', step: 'week', ahead: 4, back: 0, keep: 'steering' },
] as const

/** Tables in one piece: what is over, and was over before `$1`. */
const plain = [
  { table: 'command', keep: 'commands', isOver: `state not in ('queued', 'sent') and ended_at < $1` },
  // With its parts, steps and orders.
  { table: 'errand', keep: 'commands', isOver: `state <> 'open' and ended_at < $1` },
  // What a charger said last of a part of itself is how that part is.
  {
    table: 'charger_event',
    keep: 'events',
    isOver: `received_at < $1 and (kind <> 'device' or cleared_at is not null or exists (
               select from charger_event newer
                where newer.tenant_id = charger_event.tenant_id and newer.charger_id = charger_event.charger_id
                  and newer.id > charger_event.id and newer.kind = 'device' and lower(newer.type) = lower(charger_event.type)
                  and newer.evse is not distinct from charger_event.evse
                  and newer.connector is not distinct from charger_event.connector))`,
  },
  {
    table: 'charging_grant',
    keep: 'steering',
    isOver: `state in ('refused', 'replaced', 'ended') and changed_at < $1`,
  },
  { table: 'site_alarm', keep: 'events', isOver: 'cleared_at < $1' },
] as const

/**
 * Makes the partitions of the weeks and months around now. Rows that arrived for a period before its partition was
 * made move into it from the default one. Needs the owner's connection; safe to repeat.
 */
export async function preparePartitions(owner: pg.Client, now: Temporal.Instant): Promise<void> {
  for (const { table, step, ahead, back } of partitioned) {
    const first = startOfPeriod(now.toZonedDateTimeISO('UTC').toPlainDate(), step).subtract(periods(step, back))
    for (let n = 0; n <= back + ahead; n++) {
      const from = first.add(periods(step, n))
      await makePartition(owner, { table, from, to: from.add(periods(step, 1)) })
    }
  }
}

/** Drops what is older than its retention, whole partitions first, and says how many rows went. */
export async function applyRetention(
  owner: pg.Client,
  days: RetentionDays,
  now: Temporal.Instant,
): Promise<{ table: string; rows: number }[]> {
  const dropped: { table: string; rows: number }[] = []
  for (const { table, keep } of partitioned) {
    if (days[keep] === 0) continue
    const oldest = oldestOf(table, now.subtract({ hours: 24 * days[keep] }))
    let rows = 0
    for (const partition of await partitionsOf(owner, table)) {
      if (partition.to === null || Temporal.Instant.compare(partition.to, oldest) > 0) continue
      rows += await dropPartition(owner, partition.name)
    }
    const { rowCount } = await owner.query(`delete from ${table} where at < $1`, [oldest.toString()])
    rows += rowCount ?? 0
    if (rows > 0) dropped.push({ table, rows })
  }
  for (const { table, keep, isOver } of plain) {
    if (days[keep] === 0) continue
    const oldest = now.subtract({ hours: 24 * days[keep] }).toString()
    const { rowCount } = await owner.query(`delete from ${table} where ${isOver}`, [oldest])
    if (rowCount) dropped.push({ table, rows: rowCount })
  }
  const yearAgo = now.subtract({ hours: 24 * yearDays }).toString()
  for (const { table, at } of [
    { table: 'load_sample', at: 'at' },
    { table: 'deviation', at: 'last_seen_at' },
  ]) {
    const { rowCount } = await owner.query(`delete from ${table} where ${at} < $1`, [yearAgo])
    if (rowCount) dropped.push({ table, rows: rowCount })
  }
  const minutes = await owner.query('delete from circuit_minute where at < $1', [
    now.subtract({ hours: 24 * minuteDays }).toString(),
  ])
  if (minutes.rowCount) dropped.push({ table: 'circuit_minute', rows: minutes.rowCount })
  const moves = await foldMoves(owner)
  if (moves > 0) dropped.push({ table: 'session_move', rows: moves })
  // Logins go by the wall clock, which may be another than that of the records.
  const logins = await owner.query(
    'delete from console_session where least(ended_at, expires_at) < clock_timestamp() - make_interval(days => $1)',
    [loginDays],
  )
  if (logins.rowCount) dropped.push({ table: 'console_session', rows: logins.rowCount })
  return dropped
}

/** A round is told by how it differs from an earlier one of its day: days of them go as a whole. */
function oldestOf(table: string, oldest: Temporal.Instant): Temporal.Instant {
  return table === 'steering_round' ? oldest.toZonedDateTimeISO('UTC').startOfDay().toInstant() : oldest
}

/**
 * Whoever has counted sessions asks only whether there were moves since. The one that is left of a tenant's is a new
 * one, so that nobody who was away takes what is there now for what was there then.
 */
async function foldMoves(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(`
    with gone as (
      delete from session_move
       where tenant_id in (select tenant_id from session_move group by tenant_id having count(*) > 1)
      returning tenant_id),
    left_over as (insert into session_move (tenant_id) select distinct tenant_id from gone returning tenant_id)
    select (select count(*) from gone) - (select count(*) from left_over) as count`)
  return rows[0]!.count
}

/** Long enough to look back when a login turns out to have been somebody else's; the audit is kept in any case. */
const loginDays = 90

/** The usual rise of a circuit is that of its last 14 days (smart-charging 3.2). */
const minuteDays = 15

/** A year can be compared with the one before; a row a minute is little, and firmware that nobody has any more nothing. */
const yearDays = 400

/** How many rows `applyRetention` would remove. */
export async function countExpired(
  owner: pg.Client,
  days: RetentionDays,
  now: Temporal.Instant,
): Promise<{ table: string; rows: number }[]> {
  const expired: { table: string; rows: number }[] = []
  for (const { table, keep } of partitioned) {
    if (days[keep] === 0) continue
    const oldest = oldestOf(table, now.subtract({ hours: 24 * days[keep] }))
    const { rows } = await owner.query<{ count: number }>(`select count(*) as count from ${table} where at < $1`, [
      oldest.toString(),
    ])
    if (rows[0]!.count > 0) expired.push({ table, rows: rows[0]!.count })
  }
  for (const { table, keep, isOver } of plain) {
    if (days[keep] === 0) continue
    const oldest = now.subtract({ hours: 24 * days[keep] }).toString()
    const { rows } = await owner.query<{ count: number }>(`select count(*) as count from ${table} where ${isOver}`, [
      oldest,
    ])
    if (rows[0]!.count > 0) expired.push({ table, rows: rows[0]!.count })
  }
  return expired
}

type Step = 'week' | 'month'

function startOfPeriod(day: Temporal.PlainDate, step: Step): Temporal.PlainDate {
  return step === 'month' ? day.with({ day: 1 }) : day.subtract({ days: day.dayOfWeek - 1 })
}

function periods(step: Step, count: number): Temporal.DurationLike {
  return step === 'month' ? { months: count } : { weeks: count }
}

async function makePartition(
  owner: pg.Client,
  { table, from, to }: { table: string; from: Temporal.PlainDate; to: Temporal.PlainDate },
): Promise<void> {
  const name = `${table}_${from.toString().replaceAll('-', '')}`
  const { rows } = await owner.query<{ known: boolean }>('select to_regclass($1) is not null as known', [name])
  if (rows[0]!.known) return
  await owner.query('begin')
  try {
    await owner.query(`create table ${name} (like ${table} including all)`)
    await owner.query(`alter table ${name} enable row level security`)
    // The default partition must not hold rows of the new one's range.
    await owner.query(`lock table ${table} in share row exclusive mode`)
    const range = [`${from}T00:00:00Z`, `${to}T00:00:00Z`]
    const moved = await owner.query(
      `with late as (delete from ${table}_default where at >= $1 and at < $2 returning *) insert into ${name} select * from late`,
      range,
    )
    const left = await owner.query(`select from ${table}_default where at >= $1 and at < $2`, range)
    if (left.rowCount !== 0) throw new Error(`${moved.rowCount} rows moved to ${name}, ${left.rowCount} stayed behind`)
    await owner.query(
      `alter table ${table} attach partition ${name} for values from ('${range[0]}') to ('${range[1]}')`,
    )
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

async function partitionsOf(owner: pg.Client, table: string): Promise<{ name: string; to: Temporal.Instant | null }[]> {
  const { rows } = await owner.query<{ name: string; bound: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass`,
    [table],
  )
  return rows.map(({ name, bound }) => {
    const to = /TO \('([^']+)'\)/.exec(bound)?.[1]
    return { name, to: to ? Temporal.Instant.from(to) : null }
  })
}

async function dropPartition(owner: pg.Client, name: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(`select count(*) from ${name}`)
  await owner.query(`drop table ${name}`)
  return rows[0]!.count
}
