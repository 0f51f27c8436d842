import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { VehicleLinkWriter } from '#core/vdv261/vehicle-link.ts'
import type { Touched } from './door-transaction.ts'
import type { Schema } from './schema.ts'
import { keepVehicleDoor } from './vehicle-access.ts'
import { lookAround } from './vehicle-surroundings.ts'

/** How vehicles talk to us about themselves, as it is written, in one transaction. */
export function vehicleLinkWriter(trx: KyselyTransaction<Schema>, tenant: number, touched: Touched): VehicleLinkWriter {
  const put = (vehicle_id: number, columns: Partial<Schema['vehicle_link']>) =>
    trx
      .insertInto('vehicle_link')
      .values({ tenant_id: tenant, vehicle_id, ...(columns as object) })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'vehicle_id']).doUpdateSet({ vehicle_id, ...(columns as object) }),
      )
      .execute()
  return {
    async change(vehicleId, { isEnabled, preconditions, climate, driveoff }) {
      await put(vehicleId, {
        ...(isEnabled === undefined ? {} : { is_enabled: isEnabled as never }),
        ...(preconditions === undefined ? {} : { preconditions: preconditions as never }),
        ...(climate === undefined ? {} : { climate: climate as never }),
        ...(driveoff === undefined ? {} : { driveoff: driveoff as never }),
      })
    },
    async setPassword(vehicleId, password) {
      await put(vehicleId, {
        password_hash: (password?.hash ?? null) as never,
        password_set_at: (password?.at ?? null) as never,
        synchronised_at: null as never,
      })
      await keepVehicleDoor(trx, tenant, vehicleId)
    },
    async synchronised(vehicleId, passwordHash, at) {
      await sql`update vehicle_link set synchronised_at = ${at}
        where tenant_id = ${tenant} and vehicle_id = ${vehicleId} and password_hash = ${passwordHash}
          and synchronised_at is null`.execute(trx)
    },
    lookAround: (vehicles, now) => lookAround(trx, tenant, vehicles, now),
    async keepStates(states) {
      if (states.length === 0) return
      const rows = states.map(({ vehicleId, state: { seq, heardAt, controllerId, said, others, asked } }) => ({
        ...{
          vehicle_id: vehicleId,
          seq,
          heard_at: heardAt.toString(),
          controller_id: controllerId,
          said,
          others,
          asked,
        },
      }))
      await sql`
        insert into vehicle_state (tenant_id, vehicle_id, seq, heard_at, controller_id, said, others, asked)
        select ${tenant}, s.vehicle_id, s.seq, s.heard_at, s.controller_id, s.said, s.others, nullif(s.asked, 'null')
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(vehicle_id bigint, seq integer,
               heard_at timestamptz, controller_id text, said jsonb, others jsonb, asked jsonb)
         order by s.vehicle_id
        on conflict (tenant_id, vehicle_id) do update set seq = excluded.seq, heard_at = excluded.heard_at,
          controller_id = excluded.controller_id, said = excluded.said, others = excluded.others,
          asked = excluded.asked`.execute(trx)
    },
    async bindOwnRequest(siteId, requestId, sessionId) {
      await sql`update charging_request set session_id = ${sessionId}
        where tenant_id = ${tenant} and location_id = ${siteId} and source = 'vehicle' and request_id = ${requestId}
          and session_id is distinct from ${sessionId}`.execute(trx)
    },
    tellEngine() {
      touched.sites = true
    },
  }
}
