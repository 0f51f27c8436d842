import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { BatterySwapWriter } from '#core/payments/battery-swap.ts'
import type { Schema } from './schema.ts'

/** Swaps of batteries: one row for what went in and what came out, by the swap's number. */
export function batterySwapWriter(trx: KyselyTransaction<Schema>, tenant: number): BatterySwapWriter {
  return {
    async keep(charger, requestId, { token, commandId, batteriesIn, batteriesOut, timedOut }) {
      const inText = batteriesIn ? JSON.stringify(batteriesIn) : null
      const outText = batteriesOut ? JSON.stringify(batteriesOut) : null
      await sql`
        insert into battery_swap as known (tenant_id, charger_id, request_id, token_uid, token_type, decision, command_id,
            batteries_in, in_at, batteries_out, out_at, timed_out_at)
        values (${tenant}, ${charger.id}, ${requestId}, ${token?.uid ?? null}, ${token?.type ?? null},
            ${token?.decision ?? null}, ${commandId ?? null},
            ${inText}::jsonb, case when ${inText}::text is not null then server_time() end,
            ${outText}::jsonb, case when ${outText}::text is not null then server_time() end,
            case when ${timedOut ?? false}::boolean then server_time() end)
        on conflict (tenant_id, charger_id, request_id) do update set
            token_uid = coalesce(known.token_uid, excluded.token_uid),
            token_type = coalesce(known.token_type, excluded.token_type),
            decision = coalesce(known.decision, excluded.decision),
            command_id = coalesce(known.command_id, excluded.command_id),
            batteries_in = coalesce(known.batteries_in, excluded.batteries_in),
            in_at = coalesce(known.in_at, excluded.in_at),
            batteries_out = coalesce(known.batteries_out, excluded.batteries_out),
            out_at = coalesce(known.out_at, excluded.out_at),
            timed_out_at = coalesce(known.timed_out_at, excluded.timed_out_at)`.execute(trx)
    },
  }
}
