import { type Transaction as KyselyTransaction, sql, type UpdateObject } from 'kysely'
import type { ChargerCredentialsWriter } from '#core/chargers/charger.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import type { Schema } from './schema.ts'

/**
 * How a charger's credentials change while it goes on being let in. That is no new version of its configuration: the
 * connection that it has stays as it is.
 */
export function chargerCredentials(trx: KyselyTransaction<Schema>, tenant_id: number): ChargerCredentialsWriter {
  return {
    async beginPassword(id, hash, sealed = null) {
      const row = await change(id, {
        pending_password_hash: hash,
        pending_password_sealed: sealed,
        pending_password_since: sql`server_time()`,
        pending_password_uncertain: false,
      })
        .where('pending_password_hash', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (row) return chargerFrom(row as ChargerRow)
      return (await isKnown(id)) ? 'pending' : null
    },
    async settlePassword(id, outcome) {
      const values = outcome === 'accepted' ? promoted : outcome === 'refused' ? dropped : uncertain
      return isDone(change(id, values).where('pending_password_hash', 'is not', null).returning('id'))
    },
    async sealedPassword(id) {
      const found = trx.selectFrom('charger').select('pending_password_sealed as sealed')
      const row = await found.where('tenant_id', '=', tenant_id).where('id', '=', id).executeTakeFirst()
      return row?.sealed ?? null
    },
    async keepPassword(id, { which, pendingHash }) {
      const values = which === 'pending' ? promoted : dropped
      return isDone(change(id, values).where('pending_password_hash', '=', pendingHash).returning('id'))
    },
    async setNextProfile(id, next) {
      const values = {
        next_security_profile: next?.profile ?? null,
        next_security_profile_until: next?.until ?? null,
      }
      return chargerOf(await change(id, values).returningAll().executeTakeFirst())
    },
    async raiseProfile(id, profile) {
      const values = {
        security_profile: profile,
        next_security_profile: null,
        next_security_profile_until: null,
      }
      return isDone(change(id, values).where('security_profile', '<', profile).returning('id'))
    },
    async setExpiredCertificateAllowed(id, isAllowed) {
      return chargerOf(await change(id, { allow_expired_certificate: isAllowed }).returningAll().executeTakeFirst())
    },
  }

  function change(id: number, values: UpdateObject<Schema, 'charger'>) {
    return trx
      .updateTable('charger')
      .set({ ...values, modified_at: sql<Temporal.Instant>`server_time()` })
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
  }

  async function isKnown(id: number): Promise<boolean> {
    const found = trx.selectFrom('charger').select('id').where('tenant_id', '=', tenant_id).where('id', '=', id)
    return (await found.where('removed_at', 'is', null).executeTakeFirst()) !== undefined
  }
}

const dropped = {
  pending_password_hash: null,
  pending_password_since: null,
  pending_password_uncertain: false,
  pending_password_sealed: null,
}
/** The new password takes the place of the old one. */
const promoted = {
  password_hash: sql<Buffer>`pending_password_hash`,
  ...dropped,
}
const uncertain = { pending_password_uncertain: true, pending_password_sealed: null }

function chargerOf(row: object | undefined) {
  return row ? chargerFrom(row as ChargerRow) : null
}

async function isDone(asked: { executeTakeFirst(): Promise<unknown> }): Promise<boolean> {
  return (await asked.executeTakeFirst()) !== undefined
}
