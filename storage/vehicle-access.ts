import { type Transaction as KyselyTransaction, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import type { VehicleLink } from '#core/vdv261/vehicle-link.ts'
import { BatchedRead } from './batched-read.ts'
import { doorKey } from './door-key.ts'
import { ConnectionLost, isTransient, type PipelinedConnection } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'
import { type LinkRow, linkFrom } from './vehicle-link-store.ts'

export type VehicleCandidate = {
  tenant: number
  id: number
  publicId: string
  passwordHash: Buffer
  controllerId: string | null
  link: VehicleLink
}

/**
 * Looks vehicles with a password up by their VIN over all tenants, batched: all of a depot ask at once. Who had its
 * password first comes first.
 */
export function vehicleCandidates(reader: PipelinedConnection): BatchedRead<string, VehicleCandidate[]> {
  return new BatchedRead(async (vins) => {
    const { rows } = await reader.query<CandidateRow>(selectCandidates, [vins.map(vehicleDoorKey)])
    const found: VehicleCandidate[][] = vins.map(() => [])
    for (const row of rows) {
      const { tenant_id: tenant, vehicle_id: id, public_id: publicId, password_hash: passwordHash } = row
      const controllerId = row.controller_id
      found[row.n - 1]!.push({ tenant, id, publicId, passwordHash, controllerId, link: linkFrom(row) })
    }
    return found
  })
}

/** The same for one vehicle; a database that is away is a Problem. */
export function findVehicles(
  candidates: BatchedRead<string, VehicleCandidate[]>,
  vin: string,
): Promise<VehicleCandidate[]> {
  return candidates.load(vin).catch((error) => {
    throw error instanceof ConnectionLost || isTransient(error)
      ? new Problem('storage_unavailable', 'The database does not answer.', { cause: error })
      : error
  })
}

/** The door finds a vehicle by its VIN while it has a password, and not otherwise. */
export async function keepVehicleDoor(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  vehicleId: number,
): Promise<void> {
  await trx
    .deleteFrom('door_key')
    .where('kind', '=', 'vehicle')
    .where('row_id', '=', vehicleId)
    .where('tenant_id', '=', tenant)
    .execute()
  const { rows } = await sql<{ vin: string }>`
    select v.vin from vehicle v join vehicle_link l on l.tenant_id = v.tenant_id and l.vehicle_id = v.id
     where v.tenant_id = ${tenant} and v.id = ${vehicleId} and v.vin is not null and l.password_hash is not null`.execute(
    trx,
  )
  for (const { vin } of rows) {
    const key = { kind: 'vehicle' as const, key_hash: vehicleDoorKey(vin), tenant_id: tenant, row_id: vehicleId }
    await trx.insertInto('door_key').values(key).execute()
  }
}

function vehicleDoorKey(vin: string): Buffer {
  return doorKey(vin.toUpperCase())
}

type CandidateRow = LinkRow & {
  n: number
  tenant_id: number
  vehicle_id: number
  public_id: string
  password_hash: Buffer
  controller_id: string | null
}

const selectCandidates = {
  name: 'vehicle_candidates',
  text: `select k.n::int, v.public_id, s.controller_id, l.*
           from unnest($1::bytea[]) with ordinality as k(key_hash, n)
           join door_key d on d.kind = 'vehicle' and d.key_hash = k.key_hash
           join vehicle_link l on l.tenant_id = d.tenant_id and l.vehicle_id = d.row_id and l.password_hash is not null
           join vehicle v on v.tenant_id = d.tenant_id and v.id = d.row_id and v.removed_at is null
           left join vehicle_state s on s.tenant_id = v.tenant_id and s.vehicle_id = v.id
          order by k.n, l.password_set_at, l.tenant_id`,
}
