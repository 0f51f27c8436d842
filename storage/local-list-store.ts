import { type Kysely, type Transaction as KyselyTransaction, sql } from 'kysely'
import { decideToken } from '#core/authorization/authorize.ts'
import type { Token } from '#core/authorization/token.ts'
import type { LocalList, LocalListStore, LocalListWriter } from '#core/local-lists/local-list.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** The lists of cards in chargers, as doors and answers read them, of one tenant. */
export function localListStore(db: Kysely<Schema>, tenant: number): LocalListStore {
  return {
    find: (chargerId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ListRow>`
          select c.id, c.identity, c.local_list, l.version, l.confirmed_version, l.state, l.reason, l.needs_full,
                 l.installed, l.asked_at, l.compared_at, l.accepted_at
            from charger c left join local_list l on l.tenant_id = c.tenant_id and l.charger_id = c.id
           where c.tenant_id = ${tenant} and c.id = ${chargerId} and c.removed_at is null`.execute(trx)
        return rows[0] ? listFrom(rows[0], tenant) : null
      }),
    cards: (now, limit) =>
      inTenant(db, tenant, async (trx) => {
        // Those that open something first; what is over would only take room.
        const { rows } = await sql<CardRow>`
          select distinct on (usable, uid_folded) uid, status, group_id, valid_from, valid_until, usable from (
            select t.*, t.status = 'active' and coalesce(t.valid_from <= ${now}, true) as usable from token t
             where t.tenant_id = ${tenant} and t.removed_at is null and t.whitelist <> 'NEVER'
               and t.type <> 'AD_HOC_USER' and coalesce(t.valid_until > ${now}, true)) t
           order by usable desc, uid_folded, id limit ${limit}`.execute(trx)
        return rows.map((row) => ({
          uid: row.uid,
          decision: decideToken({ status: row.status, validFrom: row.valid_from, validUntil: row.valid_until }, now),
          groupId: row.group_id,
          expiresAt: row.valid_until,
        }))
      }),
    protocolOf: (chargerId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ ocpp_version: string | null }>`
          select ocpp_version from charger_state where tenant_id = ${tenant} and charger_id = ${chargerId}`.execute(trx)
        return rows[0]?.ocpp_version ?? null
      }),
  }
}

/** The same as they are written, in one transaction. */
export function localListWriter(trx: KyselyTransaction<Schema>, tenant: number): LocalListWriter {
  const make = (chargerId: number) =>
    sql`insert into local_list (tenant_id, charger_id) values (${tenant}, ${chargerId}) on conflict do nothing`.execute(
      trx,
    )
  return {
    async setMode(charger, mode) {
      await sql`update charger set local_list = ${mode}, modified_at = server_time()
        where tenant_id = ${tenant} and id = ${charger.id}`.execute(trx)
    },
    async nextVersion(charger) {
      await make(charger.id)
      const { rows } = await sql<{ version: number }>`
        update local_list set version = version + 1, changed_at = server_time()
         where tenant_id = ${tenant} and charger_id = ${charger.id} returning version`.execute(trx)
      return rows[0]!.version
    },
    async change(charger, change) {
      await make(charger.id)
      const { version, confirmedVersion, state, reason, needsFull, installed } = change
      const sets = [
        sql`changed_at = server_time()`,
        ...(version === undefined ? [] : [sql`version = greatest(version, ${version}::int)`]),
        ...(confirmedVersion === undefined ? [] : [sql`confirmed_version = ${confirmedVersion}::int`]),
        ...(state === undefined ? [] : [sql`state = ${state}`]),
        ...(reason === undefined ? [] : [sql`reason = ${reason}::text`]),
        ...(needsFull === undefined ? [] : [sql`needs_full = ${needsFull}`]),
        ...(installed === undefined ? [] : [sql`installed = ${JSON.stringify(installed)}::jsonb`]),
        ...(change.isToBeAsked ? [sql`asked_at = null`] : []),
        ...(change.isAccepted ? [sql`accepted_at = server_time()`] : []),
        ...(change.isCompared ? [sql`compared_at = server_time()`] : []),
      ]
      await sql`update local_list set ${sql.join(sets)}
        where tenant_id = ${tenant} and charger_id = ${charger.id}`.execute(trx)
    },
  }
}

type ListRow = {
  id: number
  identity: string
  local_list: LocalList['mode']
  version: number | null
  confirmed_version: number | null
  state: LocalList['state'] | null
  reason: string | null
  needs_full: boolean | null
  installed: Record<string, string> | null
  asked_at: Temporal.Instant | null
  compared_at: Temporal.Instant | null
  accepted_at: Temporal.Instant | null
}

type CardRow = {
  uid: string
  status: Token['status']
  group_id: string | null
  valid_from: Temporal.Instant | null
  valid_until: Temporal.Instant | null
}

function listFrom(row: ListRow, tenant: number): LocalList {
  return {
    charger: { id: row.id, tenant, identity: row.identity },
    mode: row.local_list,
    version: row.version ?? 0,
    confirmedVersion: row.confirmed_version,
    state: row.state ?? 'unknown',
    reason: row.reason,
    needsFull: row.needs_full ?? true,
    installed: row.installed ?? {},
    askedAt: row.asked_at,
    comparedAt: row.compared_at,
    acceptedAt: row.accepted_at,
  }
}
