import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { UnknownCharger, UnknownChargerStore, UnknownChargerWriter } from '#core/provisioning/unknown-charger.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Chargers that nobody has made known, of one tenant. */
export function unknownChargerStore(db: Kysely<Schema>, tenant: number): UnknownChargerStore {
  return {
    list: (limit) =>
      inTenant(db, tenant, async (trx) => {
        const rows = await unknown(trx, tenant).orderBy('last_seen_at', 'desc').limit(limit).execute()
        return rows.map(unknownFrom)
      }),
  }
}

export function unknownChargerWriter(trx: KyselyTransaction<Schema>, tenant: number): UnknownChargerWriter {
  return {
    async find(id) {
      const row = await unknown(trx, tenant).where('id', '=', id).forUpdate().executeTakeFirst()
      return row ? unknownFrom(row) : null
    },
    async welcome(id, until, by) {
      await trx
        .updateTable('unknown_charger')
        .set({ welcome_until: until, welcomed_by: by })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .execute()
    },
    async takeWelcome(identity) {
      const { rows } = await sql<{ welcomed_by: string | null }>`
        delete from unknown_charger
         where tenant_id = ${tenant} and identity_folded = ${foldIdentity(identity)} and welcome_until > server_time()
        returning welcomed_by`.execute(trx)
      return rows[0] ? (rows[0].welcomed_by ?? '') : null
    },
    async remove(id) {
      await sql`delete from unknown_charger where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
  }
}

function unknown(db: Kysely<Schema>, tenant: number) {
  return db.selectFrom('unknown_charger').selectAll().where('tenant_id', '=', tenant)
}

type Row = Awaited<ReturnType<ReturnType<typeof unknown>['executeTakeFirstOrThrow']>>

function unknownFrom(row: Row): UnknownCharger {
  return {
    id: row.id,
    identity: row.identity,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    times: row.times,
    addresses: row.addresses,
    protocols: row.protocols,
    sentPassword: row.sent_password,
    welcomeUntil: row.welcome_until,
  }
}
