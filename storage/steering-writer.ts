import { type Transaction as KyselyTransaction, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import type { Facts } from '#core/events.ts'
import type { SiteFence, SteeringWriter } from '#core/steering/steering-store.ts'
import { compressedRound } from './round-text.ts'
import type { Schema } from './schema.ts'
import { type GrantRow, grantFrom } from './steering-row.ts'

/** What the engine records, in one transaction; refused once another engine has taken the site over. */
export function steeringWriter(trx: KyselyTransaction<Schema>, tenant: number): SteeringWriter {
  return {
    async keepRound(site, round) {
      const { base } = round
      const [input, outcome] = await Promise.all([
        compressedRound(round.input, base?.input ?? null),
        compressedRound(round.outcome, base?.outcome ?? null),
      ])
      await holdSite(trx, tenant, site)
      const { rows } = await sql<{ id: number }>`
        insert into steering_round (tenant_id, location_id, at, cause, engine, fence, input_hash, duration_ms, grants,
            sends, input, outcome, base_id)
        values (${tenant}, ${site.siteId}, ${round.at}::timestamptz, ${round.cause}, ${round.engine}, ${site.fence},
            ${Buffer.from(round.inputHash, 'hex')}, ${round.durationMs}, ${round.grants}, ${round.sends}, ${input},
            ${outcome}, ${base?.id ?? null})
        returning id`.execute(trx)
      return rows[0]!.id
    },
    async addGrants(site, grants) {
      await holdSite(trx, tenant, site)
      if (grants.length === 0) return []
      const { rows } = await sql<GrantRow>`
        insert into charging_grant (tenant_id, location_id, charger_id, evse, session_id, value, unit, lease_until,
            round_id, fence)
        select ${tenant}, ${site.siteId}, g.charger_id, g.evse, g.session_id, g.value, g.unit, g.lease_until,
               g.round_id, ${site.fence}
          from unnest(${grants.map((g) => g.chargerId)}::bigint[], ${grants.map((g) => g.evse)}::int[],
                 ${grants.map((g) => g.sessionId)}::bigint[], ${grants.map((g) => g.value)}::float8[],
                 ${grants.map((g) => g.unit)}::text[], ${grants.map((g) => g.leaseUntil.toString())}::timestamptz[],
                 ${grants.map((g) => g.roundId)}::bigint[]) with ordinality
            as g(charger_id, evse, session_id, value, unit, lease_until, round_id, place)
         order by g.place
        returning *`.execute(trx)
      return rows.sort((a, b) => a.id - b.id).map(grantFrom)
    },
    async settleGrants(site, settled) {
      await holdSite(trx, tenant, site)
      if (settled.length === 0) return
      const ids = settled.map(({ id }) => id)
      // What is over stays over, and a confirmed one only ends: answers may come late, and in any order.
      await sql`
        update charging_grant g
           set state = s.state, command_id = coalesce(s.command_id, g.command_id), changed_at = server_time()
          from unnest(${ids}::bigint[], ${settled.map(({ state }) => state)}::text[],
                 ${settled.map(({ commandId }) => commandId ?? null)}::bigint[]) as s(id, state, command_id)
         where g.tenant_id = ${tenant} and g.id = s.id
           and (g.state in ('decided', 'sent', 'unanswered')
             or g.state = 'confirmed' and s.state in ('replaced', 'ended'))`.execute(trx)
      await sql`
        update charging_grant g set state = 'replaced', changed_at = server_time()
          from (select charger_id, evse, max(id) as id from charging_grant
                 where tenant_id = ${tenant} and id = any(${ids}::bigint[]) and state = 'confirmed'
                 group by charger_id, evse) as now
         where g.tenant_id = ${tenant} and g.charger_id = now.charger_id and g.evse = now.evse and g.id < now.id
           and g.state in ('decided', 'sent', 'unanswered', 'confirmed')`.execute(trx)
    },
    async keepReasons(site, reasons) {
      await holdSite(trx, tenant, site)
      if (reasons.length === 0) return
      await sql`
        insert into session_steering (tenant_id, session_id, location_id, reason, bound_by, granted, unit,
            laxity_hours, assumed, departs_at, readiness, at)
        select ${tenant}, r.session_id, ${site.siteId}, r.reason, r.bound_by, r.granted, r.unit, r.laxity_hours,
               string_to_array(r.assumed, ','), r.departs_at, r.readiness, r.at
          from unnest(${reasons.map((r) => r.sessionId)}::bigint[], ${reasons.map((r) => r.reason)}::text[],
                 ${reasons.map((r) => r.boundBy)}::text[], ${reasons.map((r) => r.granted)}::float8[],
                 ${reasons.map((r) => r.unit)}::text[], ${reasons.map((r) => r.laxityHours)}::float8[],
                 ${reasons.map((r) => r.assumed.join())}::text[],
                 ${reasons.map((r) => r.departsAt?.toString() ?? null)}::timestamptz[],
                 ${reasons.map((r) => r.readiness)}::text[],
                 ${reasons.map((r) => r.at.toString())}::timestamptz[])
            as r(session_id, reason, bound_by, granted, unit, laxity_hours, assumed, departs_at, readiness, at)
        on conflict (tenant_id, session_id) do update
           set location_id = excluded.location_id, reason = excluded.reason, bound_by = excluded.bound_by,
               granted = excluded.granted, unit = excluded.unit, laxity_hours = excluded.laxity_hours,
               assumed = excluded.assumed, departs_at = excluded.departs_at, readiness = excluded.readiness,
               at = excluded.at`.execute(trx)
    },
    async tellReadiness(sessionId, said) {
      const body: Facts['session.readiness'] = { ...said, departsAt: said.departsAt.toString() }
      await sql`
        insert into fact (tenant_id, at, kind, subject_id, body)
        values (${tenant}, server_time(), 'session.readiness', ${sessionId}, ${JSON.stringify(body)}::jsonb)`.execute(
        trx,
      )
    },
    async raiseAlarm(siteId, { kind, subject, body }) {
      const { rows } = await sql`
        insert into site_alarm (tenant_id, location_id, kind, subject, body)
        values (${tenant}, ${siteId}, ${kind}, ${subject}, ${JSON.stringify(body)})
        on conflict (tenant_id, location_id, kind, subject) where cleared_at is null do nothing
        returning id`.execute(trx)
      return rows.length > 0
    },
    async clearAlarm(siteId, kind, subject) {
      const { rows } = await sql`
        update site_alarm set cleared_at = server_time()
         where tenant_id = ${tenant} and location_id = ${siteId} and kind = ${kind} and subject = ${subject}
           and cleared_at is null
        returning id`.execute(trx)
      return rows.length > 0
    },
    async keepPlan(site, { madeAt, source, body }) {
      await holdSite(trx, tenant, site)
      await sql`
        insert into charging_plan (tenant_id, location_id, made_at, source, body)
        values (${tenant}, ${site.siteId}, ${madeAt}::timestamptz, ${source}, ${JSON.stringify(body)})
        on conflict (tenant_id, location_id) do update
           set made_at = excluded.made_at, source = excluded.source, body = excluded.body`.execute(trx)
    },
  }
}

/**
 * Until this transaction has ended nobody takes the site over; so what it writes is by its owner, or is not written. The
 * owner's sign of life is not held up by it.
 */
export async function holdSite(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  { siteId, fence }: SiteFence,
): Promise<void> {
  const { rows } = await sql<{ fence: number }>`
    select fence from steering_owner where tenant_id = ${tenant} and location_id = ${siteId} for key share`.execute(trx)
  if (rows[0]?.fence === fence) return
  throw new Problem('fence_lost', 'Another engine steers this site now.', { subject: 'fence' })
}
