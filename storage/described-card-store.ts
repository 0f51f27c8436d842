import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type {
  DescribedCard,
  DescribedCardFilter,
  DescribedCardStore,
  DescribedCardWriter,
} from '#core/authorization/described-card.ts'
import { foldUid } from '#core/authorization/token.ts'
import type { KeptMembers } from '#core/kept-members.ts'
import { type CardRow, cardFrom } from './card-row.ts'
import { addTokens, cardWriter } from './card-writer.ts'
import { inTenant } from './in-tenant.ts'
import { between, inOrder, keptCondition, part } from './inventory-store.ts'
import type { Schema } from './schema.ts'

/** Cards of one tenant with all that a back office says of them. */
export function describedCardStore(db: Kysely<Schema>, tenant: number): DescribedCardStore {
  return {
    page: (filter, page) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<Row>`${select}
          where ${sql.join(conditionsOf(tenant, filter), sql` and `)} ${part(sql`t.id`, page)}`.execute(trx)
        return inOrder(rows.map(describedFrom), page)
      }),
    count: (filter) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ count: number }>`select count(*) as count from token t
          where ${sql.join(conditionsOf(tenant, filter), sql` and `)}`.execute(trx)
        return Number(rows[0]!.count)
      }),
  }
}

/** The same as a door writes them, in one transaction. */
export function describedCardWriter(trx: Transaction<Schema>, tenant: number): DescribedCardWriter {
  return {
    async isTaken(uid, except) {
      const { rows } = await sql`select from token where tenant_id = ${tenant} and uid_folded = ${foldUid(uid)}
        and issuing_party = '' and removed_at is null and id is distinct from ${except}::bigint`.execute(trx)
      return rows.length > 0
    },
    async add({ kept, ...card }) {
      const [id] = await addTokens(trx, tenant, [card])
      if (id === undefined) return null
      await setKept(trx, tenant, id, kept)
      return id
    },
    async find(id) {
      const { rows } = await sql<Row>`${select}
        where t.tenant_id = ${tenant} and t.id = ${id} and t.removed_at is null for update of t`.execute(trx)
      return rows[0] ? describedFrom(rows[0]) : null
    },
    async change(id, { kept, uid, type, masterPass, ...details }) {
      const { rows: others } = await sql`select from token where tenant_id = ${tenant} and uid_folded = ${foldUid(uid)}
        and issuing_party = '' and type = ${type} and id <> ${id}`.execute(trx)
      if (others.length > 0) return false
      await sql`update token set uid = ${uid}, uid_folded = ${foldUid(uid)}, type = ${type}, master_pass = ${masterPass}
                 where tenant_id = ${tenant} and id = ${id}`.execute(trx)
      await cardWriter(trx, tenant).changeAll([{ ...details, id }])
      await setKept(trx, tenant, id, kept)
      return true
    },
  }
}

async function setKept(trx: Transaction<Schema>, tenant: number, id: number, kept: KeptMembers): Promise<void> {
  await sql`update token set platform_fields = ${JSON.stringify(kept)}::jsonb
             where tenant_id = ${tenant} and id = ${id}`.execute(trx)
}

function conditionsOf(tenant: number, filter: Partial<DescribedCardFilter>): RawBuilder<unknown>[] {
  const { id, uid, visualNumber, isOther, blocked, isSuspended, expiringFrom, kept = [] } = filter
  return [
    sql`t.tenant_id = ${tenant}`,
    sql`t.removed_at is null`,
    ...(id == null ? [] : [sql`t.id = ${id}`]),
    ...(uid == null ? [] : [sql`t.uid_folded = ${foldUid(uid)}`]),
    ...(visualNumber == null ? [] : [sql`t.visual_number = ${visualNumber}`]),
    ...(isOther == null ? [] : [sql`(t.type = 'OTHER') = ${isOther}`]),
    ...(blocked == null ? [] : [sql`t.status = ${blocked ? 'blocked' : 'active'}`]),
    ...(isSuspended == null
      ? []
      : [sql`coalesce(t.platform_fields ->> 'status' = 'suspended', false) = ${isSuspended}`]),
    ...between(sql`t.valid_until`, expiringFrom, null),
    ...between(sql`t.modified_at`, filter.modifiedAfter, filter.modifiedBefore),
    ...kept.map((one) => keptCondition(sql`t.platform_fields`, one)),
  ]
}

type Row = CardRow & { platform_fields: KeptMembers; modified_at: Temporal.Instant }

const select = sql`
  select t.id, t.uid, t.type, t.status, t.valid_until, v.public_id as vehicle, t.group_id, t.visual_number, t.note,
         t.whitelist, t.master_pass, t.one_session_at_a_time, t.created_at, t.platform_fields, t.modified_at
    from token t left join vehicle v on v.tenant_id = t.tenant_id and v.id = t.vehicle_id`

function describedFrom(row: Row): DescribedCard {
  const { platform_fields, modified_at } = row
  return { ...cardFrom(row), kept: platform_fields, modifiedAt: modified_at }
}
