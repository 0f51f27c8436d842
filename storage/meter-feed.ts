import { type Kysely, sql } from 'kysely'
import type { CircuitMeter } from '#core/circuits/meter.ts'
import type { MeteredCircuit } from '#core/circuits/meters/metered-circuit.ts'
import { orUnavailable } from './in-tenant.ts'
import { type MeterRow, meterFrom } from './meter-row.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import type { Schema } from './schema.ts'

/** A meter as the server reads it: whose it is, with its password, and what its circuit can carry. */
export type MeterToRead = CircuitMeter & {
  tenant: number
  siteId: number
  /** Whether an engine steers by it. */
  isLive: boolean
  passwordSealed: Buffer | null
  circuit: MeteredCircuit
}

/** The meters of all tenants that are to be read. */
export async function metersToRead(reader: PipelinedConnection): Promise<MeterToRead[]> {
  const { rows } = await reader.query<Row>(selectMeters, [])
  return rows.map((row) => ({
    ...meterFrom(row),
    tenant: row.tenant_id,
    siteId: row.location_id,
    isLive: row.is_live,
    passwordSealed: row.password_sealed,
    circuit: {
      phases: row.phases,
      wiring: row.wiring,
      voltageV: row.voltage_v,
      ratedA: row.rated_a,
      limitW: row.limit_w,
    },
  }))
}

/** Whose push token this is, before its tenant is known; whether its meter is still read is known to the reader. */
export async function findPushedMeter(db: Kysely<Schema>, hash: Buffer): Promise<number | null> {
  const key = await orUnavailable(
    db
      .selectFrom('door_key')
      .select([sql<number>`row_id`.as('meterId')])
      .where('kind', '=', 'meter')
      .where('key_hash', '=', hash)
      .executeTakeFirst(),
  )
  return key?.meterId ?? null
}

type Row = MeterRow &
  MeteredCircuitRow & {
    tenant_id: number
    location_id: number
    is_live: boolean
    password_sealed: Buffer | null
  }

type MeteredCircuitRow = {
  phases: 1 | 3
  wiring: 'star' | 'delta'
  voltage_v: number
  rated_a: number | null
  limit_w: number | null
}

const selectMeters = {
  name: 'meters_to_read',
  text: `select m.tenant_id, m.id, m.circuit_id, m.measures, m.interval_seconds, m.source, m.password_sealed,
                c.location_id, l.is_live, c.phases, c.wiring, c.voltage_v, c.rated_a, c.limit_w
           from circuit_meter m join circuit c on c.tenant_id = m.tenant_id and c.id = m.circuit_id
           join location l on l.tenant_id = c.tenant_id and l.id = c.location_id
          where m.removed_at is null and c.removed_at is null
          order by m.id`,
}
