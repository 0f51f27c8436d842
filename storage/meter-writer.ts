import { sql, type Transaction } from 'kysely'
import type { MeterMinute } from '#core/circuits/meter.ts'
import type { MeterWriter } from '#core/circuits/meter-store.ts'
import type { Touched } from './door-transaction.ts'
import { meterFrom, minuteRow } from './meter-row.ts'
import type { Schema } from './schema.ts'

/** The meters of circuits, and what they told, as a transaction writes them. */
export function meterWriter(trx: Transaction<Schema>, tenant_id: number, touched: Touched): MeterWriter {
  return {
    async addMeter({ circuitId, measures, intervalSeconds, source }, { passwordSealed, pushTokenHash }) {
      const row = await trx
        .insertInto('circuit_meter')
        .values({
          tenant_id,
          circuit_id: circuitId,
          measures,
          interval_seconds: intervalSeconds,
          source: JSON.stringify(source),
          password_sealed: passwordSealed,
          push_token_hash: pushTokenHash,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      touched.sites = true
      if (pushTokenHash) {
        const key = { kind: 'meter' as const, key_hash: pushTokenHash, tenant_id, row_id: row.id }
        await trx.insertInto('door_key').values(key).execute()
      }
      return meterFrom(row)
    },
    async removeMeter(id) {
      const row = await trx
        .updateTable('circuit_meter')
        .set({ removed_at: sql<Temporal.Instant>`server_time()`, password_sealed: null })
        .where('tenant_id', '=', tenant_id)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      touched.sites = true
      await trx
        .deleteFrom('door_key')
        .where('kind', '=', 'meter')
        .where('row_id', '=', id)
        .where('tenant_id', '=', tenant_id)
        .execute()
      return meterFrom(row)
    },
    async keepMinutes(minutes) {
      for (const part of partsOf(minutes)) {
        await trx
          .insertInto('circuit_minute')
          .values(part.map((minute) => minuteRow(tenant_id, minute)))
          .onConflict((conflict) => conflict.columns(['tenant_id', 'meter_id', 'at']).doUpdateSet(joined))
          .execute()
      }
    },
  }
}

/** A statement may touch a row once, and has room for so many values. */
function partsOf(minutes: readonly MeterMinute[]): MeterMinute[][] {
  const parts: { keys: Set<string>; minutes: MeterMinute[] }[] = []
  for (const minute of minutes) {
    const key = `${minute.meterId} ${minute.at.epochMilliseconds}`
    const open = parts.find(({ keys }) => !keys.has(key) && keys.size < 1_000)
    const part = open ?? { keys: new Set(), minutes: [] }
    if (!open) parts.push(part)
    part.keys.add(key)
    part.minutes.push(minute)
  }
  return parts.map((part) => part.minutes)
}

/** What came late for a minute, or after a restart within it. `greatest` takes the one that is there. */
const joined = {
  l1_a: meanOf('l1_a'),
  l2_a: meanOf('l2_a'),
  l3_a: meanOf('l3_a'),
  power_w: meanOf('power_w'),
  rise_l1_a: sql<number>`greatest(circuit_minute.rise_l1_a, excluded.rise_l1_a)`,
  rise_l2_a: sql<number>`greatest(circuit_minute.rise_l2_a, excluded.rise_l2_a)`,
  rise_l3_a: sql<number>`greatest(circuit_minute.rise_l3_a, excluded.rise_l3_a)`,
  rise_w: sql<number>`greatest(circuit_minute.rise_w, excluded.rise_w)`,
  own_l1_a: meanOf('own_l1_a'),
  own_l2_a: meanOf('own_l2_a'),
  own_l3_a: meanOf('own_l3_a'),
  own_w: meanOf('own_w'),
  samples: sql<number>`circuit_minute.samples + excluded.samples`,
}

function meanOf(column: string) {
  const [kept, more] = [sql.ref(`circuit_minute.${column}`), sql.ref(`excluded.${column}`)]
  return sql<number>`case when ${kept} is null then ${more} when ${more} is null then ${kept}
    else (${kept} * circuit_minute.samples + ${more} * excluded.samples) / (circuit_minute.samples + excluded.samples) end`
}
