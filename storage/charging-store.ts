import { type Kysely, sql } from 'kysely'
import type { ChargingStore, DesiredProfile } from '#core/smart-charging/charging-store.ts'
import type { ChargingProfile } from '#core/smart-charging/profile.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What we want chargers to go by, as doors and handlers read it, of one tenant. */
export function chargingStore(db: Kysely<Schema>, tenant: number): Omit<ChargingStore, 'hasProfiles'> {
  return {
    desired: (chargerId) => inTenant(db, tenant, (trx) => readDesired(trx, tenant, chargerId)),
    recipe: ({ vendor, model, firmware }, situation) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ recipe: string }>`
          select recipe from charging_recipe where tenant_id = ${tenant} and vendor = ${vendor} and model = ${model}
             and firmware = ${firmware ?? ''} and situation = ${situation}`.execute(trx)
        return rows[0]?.recipe ?? null
      }),
  }
}

export async function readDesired(db: Kysely<Schema>, tenant: number, chargerId: number): Promise<DesiredProfile[]> {
  const { rows } = await sql<Row>`
    select evse, profile, limit_of, desired_at from charging_desired
     where tenant_id = ${tenant} and charger_id = ${chargerId} and ended_at is null order by profile_id`.execute(db)
  return rows.map(({ evse, profile, limit_of, desired_at }) => ({
    evse,
    profile: profile as ChargingProfile,
    limitOf: limit_of,
    desiredAt: desired_at,
  }))
}

type Row = { evse: number; profile: unknown; limit_of: number | null; desired_at: Temporal.Instant }
