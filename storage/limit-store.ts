import { type Kysely, sql } from 'kysely'
import type { LimitStore } from '#core/circuits/limit-store.ts'
import { chargingRequestStore } from './charging-request-store.ts'
import { inTenant } from './in-tenant.ts'
import { type LimitRow, limitFrom } from './limit-row.ts'
import { priceBlocks } from './price-blocks.ts'
import type { Schema } from './schema.ts'
import { blocksBetween } from './site-blocks.ts'

/** What others tell sites, of one tenant. */
export function limitStore(db: Kysely<Schema>, tenant: number): LimitStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    limits: (siteId, from) =>
      inOne(async (trx) => {
        const { rows } = await sql<LimitRow>`
          select s.* from limit_source s
            join circuit c on c.tenant_id = s.tenant_id and c.id = s.circuit_id and c.removed_at is null
           where s.tenant_id = ${tenant} and c.location_id = ${siteId} and s.withdrawn_at is null
           order by s.id`.execute(trx)
        const saysMore = (to: Temporal.Instant | null) => to === null || Temporal.Instant.compare(to, from) > 0
        return rows
          .map(limitFrom)
          .filter(({ lease, intervals }) => lease !== null || intervals.some(({ to }) => saysMore(to)))
      }),
    limit: ({ circuitId, kind, name }) =>
      inOne(async (trx) => {
        const row = await trx
          .selectFrom('limit_source')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('circuit_id', '=', circuitId)
          .where('kind', '=', kind)
          .where('name', '=', name)
          .where('withdrawn_at', 'is', null)
          .executeTakeFirst()
        return row ? limitFrom(row) : null
      }),
    prices: (siteId, from, to) => inOne((trx) => blocksBetween(trx, priceBlocks, { tenant, siteId }, { from, to })),
    priceDurationUnit: (siteId) =>
      inOne(async (trx) => {
        const row = await trx
          .selectFrom('location')
          .select('price_duration_unit')
          .where('tenant_id', '=', tenant)
          .where('id', '=', siteId)
          .executeTakeFirst()
        return row?.price_duration_unit ?? null
      }),
    ...chargingRequestStore(db, tenant),
  }
}
