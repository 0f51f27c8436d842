import { isDeepStrictEqual } from 'node:util'
import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { LimitKey } from '#core/circuits/limit.ts'
import type { LimitWriter } from '#core/circuits/limit-store.ts'
import { chargingRequestWriter } from './charging-request-writer.ts'
import type { Bound } from './door-transaction.ts'
import { type LimitRow, limitFrom, listFrom, type StoredList, storedList } from './limit-row.ts'
import { priceBlocks } from './price-blocks.ts'
import type { Schema } from './schema.ts'
import { replaceBlocks } from './site-blocks.ts'

/** What others tell sites, as it is written, in one transaction. Whoever writes is the author. */
export function limitWriter(trx: KyselyTransaction<Schema>, { tenant, actor }: Bound): LimitWriter {
  const locked = async ({ circuitId, kind, name }: LimitKey): Promise<LimitRow | undefined> =>
    trx
      .selectFrom('limit_source')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .where('circuit_id', '=', circuitId)
      .where('kind', '=', kind)
      .where('name', '=', name)
      .forUpdate()
      .executeTakeFirst()

  return {
    async writeLimits(source) {
      const { circuitId, kind, name } = source
      // So that there is a row to lock when two write the first list at once.
      await trx
        .insertInto('limit_source')
        .values({
          ...{ tenant_id: tenant, circuit_id: circuitId, kind, name, unit: source.unit, intervals: '[]' },
          ...{ author: '', reason: null, withdrawn_at: sql`server_time()` },
          former: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const before = (await locked(source))!
      const [list, former] = [storedList(source), listOf(before)]
      const isOver = list.intervals.length === 0 && list.lease === null
      const hasChanged = isOver ? before.withdrawn_at === null : !isDeepStrictEqual(list, former)
      const written = await trx
        .updateTable('limit_source')
        .set({
          ...(hasChanged
            ? {
                unit: list.unit,
                told_in: list.toldIn ?? null,
                author: `${actor.kind}:${actor.name}`,
                reason: list.reason,
                intervals: JSON.stringify(list.intervals),
                written_at: sql`server_time()`,
                former: JSON.stringify(former),
              }
            : {}),
          withdrawn_at: isOver ? sql`coalesce(withdrawn_at, server_time())` : null,
          lease_seconds: list.lease?.seconds ?? null,
          fallback: list.lease?.fallback ?? null,
          least_seconds: list.lease?.leastSeconds ?? null,
          renewed_at: list.lease ? sql`server_time()` : null,
          fallback_until: sql`case when ${hasLapsed} then greatest(fallback_until, ${lapsesAt} + least_seconds * interval '1 second')
                                   when fallback_until > server_time() then fallback_until end`,
        })
        .where('tenant_id', '=', tenant)
        .where('id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow()
      return { source: isOver ? null : limitFrom(written), hasChanged }
    },
    async renewLimits(key) {
      const known = await locked(key)
      if (!known || known.withdrawn_at !== null || known.lease_seconds === null) return 'unknown'
      const { rows } = await sql`update limit_source set renewed_at = server_time()
        where tenant_id = ${tenant} and id = ${known.id} and not ${hasLapsed} returning id`.execute(trx)
      return rows.length > 0 ? 'renewed' : 'lapsed'
    },
    async formerLimits(key) {
      const known = await locked(key)
      if (!known?.former) return null
      const { circuitId, kind, name } = key
      return { circuitId, kind, name, ...listFrom(known.former as StoredList) }
    },
    writePrices: (siteId, blocks) => replaceBlocks(trx, priceBlocks, { tenant, siteId }, blocks),
    async notePriceDurationUnit(siteId, unit) {
      await trx
        .updateTable('location')
        .set({ price_duration_unit: unit })
        .where('tenant_id', '=', tenant)
        .where('id', '=', siteId)
        .execute()
    },
    ...chargingRequestWriter(trx, tenant),
  }
}

const lapsesAt = sql`(renewed_at + lease_seconds * interval '1 second')`
const hasLapsed = sql`(lease_seconds is not null and ${lapsesAt} <= server_time())`

/** What it says now; one that is withdrawn says nothing. */
function listOf(row: LimitRow): StoredList {
  const { intervals, ...said } = limitFrom(row)
  if (row.withdrawn_at !== null) return { unit: said.unit, reason: null, intervals: [], lease: null }
  return storedList({ ...said, intervals })
}
