import { sql, type Transaction } from 'kysely'
import { type AccountWriter, foldLogin } from '#core/access/account.ts'
import { accountFrom } from './account-row.ts'
import { doorKey } from './door-key.ts'
import type { Schema } from './schema.ts'

/** The accounts of one tenant as a transaction of a door writes them. */
export function accountWriter(trx: Transaction<Schema>, tenant_id: number): AccountWriter {
  const rowOf = (id: number) => trx.updateTable('account').where('tenant_id', '=', tenant_id).where('id', '=', id)
  const modified_at = sql<Temporal.Instant>`server_time()`
  return {
    async add(account) {
      const login_folded = foldLogin(account.login)
      const row = await trx
        .insertInto('account')
        .values({
          tenant_id,
          login: account.login,
          login_folded,
          name: account.name,
          role: account.role,
          password_hash: account.passwordHash,
          must_change_password: account.mustChangePassword,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      await trx
        .insertInto('door_key')
        .values({ kind: 'account', key_hash: doorKey(login_folded), tenant_id, row_id: row.id })
        .execute()
      return accountFrom(row)
    },
    async lock(id) {
      const row = await trx.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
      return row ? accountFrom(row) : null
    },
    async lockAdministrators() {
      const rows = await trx
        .selectFrom('account')
        .select('id')
        .where('role', '=', 'administrator')
        .where('enabled', '=', true)
        .orderBy('id')
        .forUpdate()
        .execute()
      return rows.map(({ id }) => id)
    },
    async change(id, { name, role, language, enabled }) {
      const given = Object.entries({ name, role, language, enabled }).filter(([, value]) => value !== undefined)
      const row = await rowOf(id)
        .set({ ...Object.fromEntries(given), modified_at })
        .returningAll()
        .executeTakeFirstOrThrow()
      return accountFrom(row)
    },
    async setPassword(id, password_hash, must_change_password) {
      await rowOf(id)
        .set({ password_hash, must_change_password, password_changed_at: sql`server_time()`, modified_at })
        .execute()
    },
    async strengthenPassword(id, from, to) {
      const query = rowOf(id).where('password_hash', '=', from).set({ password_hash: to })
      return (await query.returning('id').executeTakeFirst()) !== undefined
    },
    async loggedIn(id, last_login_at) {
      await rowOf(id).set({ last_login_at }).execute()
    },
    async offerSecondFactor(id, totp_secret_sealed) {
      const query = rowOf(id).where('totp_enabled_at', 'is', null).set({ totp_secret_sealed, modified_at })
      return (await query.returning('id').executeTakeFirst()) !== undefined
    },
    async enableSecondFactor(id, totp_enabled_at, recoveryCodes) {
      const query = rowOf(id).where('totp_enabled_at', 'is', null).set({ totp_enabled_at, modified_at })
      if ((await query.returning('id').executeTakeFirst()) === undefined) return false
      await trx.deleteFrom('recovery_code').where('account_id', '=', id).execute()
      const codes = recoveryCodes.map((code_hash) => ({ tenant_id, account_id: id, code_hash }))
      if (codes.length > 0) await trx.insertInto('recovery_code').values(codes).execute()
      return true
    },
    async dropSecondFactor(id) {
      await rowOf(id)
        .set({ totp_secret_sealed: null, totp_enabled_at: null, totp_last_step: null, modified_at })
        .execute()
      await trx.deleteFrom('recovery_code').where('account_id', '=', id).execute()
    },
    async useStep(id, step) {
      const query = rowOf(id)
        .where((or) => or.or([or('totp_last_step', 'is', null), or('totp_last_step', '<', step)]))
        .set({ totp_last_step: step })
      return (await query.returning('id').executeTakeFirst()) !== undefined
    },
    async useRecoveryCode(id, codeHash, used_at) {
      const used = await trx
        .updateTable('recovery_code')
        .set({ used_at })
        .where('account_id', '=', id)
        .where('code_hash', '=', codeHash)
        .where('used_at', 'is', null)
        .returning('account_id')
        .executeTakeFirst()
      return used !== undefined
    },
  }
}
