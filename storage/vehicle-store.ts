import { type Kysely, type Transaction as KyselyTransaction, type Selectable, sql } from 'kysely'
import type { Vehicle, VehicleStore, VehicleWriter } from '#core/departures/vehicle.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'
import { keepVehicleDoor } from './vehicle-access.ts'

/** The vehicles of one tenant. */
export function vehicleStore(db: Kysely<Schema>, tenant: number): VehicleStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  const vehicles = (trx: Kysely<Schema>) =>
    trx.selectFrom('vehicle').selectAll().where('tenant_id', '=', tenant).where('removed_at', 'is', null)
  return {
    list: () => inOne(async (trx) => (await vehicles(trx).orderBy('public_id').execute()).map(vehicleFrom)),
    find: (publicId) =>
      inOne(async (trx) => {
        const row = await vehicles(trx).where('public_id', '=', publicId).executeTakeFirst()
        return row ? vehicleFrom(row) : null
      }),
    byId: (id) =>
      inOne(async (trx) => {
        const row = await vehicles(trx).where('id', '=', id).executeTakeFirst()
        return row ? vehicleFrom(row) : null
      }),
    byVin: (vin) =>
      inOne(async (trx) => {
        const row = await vehicles(trx).where(sql`upper(vin)`, '=', vin.toUpperCase()).executeTakeFirst()
        return row ? vehicleFrom(row) : null
      }),
  }
}

/** Vehicles as doors describe them, in one transaction. */
export function vehicleWriter(trx: KyselyTransaction<Schema>, tenant: number): VehicleWriter {
  return {
    async describe(publicId, { name, vin, batteryWh, maxAcA, phases, maxDcW, klass }) {
      if (vin != null) {
        const taken = await sql`select from vehicle
          where tenant_id = ${tenant} and upper(vin) = upper(${vin}) and public_id <> ${publicId}`.execute(trx)
        if (taken.rows.length > 0) return null
      }
      const columns = {
        ...(name === undefined ? {} : { name }),
        ...(vin === undefined ? {} : { vin }),
        ...(batteryWh === undefined ? {} : { battery_wh: batteryWh }),
        ...(maxAcA === undefined ? {} : { max_ac_a: maxAcA }),
        ...(phases === undefined ? {} : { phases }),
        ...(maxDcW === undefined ? {} : { max_dc_w: maxDcW }),
        ...(klass === undefined ? {} : { class: klass }),
      }
      const row = await trx
        .insertInto('vehicle')
        .values({ tenant_id: tenant, public_id: publicId, ...columns })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'public_id'])
            .doUpdateSet({ public_id: publicId, removed_at: null, ...columns }),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
      if (vin !== undefined) await keepVehicleDoor(trx, tenant, row.id)
      return vehicleFrom(row)
    },
    async remove(id) {
      const its = sql`tenant_id = ${tenant} and vehicle_id = ${id}`
      await sql`update token set vehicle_id = null where ${its}`.execute(trx)
      await sql`update charging_request set withdrawn_at = server_time()
        where ${its} and withdrawn_at is null`.execute(trx)
      await sql`delete from vehicle_state where ${its}`.execute(trx)
      await sql`delete from vehicle_link where ${its}`.execute(trx)
      await sql`update vehicle set removed_at = server_time(), vin = null
        where tenant_id = ${tenant} and id = ${id}`.execute(trx)
      await keepVehicleDoor(trx, tenant, id)
    },
  }
}

function vehicleFrom(row: Selectable<Schema['vehicle']>): Vehicle {
  return {
    id: row.id,
    publicId: row.public_id,
    name: row.name,
    vin: row.vin,
    batteryWh: row.battery_wh,
    maxAcA: row.max_ac_a,
    phases: row.phases,
    maxDcW: row.max_dc_w,
    klass: row.class,
  }
}
