import { type Transaction as KyselyTransaction, type SqlBool, sql, type UpdateObject } from 'kysely'
import { type ChargerWriter, foldIdentity } from '#core/chargers/charger.ts'
import { chargerCredentials } from './charger-credentials.ts'
import { doorKey } from './door-key.ts'
import type { Touched } from './door-transaction.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import type { Schema } from './schema.ts'

type Changes = Pick<
  ChargerWriter,
  'credentials' | 'change' | 'setPassword' | 'remove' | 'restore' | 'setCommandedAvailability' | 'endConnection'
>

/** How doors change a charger that is known. Each change is a new version of its configuration. */
export function chargerChanges(trx: KyselyTransaction<Schema>, tenant_id: number, touched: Touched): Changes {
  return {
    credentials: chargerCredentials(trx, tenant_id),
    async change(id, change) {
      const before = await lock(id, sql<SqlBool>`removed_at is null`)
      if (!before) return null
      const row = await update(id, {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
        ...(change.blocked === undefined ? {} : { operator_status: change.blocked ? 'blocked' : 'active' }),
      })
      const { name, time_zone, operator_status } = before
      return {
        before: { name, timeZone: time_zone, blocked: operator_status === 'blocked' },
        charger: chargerFrom(row as ChargerRow),
      }
    },
    async setPassword(id, passwordHash) {
      const before = await lock(id, sql<SqlBool>`removed_at is null`)
      if (!before) return null
      // One that came in without a password does not any more.
      const security_profile = Math.max(1, before.security_profile)
      const noPending = {
        pending_password_hash: null,
        pending_password_since: null,
        pending_password_uncertain: false,
      }
      const values = { password_hash: passwordHash, security_profile, ...noPending }
      return chargerFrom((await update(id, values)) as ChargerRow)
    },
    async remove(id) {
      const before = await lock(id, sql<SqlBool>`removed_at is null`)
      if (!before) return null
      await trx
        .deleteFrom('door_key')
        .where('kind', '=', 'charger')
        .where('tenant_id', '=', tenant_id)
        .where('row_id', '=', id)
        .execute()
      return chargerFrom((await update(id, { removed_at: sql`server_time()` })) as ChargerRow)
    },
    async restore(id) {
      const before = await lock(id, sql<SqlBool>`removed_at is not null`)
      if (!before) return null
      const key = {
        kind: 'charger' as const,
        key_hash: doorKey(foldIdentity(before.identity)),
        tenant_id,
        row_id: id,
      }
      // The key is unique: whoever has the identity by now keeps it.
      const added = await trx
        .insertInto('door_key')
        .values(key)
        .onConflict((conflict) => conflict.doNothing())
        .returning('row_id')
        .executeTakeFirst()
      if (!added) return 'taken'
      return chargerFrom((await update(id, { removed_at: null })) as ChargerRow)
    },
    async setCommandedAvailability(id, availability) {
      await trx
        .updateTable('charger')
        .set({ commanded_availability: availability, modified_at: sql`server_time()` })
        .where('id', '=', id)
        .where('tenant_id', '=', tenant_id)
        .execute()
    },
    async endConnection(id) {
      await update(id, { connections_ended: sql`connections_ended + 1` })
    },
  }

  function lock(id: number, standing: ReturnType<typeof sql<SqlBool>>) {
    return trx
      .selectFrom('charger')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', tenant_id)
      .where(standing)
      .forUpdate()
      .executeTakeFirst()
  }

  function update(id: number, values: UpdateObject<Schema, 'charger'>) {
    touched.chargers.add(id)
    const now = sql<Temporal.Instant>`server_time()`
    return trx
      .updateTable('charger')
      .set({ ...values, etag: sql`etag + 1`, modified_at: now, content_changed_at: now })
      .where('id', '=', id)
      .where('tenant_id', '=', tenant_id)
      .returningAll()
      .executeTakeFirstOrThrow()
  }
}
