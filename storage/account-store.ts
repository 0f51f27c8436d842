import type { Kysely } from 'kysely'
import { type AccountDoor, type AccountStore, foldLogin } from '#core/access/account.ts'
import { accountFrom, credentialsFrom } from './account-row.ts'
import { findSession, sessionsOf } from './console-session-store.ts'
import { doorKey } from './door-key.ts'
import { inTenant, orUnavailable } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Finds people before their tenant is known. */
export function accountDoor(db: Kysely<Schema>): AccountDoor {
  return {
    async findByLogin(login) {
      const key = await orUnavailable(
        db
          .selectFrom('door_key')
          .select(['tenant_id', 'row_id'])
          .where('kind', '=', 'account')
          .where('key_hash', '=', doorKey(foldLogin(login)))
          .executeTakeFirst(),
      )
      return key ? accountStore(db, key.tenant_id).credentials(key.row_id) : null
    },
    findSession: (tenant, tokenHash) => inTenant(db, tenant, (trx) => findSession(trx, tokenHash)),
    nameOfTenant: (tenant) =>
      inTenant(db, tenant, (trx) =>
        trx.selectFrom('tenant').select(['slug', 'name']).where('id', '=', tenant).executeTakeFirstOrThrow(),
      ),
  }
}

/** The accounts of one tenant as the doors read them. */
export function accountStore(db: Kysely<Schema>, tenant: number): AccountStore {
  return {
    list: () =>
      inTenant(db, tenant, async (trx) => {
        const rows = await trx.selectFrom('account').selectAll().orderBy('login_folded').execute()
        return rows.map(accountFrom)
      }),
    find: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? accountFrom(row) : null
      }),
    findByLogin: (login) =>
      inTenant(db, tenant, async (trx) => {
        const query = trx.selectFrom('account').selectAll().where('login_folded', '=', foldLogin(login))
        const row = await query.executeTakeFirst()
        return row ? accountFrom(row) : null
      }),
    credentials: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? credentialsFrom(row) : null
      }),
    sessions: (accountId) => inTenant(db, tenant, (trx) => sessionsOf(trx, accountId)),
  }
}
