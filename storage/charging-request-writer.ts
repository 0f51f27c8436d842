import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { LimitWriter } from '#core/circuits/limit-store.ts'
import type { Schema } from './schema.ts'

type RequestWriter = Pick<
  LimitWriter,
  'writeRequests' | 'keepOnlyRequests' | 'withdrawRequest' | 'noteHeard' | 'bindRequest'
>

/** What vehicles need, as it is written, in one transaction. */
export function chargingRequestWriter(trx: KyselyTransaction<Schema>, tenant: number): RequestWriter {
  return {
    async writeRequests(requests) {
      for (const request of requests) {
        const columns = {
          vehicle_id: request.vehicleId,
          charger_id: request.place?.chargerId ?? null,
          evse: request.place?.evse ?? null,
          arrives_at: request.arrivesAt,
          departs_at: request.departsAt,
          soc: request.soc,
          minimum_soc: request.minimumSoc,
          target_soc: request.targetSoc,
          need_minimum_wh: request.needMinimumWh,
          need_full_wh: request.needFullWh,
          class: request.klass,
          precondition_w: request.precondition?.powerW ?? null,
          precondition_minutes: request.precondition?.minutes ?? null,
          confidence: request.confidence,
          reported_at: request.reportedAt,
        }
        const key = { location_id: request.siteId, source: request.source, request_id: request.requestId }
        await trx
          .insertInto('charging_request')
          .values({ tenant_id: tenant, ...key, ...columns })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant_id', 'location_id', 'source', 'request_id'])
              .doUpdateSet({ ...columns, withdrawn_at: null }),
          )
          .execute()
      }
    },
    async keepOnlyRequests(siteId, source, requestIds) {
      const { rows } = await sql<{ request_id: string }>`
        update charging_request set withdrawn_at = server_time()
         where tenant_id = ${tenant} and location_id = ${siteId} and source = ${source} and withdrawn_at is null
           and request_id <> all(${requestIds}::text[])
        returning request_id`.execute(trx)
      return rows.map((row) => row.request_id).sort()
    },
    async withdrawRequest(siteId, source, requestId) {
      const { rows } = await sql`
        update charging_request set withdrawn_at = server_time()
         where tenant_id = ${tenant} and location_id = ${siteId} and source = ${source} and request_id = ${requestId}
           and withdrawn_at is null
        returning id`.execute(trx)
      return rows.length > 0
    },
    async noteHeard(siteId, source) {
      await sql`
        insert into request_feed (tenant_id, location_id, source, heard_at)
        values (${tenant}, ${siteId}, ${source}, server_time())
        on conflict (tenant_id, location_id, source) do update set heard_at = excluded.heard_at`.execute(trx)
    },
    async bindRequest(id, sessionId) {
      await sql`update charging_request set session_id = ${sessionId}
        where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
  }
}
