import { type Selectable, sql, type Transaction } from 'kysely'
import type { ConsoleSession, ConsoleSessionWriter, FoundSession } from '#core/access/account.ts'
import { accountFrom } from './account-row.ts'
import type { Schema } from './schema.ts'

type Row = Selectable<Schema['console_session']>

/** A session that was not ended, by its current token or the one before. */
export async function findSession(trx: Transaction<Schema>, tokenHash: Buffer): Promise<FoundSession | null> {
  const row = await trx
    .selectFrom('console_session')
    .selectAll()
    .where((either) => either.or([either('token_hash', '=', tokenHash), either('former_token_hash', '=', tokenHash)]))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const account = await trx.selectFrom('account').selectAll().where('id', '=', row.account_id).executeTakeFirstOrThrow()
  return {
    account: accountFrom(account),
    session: sessionFrom(row),
    shown: row.token_hash.equals(tokenHash) ? 'current' : 'former',
    rotatedAt: row.rotated_at,
    currentSeen: row.token_seen_at !== null,
  }
}

/** The sessions of an account that were not ended, newest first. */
export async function sessionsOf(trx: Transaction<Schema>, accountId: number): Promise<ConsoleSession[]> {
  const rows = await trx
    .selectFrom('console_session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(sessionFrom)
}

/** The sessions of a tenant's people as a transaction of a door writes them. */
export function consoleSessionWriter(trx: Transaction<Schema>, tenant_id: number): ConsoleSessionWriter {
  const rowOf = (id: number) =>
    trx.updateTable('console_session').where('tenant_id', '=', tenant_id).where('id', '=', id)
  return {
    async open({ accountId, tokenHash, at, expiresAt, userAgent, address }) {
      const row = await trx
        .insertInto('console_session')
        .values({
          tenant_id,
          account_id: accountId,
          token_hash: tokenHash,
          rotated_at: at,
          created_at: at,
          last_seen_at: at,
          expires_at: expiresAt,
          confirmed_at: at,
          user_agent: userAgent,
          address,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return sessionFrom(row)
    },
    async rotate(id, { from, to, at }) {
      const rotated = await rowOf(id)
        .where('ended_at', 'is', null)
        .where((either) => either.or([either('token_hash', '=', from), either('former_token_hash', '=', from)]))
        // Of two requests at once the second finds that it was done a moment ago.
        .where('rotated_at', '<', at.subtract({ seconds: 30 }))
        .set({ token_hash: to, former_token_hash: from, rotated_at: at, token_seen_at: null, last_seen_at: at })
        .returning('id')
        .executeTakeFirst()
      return rotated !== undefined
    },
    async seen(id, at, currentShown) {
      const token_seen_at = sql<Temporal.Instant | null>`case when ${currentShown} then coalesce(token_seen_at, ${at}) else token_seen_at end`
      await rowOf(id).where('ended_at', 'is', null).set({ last_seen_at: at, token_seen_at }).execute()
    },
    async confirm(id, confirmed_at) {
      await rowOf(id).set({ confirmed_at }).execute()
    },
    async end(id, accountId, ended_at, end_reason) {
      const ended = await rowOf(id)
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .set({ ended_at, end_reason })
        .returning('id')
        .executeTakeFirst()
      return ended !== undefined
    },
    async endAll(accountId, { at, reason, except }) {
      let query = trx
        .updateTable('console_session')
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .set({ ended_at: at, end_reason: reason })
      if (except !== undefined) query = query.where('id', '<>', except)
      return (await query.returning('id').execute()).length
    },
  }
}

function sessionFrom(row: Row): ConsoleSession {
  return {
    id: row.id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    confirmedAt: row.confirmed_at,
    userAgent: row.user_agent,
    address: row.address,
  }
}
