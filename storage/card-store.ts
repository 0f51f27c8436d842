import { type Kysely, sql } from 'kysely'
import type { CardStore } from '#core/authorization/card.ts'
import { type CardRow, cardConditions, cardFrom, selectCards } from './card-row.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Tokens of one tenant as people keep them. */
export function cardStore(db: Kysely<Schema>, tenant: number): CardStore {
  return {
    list: (filter, { before, limit, now }) =>
      inTenant(db, tenant, async (trx) => {
        const conditions = [...cardConditions(tenant, filter, now), ...(before === null ? [] : [sql`t.id < ${before}`])]
        const { rows } = await sql<CardRow>`${selectCards} where ${sql.join(conditions, sql` and `)}
          order by t.id desc limit ${limit + 1}`.execute(trx)
        return rows.map(cardFrom)
      }),
    ofType: (type, { skip, limit }) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<CardRow>`${selectCards}
          where t.tenant_id = ${tenant} and t.removed_at is null and t.type = ${type}
          order by t.id limit ${limit} offset ${skip}`.execute(trx)
        return rows.map(cardFrom)
      }),
  }
}
