import { type Transaction as KyselyTransaction, sql, type UpdateObject } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { ChargerSetupChange, ChargerSetupWriter } from '#core/chargers/provisioning.ts'
import type { KeptMembers } from '#core/kept-members.ts'
import { doorKey } from './door-key.ts'
import type { Touched } from './door-transaction.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import type { Schema } from './schema.ts'

/** Chargers as a back office sets them up, in one transaction. */
export function chargerSetupWriter(
  trx: KyselyTransaction<Schema>,
  tenant_id: number,
  touched: Touched,
): ChargerSetupWriter {
  return {
    async add({ identity, ...setup }) {
      const operator = await trx
        .selectFrom('operator')
        .select('id')
        .where('tenant_id', '=', tenant_id)
        .orderBy('id')
        .limit(1)
        .executeTakeFirstOrThrow()
      const { name, passwordHash, securityProfile } = setup
      const row = await trx
        .insertInto('charger')
        .values({
          ...columnsOf(setup),
          tenant_id,
          operator_id: operator.id,
          identity,
          identity_folded: foldIdentity(identity),
          name,
          password_hash: passwordHash,
          security_profile: securityProfile,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      touched.chargers.add(row.id)
      const key_hash = doorKey(foldIdentity(identity))
      await trx.insertInto('door_key').values({ kind: 'charger', key_hash, tenant_id, row_id: row.id }).execute()
      return chargerFrom(row as ChargerRow)
    },
    async find(id) {
      const row = await trx
        .selectFrom('charger')
        .selectAll()
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .forUpdate()
        .executeTakeFirst()
      if (!row) return null
      const charger = chargerFrom(row as ChargerRow)
      return {
        ...charger,
        name: row.name,
        kept: row.platform_fields as KeptMembers,
        hasPassword: row.password_hash !== null,
      }
    },
    async change(id, change) {
      touched.chargers.add(id)
      const now = sql<Temporal.Instant>`server_time()`
      const row = await trx
        .updateTable('charger')
        .set({ ...columnsOf(change), etag: sql`etag + 1`, modified_at: now, content_changed_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      return chargerFrom(row as ChargerRow)
    },
  }
}

function columnsOf(change: ChargerSetupChange): UpdateObject<Schema, 'charger'> {
  const { name, registration, bootIntervalSeconds, provisioning, securityProfile, protocols, kept, passwordHash } =
    change
  const columns = {
    name,
    registration,
    boot_interval_seconds: bootIntervalSeconds,
    provisioning,
    security_profile: securityProfile,
    protocols: protocols && [...protocols],
    platform_fields: kept && JSON.stringify(kept),
    password_hash: passwordHash,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}
