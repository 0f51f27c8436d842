import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ChargingRequest, RequestSource } from '#core/circuits/charging-request.ts'
import type { LimitStore } from '#core/circuits/limit-store.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

type RequestStore = Pick<LimitStore, 'requests' | 'requestsOf' | 'heardOf' | 'heard'>

/** What vehicles need and when they leave, of one tenant. */
export function chargingRequestStore(db: Kysely<Schema>, tenant: number): RequestStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  const heard = (siteId: number) =>
    inOne(async (trx) => {
      const rows = await trx
        .selectFrom('request_feed')
        .select(['source', 'heard_at'])
        .where('tenant_id', '=', tenant)
        .where('location_id', '=', siteId)
        .execute()
      return new Map(rows.map(({ source, heard_at }) => [source, heard_at]))
    })
  const open = (which: RawBuilder<unknown>, now: Temporal.Instant, order: RawBuilder<unknown>) =>
    inOne(async (trx) => {
      const { rows } = await sql<RequestRow>`
        select * from charging_request
         where tenant_id = ${tenant} and ${which} and withdrawn_at is null
           and ${stillCounts(now)}
         order by ${order}`.execute(trx)
      return rows.map(requestFrom)
    })
  return {
    requests: (siteId, now) => open(sql`location_id = ${siteId}`, now, sql`id`),
    requestsOf: (vehicleId, now) => open(sql`vehicle_id = ${vehicleId}`, now, sql`departs_at nulls last, id`),
    heard,
    heardOf: async (siteId, source) => (await heard(siteId)).get(source) ?? null,
  }
}

/** Whether a request is not long over. */
export function stillCounts(now: Temporal.Instant): RawBuilder<unknown> {
  return sql`(departs_at > ${now.subtract({ hours: keptHours })}
    or (departs_at is null and reported_at > ${now.subtract({ hours: keptWithoutDepartureHours })}))`
}

// One that is late still charges.
const keptHours = 12
const keptWithoutDepartureHours = 7 * 24

export type RequestRow = {
  id: number
  location_id: number
  source: RequestSource
  request_id: string
  vehicle_id: number | null
  charger_id: number | null
  evse: number | null
  session_id: number | null
  arrives_at: Temporal.Instant | null
  departs_at: Temporal.Instant | null
  soc: number | null
  minimum_soc: number | null
  target_soc: number | null
  need_minimum_wh: number | null
  need_full_wh: number | null
  class: number | null
  precondition_w: number | null
  precondition_minutes: number | null
  confidence: number
  reported_at: Temporal.Instant
}

export function requestFrom(row: RequestRow): ChargingRequest {
  const { precondition_w: powerW, precondition_minutes: minutes } = row
  return {
    id: row.id,
    siteId: row.location_id,
    source: row.source,
    requestId: row.request_id,
    vehicleId: row.vehicle_id,
    place: row.charger_id === null ? null : { chargerId: row.charger_id, evse: row.evse },
    sessionId: row.session_id,
    arrivesAt: row.arrives_at,
    departsAt: row.departs_at,
    soc: row.soc,
    minimumSoc: row.minimum_soc,
    targetSoc: row.target_soc,
    needMinimumWh: row.need_minimum_wh,
    needFullWh: row.need_full_wh,
    klass: row.class,
    precondition: powerW === null || minutes === null ? null : { powerW, minutes },
    confidence: row.confidence,
    reportedAt: row.reported_at,
  }
}
