import { type Kysely, type Selectable, sql } from 'kysely'
import { nothingSaid } from '#core/vdv261/fold-report.ts'
import type {
  AskedForVehicle,
  VehicleLink,
  VehicleLinkStore,
  VehicleSaid,
  VehicleState,
} from '#core/vdv261/vehicle-link.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** How the vehicles of one tenant talk to us about themselves, and what they said last. */
export function vehicleLinkStore(db: Kysely<Schema>, tenant: number): VehicleLinkStore {
  return {
    link: (vehicleId) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx
          .selectFrom('vehicle_link')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .where('vehicle_id', '=', vehicleId)
          .executeTakeFirst()
        return row ? linkFrom(row) : noLink
      }),
    state: (vehicleId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<StateRow>`
          select * from vehicle_state where tenant_id = ${tenant} and vehicle_id = ${vehicleId}`.execute(trx)
        return rows[0] ? stateFrom(rows[0]) : null
      }),
  }
}

const noLink: VehicleLink = {
  isEnabled: true,
  passwordSetAt: null,
  synchronisedAt: null,
  preconditions: false,
  climate: 'vehicle',
  driveoff: null,
}

export type LinkRow = Omit<Selectable<Schema['vehicle_link']>, 'tenant_id' | 'vehicle_id' | 'password_hash'>

export function linkFrom(row: LinkRow): VehicleLink {
  return {
    isEnabled: row.is_enabled,
    passwordSetAt: row.password_set_at,
    synchronisedAt: row.synchronised_at,
    preconditions: row.preconditions,
    climate: row.climate,
    driveoff: row.driveoff,
  }
}

export type StateRow = {
  seq: number
  heard_at: Temporal.Instant
  controller_id: string | null
  said: VehicleSaid
  others: Record<string, unknown>
  asked: AskedForVehicle | null
}

export function stateFrom({ seq, heard_at, controller_id, said, others, asked }: StateRow): VehicleState {
  return { seq, heardAt: heard_at, controllerId: controller_id, said: { ...nothingSaid, ...said }, others, asked }
}
