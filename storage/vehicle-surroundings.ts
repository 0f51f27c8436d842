import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { VehicleStay, VehicleSurroundings } from '#core/vdv261/vehicle-link.ts'
import { type RequestRow, requestFrom, stillCounts } from './charging-request-store.ts'
import { ambientFrom } from './circuit-row.ts'
import type { Schema } from './schema.ts'
import { type StateRow, stateFrom } from './vehicle-link-store.ts'

type Look = { vehicle: { id: number; publicId: string }; uids: readonly string[]; now: Temporal.Instant }

/** What is known where a vehicle stands, in one statement: hundreds ask every ten seconds, and often all at once. */
export async function lookAround(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  { vehicle: { id, publicId }, uids, now }: Look,
): Promise<VehicleSurroundings> {
  const open = sql`tenant_id = ${tenant} and withdrawn_at is null and ${stillCounts(now)}`
  const { rows } = await sql<Found>`
    with known as materialized (
      select * from vehicle_state where tenant_id = ${tenant} and vehicle_id = ${id} for update
    ), stay as materialized (
      select s.id, s.charger_id, nullif(s.ocpp_evse, 0) as evse, c.location_id, r.reason, r.granted,
             coalesce(s.plugged_at, s.started_at, s.opened_at) as plugged_at, s.vehicle_public_id is not null as is_named
        from session s
        left join charger_supply p on p.tenant_id = s.tenant_id and p.charger_id = s.charger_id and p.removed_at is null
        left join circuit c on c.tenant_id = p.tenant_id and c.id = p.circuit_id and c.removed_at is null
        left join session_steering r on r.tenant_id = s.tenant_id and r.session_id = s.id
       where s.tenant_id = ${tenant} and s.state in ('pending', 'active', 'unknown')
         and s.vehicle_shown = any(${[publicId, ...uids]}::text[])
         and case when s.vehicle_public_id is null then s.token_uid = any(${uids}::text[])
                  else s.vehicle_public_id = ${publicId} end
       order by is_named desc, s.opened_at desc, s.id desc limit 1
    ), request as materialized (
      select * from charging_request where ${open} and vehicle_id = ${id}
      union
      select * from charging_request where ${open} and location_id = (select location_id from stay)
        and (session_id = (select id from stay)
          or (vehicle_id is null and charger_id = (select charger_id from stay)))
    ), place as (
      select id, time_zone, ambient_c, ambient_at, ambient_until from location
       where tenant_id = ${tenant} and removed_at is null
         and id in (select location_id from request union select location_id from stay
                     union select (asked ->> 'siteId')::bigint from known)
    )
    select (select to_jsonb(known) from known) as state, (select to_jsonb(stay) from stay) as stay,
           (select coalesce(jsonb_agg(request order by id), '[]') from request) as requests,
           (select coalesce(jsonb_agg(place), '[]') from place) as places`.execute(trx)
  const { state, stay, requests, places } = rows[0]!
  return {
    state: state && stateFrom({ ...state, heard_at: instant(state.heard_at) }),
    stay: stay && stayFrom(stay),
    requests: requests.map((row) =>
      requestFrom({
        ...row,
        arrives_at: instant(row.arrives_at),
        departs_at: instant(row.departs_at),
        reported_at: instant(row.reported_at),
      }),
    ),
    places: new Map(
      places.map(({ id, time_zone, ambient_c, ambient_at, ambient_until }) => {
        const ambient = { ambient_c, ambient_at: instant(ambient_at), ambient_until: instant(ambient_until) }
        return [id, { timeZone: time_zone, ambient: ambientFrom(ambient) }]
      }),
    ),
  }
}

/** As JSON has them: instants are text. */
type AsText<T> = {
  [K in keyof T]: T[K] extends Temporal.Instant ? string : T[K] extends Temporal.Instant | null ? string | null : T[K]
}

type Found = {
  state: AsText<StateRow> | null
  stay: StayRow | null
  requests: AsText<RequestRow>[]
  places: {
    id: number
    time_zone: string
    ambient_c: number | null
    ambient_at: string | null
    ambient_until: string | null
  }[]
}

type StayRow = {
  id: number
  charger_id: number
  evse: number | null
  plugged_at: string
  location_id: number | null
  is_named: boolean
  reason: NonNullable<VehicleStay['steering']>['reason'] | null
  granted: number | null
}

function stayFrom({ reason, ...row }: StayRow): VehicleStay {
  return {
    sessionId: row.id,
    chargerId: row.charger_id,
    evse: row.evse,
    pluggedAt: instant(row.plugged_at),
    siteId: row.location_id,
    isNamed: row.is_named,
    steering: reason === null ? null : { granted: row.granted, reason },
  }
}

function instant(text: string): Temporal.Instant
function instant(text: string | null): Temporal.Instant | null
function instant(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text)
}
