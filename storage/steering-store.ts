import { type Kysely, sql } from 'kysely'
import { capacityReasons } from '#core/dispatch/reason.ts'
import type { PlanBody } from '#core/steering/plan-body.ts'
import type { SiteSummary, SteeringStore } from '#core/steering/steering-store.ts'
import { inTenant } from './in-tenant.ts'
import { roundText } from './round-text.ts'
import type { Schema } from './schema.ts'
import {
  type AlarmRow,
  alarmFrom,
  type GrantRow,
  grantFrom,
  type RoundRow,
  type RunningRow,
  roundFrom,
  runningFrom,
  type SessionReasonRow,
  sessionReasonFrom,
} from './steering-row.ts'

/** What the engine of smart charging has recorded, of one tenant. */
export function steeringStore(db: Kysely<Schema>, tenant: number): SteeringStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    openGrants: (siteId) =>
      inOne(async (trx) => {
        // By charger and not by the site that granted: a charger that was moved still follows what it was told there.
        const { rows } = await sql<GrantRow>`
          select * from charging_grant
           where tenant_id = ${tenant} and state in ('decided', 'sent', 'unanswered', 'confirmed')
             and (location_id = ${siteId} or charger_id in (
               select s.charger_id from charger_supply s
                 join circuit c on c.tenant_id = s.tenant_id and c.id = s.circuit_id
                where s.tenant_id = ${tenant} and s.removed_at is null and c.location_id = ${siteId}))
           order by id`.execute(trx)
        return rows.map(grantFrom)
      }),
    rounds: (siteId, before, limit) =>
      inOne(async (trx) => {
        const { rows } = await sql<RoundRow>`
          select ${roundColumns} from steering_round
           where tenant_id = ${tenant} and location_id = ${siteId} and (${before}::bigint is null or id < ${before})
           order by id desc limit ${limit}`.execute(trx)
        return rows.map(roundFrom)
      }),
    round: async (id) => {
      const rows = await inOne(async (trx) => {
        const { rows } = await sql<StoredRound>`
          select ${roundColumns}, input, outcome, base_id from steering_round
           where tenant_id = ${tenant}
             and id in (${id}, (select base_id from steering_round where tenant_id = ${tenant} and id = ${id}))`.execute(
          trx,
        )
        return rows
      })
      const row = rows.find((one) => one.id === id)
      if (!row) return null
      const base = row.base_id === null ? null : rows.find((one) => one.id === row.base_id)
      if (base === undefined) return null
      const textOf = async (of: 'input' | 'outcome') => roundText(row[of], base && (await roundText(base[of], null)))
      const [input, outcome] = await Promise.all([textOf('input'), textOf('outcome')])
      return { siteId: row.location_id, summary: roundFrom(row), input, outcome }
    },
    sessionReason: (sessionId) =>
      inOne(async (trx) => {
        const { rows } = await sql<SessionReasonRow>`
          select * from session_steering where tenant_id = ${tenant} and session_id = ${sessionId}`.execute(trx)
        return rows[0] ? sessionReasonFrom(rows[0]) : null
      }),
    sessionReasons: (siteId) =>
      inOne(async (trx) => {
        const { rows } = await sql<SessionReasonRow>`
          select r.* from session_steering r join session s on s.id = r.session_id and s.tenant_id = r.tenant_id
           where r.tenant_id = ${tenant} and r.location_id = ${siteId} and s.state in ('pending', 'active', 'unknown')
           order by r.session_id`.execute(trx)
        return rows.map(sessionReasonFrom)
      }),
    runningOn: (chargerIds) =>
      inOne(async (trx) => {
        const { rows } = await sql<RunningRow>`
          select s.id, s.charger_id, s.ocpp_evse, s.started_at, r.*,
                 coalesce(
                   (select concat_ws(' ', k.name, nullif(nullif(split_part(r.bound_by, '/', 2), ''), 'W')) from circuit k
                     where k.tenant_id = s.tenant_id and k.id = ${numberAfter('c')}),
                   (select h.identity from charger h where h.tenant_id = s.tenant_id and h.id = ${numberAfter('charger:?')}),
                   (select m.name from limit_source m where m.tenant_id = s.tenant_id and m.id = ${numberAfter('limit')})
                 ) as bound_by_name
            from session s
            left join (session_steering r
                       join location l on l.tenant_id = r.tenant_id and l.id = r.location_id and l.is_live)
              on r.tenant_id = s.tenant_id and r.session_id = s.id
           where s.tenant_id = ${tenant} and s.charger_id = any(${[...chargerIds]}::bigint[])
             and s.state in ('pending', 'active', 'unknown') and not 'joined' = any(s.flags)
           order by s.id`.execute(trx)
        return rows.map((row) => runningFrom(row))
      }),
    alarms: (siteId, onlyOpen) =>
      inOne(async (trx) => {
        const { rows } = await sql<AlarmRow>`
          select * from site_alarm
           where tenant_id = ${tenant} and (${siteId}::bigint is null or location_id = ${siteId})
             and (not ${onlyOpen}::bool or cleared_at is null)
           order by id desc limit 500`.execute(trx)
        return rows.map(alarmFrom)
      }),
    alarm: (id) =>
      inOne(async (trx) => {
        const { rows } = await sql<AlarmRow>`
          select * from site_alarm where tenant_id = ${tenant} and id = ${id}`.execute(trx)
        return rows[0] ? alarmFrom(rows[0]) : null
      }),
    plan: (siteId) =>
      inOne(async (trx) => {
        const { rows } = await sql<{ made_at: Temporal.Instant; source: string; body: PlanBody }>`
          select made_at, source, body from charging_plan
           where tenant_id = ${tenant} and location_id = ${siteId}`.execute(trx)
        return rows[0] ? { siteId, madeAt: rows[0].made_at, source: rows[0].source, body: rows[0].body } : null
      }),
    summaries: () =>
      inOne(async (trx) => {
        const { rows } = await sql<SummaryRow>`
          select l.id, coalesce(c.n, 0) as chargers, coalesce(s.n, 0) as sessions, coalesce(s.waiting, 0) as waiting,
                 coalesce(a.n, 0) as alarms, p.made_at, p.source,
                 (select count(*) from jsonb_array_elements(p.body->'plan'->'vehicles') v
                   where v->'forecast'->>'state' = 'will be late') as late
            from location l
            left join (select k.location_id, count(*) as n from charger_supply u
                         join circuit k on k.tenant_id = u.tenant_id and k.id = u.circuit_id
                         join charger h on h.tenant_id = u.tenant_id and h.id = u.charger_id and h.removed_at is null
                        where u.tenant_id = ${tenant} and u.removed_at is null group by 1) c on c.location_id = l.id
            left join (select r.location_id, count(*) as n, count(*) filter (where r.granted = 0 and r.reason = any(${[...capacityReasons]})) as waiting
                         from session_steering r join session x on x.id = r.session_id and x.tenant_id = r.tenant_id
                        where r.tenant_id = ${tenant} and x.state in ('pending', 'active', 'unknown')
                        group by 1) s on s.location_id = l.id
            left join (select location_id, count(*) as n from site_alarm
                        where tenant_id = ${tenant} and cleared_at is null group by 1) a on a.location_id = l.id
            left join charging_plan p on p.tenant_id = l.tenant_id and p.location_id = l.id
           where l.tenant_id = ${tenant} and l.removed_at is null`.execute(trx)
        return rows.map(summaryFrom)
      }),
  }
}

type StoredRound = RoundRow & { input: Buffer; outcome: Buffer; base_id: number | null }

type SummaryRow = {
  id: number
  chargers: number
  sessions: number
  waiting: number
  alarms: number
  made_at: Temporal.Instant | null
  source: string | null
  late: number
}

function summaryFrom({ id, chargers, sessions, waiting, alarms, made_at, source, late }: SummaryRow): SiteSummary {
  const plan = made_at && source !== null ? { madeAt: made_at, source, late } : null
  return { siteId: id, chargers, sessions, waiting, openAlarms: alarms, plan }
}

const roundColumns = sql.raw('id, location_id, at, cause, engine, fence, input_hash, duration_ms, grants, sends')

/** Of what binds: the number of the circuit, charger or limit that it names. */
const numberAfter = (kind: string) => sql`substring(r.bound_by from ${sql.lit(`^${kind}([0-9]+)`)})::bigint`
