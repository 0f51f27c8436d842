import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import { type LearntDraw, type SessionDraw, withSession } from '#core/planner/feeds/learnt-draw.ts'
import type { ProfileQuarter } from '#core/planner/feeds/load-profile.ts'
import type { PlanFeedStore, PlanFeedWriter } from '#core/planner/feeds/plan-feed-store.ts'
import type { Touched } from './door-transaction.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'
import { blocksBetween, replaceBlocks } from './site-blocks.ts'
import { solarBlocks } from './solar-blocks.ts'

/** What the planner goes by, of one tenant. */
export function planFeedStore(db: Kysely<Schema>, tenant: number): PlanFeedStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    solar: (siteId, from, to) => inOne((trx) => blocksBetween(trx, solarBlocks, { tenant, siteId }, { from, to })),
    peak: (siteId, periodFrom) =>
      inOne(async (trx) => {
        const row = await trx
          .selectFrom('site_peak')
          .select(['power_w', 'at'])
          .where('tenant_id', '=', tenant)
          .where('location_id', '=', siteId)
          .where('period_from', '=', periodFrom)
          .executeTakeFirst()
        return row ? { powerW: row.power_w, at: row.at } : null
      }),
    highestQuarter: (meters, { from, to }) =>
      inOne(async (trx) => {
        // Minutes that one of the meters lacks are left out; of a quarter of an hour most have to be there.
        const { rows } = await sql<{ at: Temporal.Instant; power_w: number }>`
          select date_bin('15 minutes', at, timestamptz 'epoch') as at, greatest(0, avg(watts)) as power_w
            from (select c.at,
                         sum(coalesce(c.power_w, (coalesce(c.l1_a, 0) + coalesce(c.l2_a, 0) + coalesce(c.l3_a, 0)) * m.volts)) as watts
                    from circuit_minute c
                    join unnest(${meters.map(({ id }) => id)}::bigint[], ${meters.map((one) => one.voltsToNeutral)}::float8[])
                         as m(id, volts) on m.id = c.meter_id
                   where c.tenant_id = ${tenant} and c.at >= ${from.toString()}::timestamptz
                     and c.at < ${to.toString()}::timestamptz
                   group by c.at having count(*) = ${meters.length}::int) as minute
           group by 1 having count(*) >= ${enoughMinutes}
           order by 2 desc, 1 limit 1`.execute(trx)
        return rows[0] ? { powerW: rows[0].power_w, at: rows[0].at } : null
      }),
    profile: (meterId, timeZone) =>
      inOne(async (trx) => {
        const { rows } = await sql<ProfileRow>`
          with minute as (
            select c.at at time zone ${timeZone} as local,
                   case when m.measures = 'unmanaged' then c.l1_a else c.own_l1_a end as l1,
                   case when m.measures = 'unmanaged' then c.l2_a else c.own_l2_a end as l2,
                   case when m.measures = 'unmanaged' then c.l3_a else c.own_l3_a end as l3
              from circuit_minute c join circuit_meter m on m.tenant_id = c.tenant_id and m.id = c.meter_id
             where c.tenant_id = ${tenant} and c.meter_id = ${meterId} and c.at > server_time() - interval '14 days'),
          known as (
            select (extract(hour from local) * 4 + floor(extract(minute from local) / 15))::int as quarter,
                   extract(isodow from local) >= 6 as is_weekend, local::date as day, l1, l2, l3
              from minute where coalesce(l1, l2, l3) is not null)
          select quarter, is_weekend, count(distinct day)::int as days,
                 percentile_cont(0.9) within group (order by coalesce(l1, 0)) as l1,
                 percentile_cont(0.9) within group (order by coalesce(l2, 0)) as l2,
                 percentile_cont(0.9) within group (order by coalesce(l3, 0)) as l3
            from known group by grouping sets ((quarter, is_weekend), (quarter))`.execute(trx)
        return rows.map(quarterFrom)
      }),
    learntDraws: () =>
      inOne(async (trx) => {
        const rows = await trx.selectFrom('learnt_draw').selectAll().where('tenant_id', '=', tenant).execute()
        return rows.map(({ vehicle_id, model, kind, sessions }) => ({
          ...{ vehicleId: vehicle_id, model, kind, sessions: sessions as SessionDraw[] },
        }))
      }),
  }
}

const enoughMinutes = 12

type ProfileRow = { quarter: number; is_weekend: boolean | null; days: number; l1: number; l2: number; l3: number }

function quarterFrom({ quarter, is_weekend, days, l1, l2, l3 }: ProfileRow): ProfileQuarter {
  const which = is_weekend === null ? 'all' : is_weekend ? 'weekend' : 'work'
  const load = (amps: number) => Math.max(0, amps)
  return { quarter, days: which, known: days, amps: { L1: load(l1), L2: load(l2), L3: load(l3) } }
}

/** What the planner goes by, as it is written in one transaction. */
export function planFeedWriter(trx: KyselyTransaction<Schema>, tenant: number, touched: Touched): PlanFeedWriter {
  return {
    async writeSolar(siteId, blocks) {
      // The plan stands on it.
      touched.sites = true
      await replaceBlocks(trx, solarBlocks, { tenant, siteId }, blocks)
    },
    async raisePeak(siteId, periodFrom, { powerW, at }) {
      await sql`
        insert into site_peak (tenant_id, location_id, period_from, power_w, at)
        values (${tenant}, ${siteId}, ${periodFrom.toString()}::timestamptz, ${powerW}, ${at.toString()}::timestamptz)
        on conflict (tenant_id, location_id, period_from) do update
           set power_w = excluded.power_w, at = excluded.at
         where excluded.power_w > site_peak.power_w`.execute(trx)
    },
    async addDraw(of, session) {
      const known = await lockedDraw(trx, tenant, of)
      const sessions = JSON.stringify(withSession(known.sessions, session))
      await trx
        .updateTable('learnt_draw')
        .set({ sessions, changed_at: sql<Temporal.Instant>`server_time()` })
        .where('tenant_id', '=', tenant)
        .where('id', '=', known.id)
        .execute()
    },
  }
}

async function lockedDraw(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  { vehicleId, model, kind }: Pick<LearntDraw, 'vehicleId' | 'model' | 'kind'>,
): Promise<{ id: number; sessions: SessionDraw[] }> {
  const { rows } = await sql<{ id: number; sessions: SessionDraw[] }>`
    insert into learnt_draw (tenant_id, vehicle_id, model, kind, sessions)
    values (${tenant}, ${vehicleId}, ${model}, ${kind}, '[]')
    on conflict (tenant_id, vehicle_id, model, kind) do update set kind = excluded.kind
    returning id, sessions`.execute(trx)
  return rows[0]!
}
