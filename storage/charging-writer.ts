import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargingWriter } from '#core/smart-charging/charging-store.ts'
import { type ChargingProfile, slotOf } from '#core/smart-charging/profile.ts'
import { readDesired } from './charging-store.ts'
import type { Schema } from './schema.ts'

/** What we want chargers to go by, in one transaction. */
export function chargingWriter(trx: KyselyTransaction<Schema>, tenant: number): ChargingWriter {
  const desired: ChargingWriter['desired'] = ({ id }) => readDesired(trx, tenant, id)
  return {
    desired,
    async want(charger, { evse, profile, limitOf }) {
      const slot = slotOf({ evse, profile })
      await sql`update charging_desired set ended_at = server_time() where tenant_id = ${tenant}
        and charger_id = ${charger.id} and slot = ${slot} and profile_id <> ${profile.id} and ended_at is null`.execute(
        trx,
      )
      const row = { evse, slot, wire_id: profile.wireId ?? null, profile: JSON.stringify(profile), limit_of: limitOf }
      await trx
        .insertInto('charging_desired')
        .values({ tenant_id: tenant, charger_id: charger.id, profile_id: profile.id, ...row })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'charger_id', 'profile_id'])
            .doUpdateSet({ ...row, desired_at: sql`server_time()`, ended_at: null }),
        )
        .execute()
    },
    async unwant(charger, profileIds) {
      if (profileIds.length === 0) return
      await sql`update charging_desired set ended_at = server_time() where tenant_id = ${tenant}
        and charger_id = ${charger.id} and profile_id = any(${[...profileIds]}::int[]) and ended_at is null`.execute(
        trx,
      )
    },
    async endSession(charger, wireId) {
      const ended = await sql`update charging_desired set ended_at = server_time() where tenant_id = ${tenant}
        and charger_id = ${charger.id} and wire_id = ${wireId} and ended_at is null`.execute(trx)
      const gone = await sql`delete from installed_item where tenant_id = ${tenant} and charger_id = ${charger.id}
        and (kind = 'charging-profile' and body->'profile'->>'wireId' = ${wireId}
          or kind in ('ev-charging-needs', 'ev-charging-schedule', 'priority-charging') and body->>'wireId' = ${wireId})`.execute(
        trx,
      )
      return Number(ended.numAffectedRows ?? 0) + Number(gone.numAffectedRows ?? 0) > 0
    },
    async changeValues(charger, profileId, values) {
      const found = (await desired(charger)).find((one) => one.profile.id === profileId)
      if (found?.profile.kind !== 'dynamic') return false
      const changed = withValues(found.profile, values)
      await sql`update charging_desired set profile = ${JSON.stringify(changed)}::jsonb where tenant_id = ${tenant}
        and charger_id = ${charger.id} and profile_id = ${profileId}`.execute(trx)
      return true
    },
    async learn({ vendor, model, firmware }, situation, recipe) {
      await sql`
        insert into charging_recipe (tenant_id, vendor, model, firmware, situation, recipe)
        values (${tenant}, ${vendor}, ${model}, ${firmware ?? ''}, ${situation}, ${recipe})
        on conflict (tenant_id, vendor, model, firmware, situation)
        do update set recipe = excluded.recipe, learned_at = server_time()`.execute(trx)
    },
    async underWay(charger, withinSeconds) {
      const { rows } = await sql<{ id: number; kind: string; params: object; sentAt: Temporal.Instant | null }>`
        select id, kind, params, sent_at as "sentAt" from command
         where tenant_id = ${tenant} and charger_id = ${charger.id} and kind in ('limit', 'set-profile')
           and (state = 'queued'
             or (state = 'sent' or action is not null) and sent_at > server_time() - ${withinSeconds} * interval '1 second')
         order by id desc limit 200`.execute(trx)
      return rows.map(({ id, kind, params, sentAt }) => ({
        id,
        sentAt,
        request: { kind, ...params } as CommandRequest,
      }))
    },
    async updateRateSeconds(charger) {
      const { rows } = await sql<{ value: string | null }>`
        select value from device_variable where tenant_id = ${tenant} and charger_id = ${charger.id}
           and lower(component) = 'smartchargingctrlr' and lower(variable) = 'updateratelimit' and attribute = 'Actual'
         limit 1`.execute(trx)
      const seconds = Number(rows[0]?.value ?? Number.NaN)
      return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
    },
  }
}

function withValues(profile: ChargingProfile, values: object): ChargingProfile {
  const [schedule, ...others] = profile.schedules
  if (!schedule) return profile
  const [period, ...rest] = schedule.periods
  const changed = { ...schedule, periods: [{ ...period!, ...values }, ...rest] }
  return { ...profile, schedules: [changed, ...others] }
}
