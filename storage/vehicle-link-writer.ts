import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { VehicleLinkWriter, VehicleStay } from '#core/vdv261/vehicle-link.ts'
import { type RequestRow, requestFrom, stillCounts } from './charging-request-store.ts'
import { ambientFrom } from './circuit-row.ts'
import type { Touched } from './door-transaction.ts'
import type { Schema } from './schema.ts'
import { keepVehicleDoor } from './vehicle-access.ts'
import { type StateRow, stateFrom } from './vehicle-link-store.ts'

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
    async lockState(vehicleId) {
      const { rows } = await sql<StateRow>`select * from vehicle_state
        where tenant_id = ${tenant} and vehicle_id = ${vehicleId} for update`.execute(trx)
      return rows[0] ? stateFrom(rows[0]) : null
    },
    async keepState(vehicleId, { seq, heardAt, controllerId, said, others, asked }) {
      await sql`
        insert into vehicle_state (tenant_id, vehicle_id, seq, heard_at, controller_id, said, others, asked)
        values (${tenant}, ${vehicleId}, ${seq}, ${heardAt}, ${controllerId}, ${JSON.stringify(said)}::jsonb,
                ${JSON.stringify(others)}::jsonb, ${asked === null ? null : JSON.stringify(asked)}::jsonb)
        on conflict (tenant_id, vehicle_id) do update set seq = excluded.seq, heard_at = excluded.heard_at,
          controller_id = excluded.controller_id, said = excluded.said, others = excluded.others,
          asked = excluded.asked`.execute(trx)
    },
    async stayOf(publicId, uids) {
      const { rows } = await sql<StayRow>`
        select s.id, s.charger_id, nullif(s.ocpp_evse, 0) as ocpp_evse, coalesce(s.plugged_at, s.started_at, s.opened_at) as plugged_at,
               c.location_id, s.vehicle_public_id is not null as is_named, r.reason, r.granted
          from session s
          left join charger_supply p on p.tenant_id = s.tenant_id and p.charger_id = s.charger_id and p.removed_at is null
          left join circuit c on c.tenant_id = p.tenant_id and c.id = p.circuit_id and c.removed_at is null
          left join session_steering r on r.tenant_id = s.tenant_id and r.session_id = s.id
         where s.tenant_id = ${tenant} and s.state in ('pending', 'active', 'unknown')
           and s.vehicle_shown = any(${[publicId, ...uids]}::text[])
           and case when s.vehicle_public_id is null then s.token_uid = any(${uids}::text[])
                    else s.vehicle_public_id = ${publicId} end
         order by is_named desc, s.opened_at desc, s.id desc limit 1`.execute(trx)
      return rows[0] ? stayFrom(rows[0]) : null
    },
    async requestsFor(vehicleId, stay, now) {
      const open = sql`tenant_id = ${tenant} and withdrawn_at is null and ${stillCounts(now)}`
      // By index, each: a depot has hundreds.
      const here = stay?.siteId
        ? sql`union select * from charging_request where ${open} and location_id = ${stay.siteId}
                and (session_id = ${stay.sessionId} or (vehicle_id is null and charger_id = ${stay.chargerId}))`
        : sql``
      const { rows } = await sql<RequestRow>`
        select * from charging_request where ${open} and vehicle_id = ${vehicleId} ${here} order by id`.execute(trx)
      return rows.map(requestFrom)
    },
    async bindOwnRequest(siteId, requestId, sessionId) {
      await sql`update charging_request set session_id = ${sessionId}
        where tenant_id = ${tenant} and location_id = ${siteId} and source = 'vehicle' and request_id = ${requestId}
          and session_id is distinct from ${sessionId}`.execute(trx)
    },
    tellEngine() {
      touched.sites = true
    },
    async placeOf(siteId) {
      const row = await trx
        .selectFrom('location')
        .select(['time_zone', 'ambient_c', 'ambient_at', 'ambient_until'])
        .where('tenant_id', '=', tenant)
        .where('id', '=', siteId)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return row ? { timeZone: row.time_zone, ambient: ambientFrom(row) } : null
    },
  }
}

type StayRow = {
  id: number
  charger_id: number
  ocpp_evse: number | null
  plugged_at: Temporal.Instant
  location_id: number | null
  is_named: boolean
  reason: NonNullable<VehicleStay['steering']>['reason'] | null
  granted: number | null
}

function stayFrom({ reason, ...row }: StayRow): VehicleStay {
  return {
    sessionId: row.id,
    chargerId: row.charger_id,
    evse: row.ocpp_evse,
    pluggedAt: row.plugged_at,
    siteId: row.location_id,
    isNamed: row.is_named,
    steering: reason === null ? null : { granted: row.granted, reason },
  }
}
