import { type Kysely, sql } from 'kysely'
import type { MeterStore } from '#core/circuits/meter-store.ts'
import { inTenant } from './in-tenant.ts'
import { meterFrom } from './meter-row.ts'
import type { Schema } from './schema.ts'

/** The meters of circuits, and what they told, of one tenant. */
export function meterStore(db: Kysely<Schema>, tenant: number): MeterStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    all: () => inOne(async (trx) => (await metersNow(trx, tenant).orderBy('m.id').execute()).map(meterFrom)),
    meters: (siteId) =>
      inOne(async (trx) => {
        const rows = metersNow(trx, tenant).where('c.location_id', '=', siteId).orderBy('m.id')
        return (await rows.execute()).map(meterFrom)
      }),
    meter: (id) =>
      inOne(async (trx) => {
        const row = await metersNow(trx, tenant).where('m.id', '=', id).executeTakeFirst()
        return row ? meterFrom(row) : null
      }),
    usualRise: (meterId) =>
      inOne(async (trx) => {
        const usual = (column: 'rise_l1_a' | 'rise_l2_a' | 'rise_l3_a' | 'rise_w') => sql<number | null>`
          case when count(${sql.ref(column)}) >= ${enoughMinutes}
               then percentile_cont(0.99) within group (order by ${sql.ref(column)}) end`
        const row = await trx
          .selectFrom('circuit_minute')
          .select([
            usual('rise_l1_a').as('L1'),
            usual('rise_l2_a').as('L2'),
            usual('rise_l3_a').as('L3'),
            usual('rise_w').as('power'),
          ])
          .where('tenant_id', '=', tenant)
          .where('meter_id', '=', meterId)
          .where(sql<boolean>`at > server_time() - interval '14 days'`)
          .executeTakeFirstOrThrow()
        return row
      }),
    history: (meterId, from, to) =>
      inOne(async (trx) => {
        const rows = await trx
          .selectFrom('circuit_minute')
          .select(['at', 'l1_a', 'l2_a', 'l3_a', 'power_w'])
          .where('tenant_id', '=', tenant)
          .where('meter_id', '=', meterId)
          .where('at', '>=', from)
          .where('at', '<', to)
          .orderBy('at')
          .execute()
        return rows.map(({ at, l1_a, l2_a, l3_a, power_w }) => ({
          at,
          amps: { L1: l1_a, L2: l2_a, L3: l3_a },
          powerW: power_w,
        }))
      }),
  }
}

/** A day: fewer do not know a night from a noon. */
const enoughMinutes = 1440

function metersNow(trx: Kysely<Schema>, tenant: number) {
  return trx
    .selectFrom('circuit_meter as m')
    .innerJoin('circuit as c', (join) =>
      join.onRef('c.tenant_id', '=', 'm.tenant_id').onRef('c.id', '=', 'm.circuit_id'),
    )
    .select(['m.id', 'm.circuit_id', 'm.measures', 'm.interval_seconds', 'm.source'])
    .where('m.tenant_id', '=', tenant)
    .where('m.removed_at', 'is', null)
    .where('c.removed_at', 'is', null)
}
