import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { VehicleStay, VehicleSurroundings } from '#core/vdv261/vehicle-link.ts'
import { type RequestRow, requestFrom, stillCounts } from './charging-request-store.ts'
import type { Schema } from './schema.ts'
import { type StateRow, stateFrom } from './vehicle-link-store.ts'
import { type AmbientColumns, ambientsFrom } from './weather-store.ts'

type Look = { id: number; publicId: string; uids: readonly string[] }

/** What is known where each vehicle stands, in one statement: hundreds ask every ten seconds, and often all at once. */
export async function lookAround(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  vehicles: readonly Look[],
  now: Temporal.Instant,
): Promise<VehicleSurroundings[]> {
  const open = sql`r.tenant_id = ${tenant} and r.withdrawn_at is null and ${stillCounts(now)}`
  const asked = vehicles.map(({ id, publicId, uids }, n) => ({ n, id, public_id: publicId, uids }))
  const ids = vehicles.map(({ id }) => id)
  // In one order everywhere, so that nobody waits for one another in a circle.
  const { rows } = await sql<Found>`
    with named as materialized (
      select * from charging_request r where ${open} and r.vehicle_id = any(${ids}::bigint[])
    )
    select k.n, found.* from (
      select n, id, public_id, uids, uids || public_id as shown
        from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as v(n int, id bigint, public_id text, uids text[])
       order by id
    ) k cross join lateral (
      with known as materialized (
        select * from vehicle_state where tenant_id = ${tenant} and vehicle_id = k.id for update
      ), stay as materialized (
        select s.id, s.charger_id, nullif(s.ocpp_evse, 0) as evse, c.location_id, r.reason, r.granted,
               coalesce(s.plugged_at, s.started_at, s.opened_at) as plugged_at, s.vehicle_public_id is not null as is_named
          from session s
          left join charger_supply p on p.tenant_id = s.tenant_id and p.charger_id = s.charger_id and p.removed_at is null
          left join circuit c on c.tenant_id = p.tenant_id and c.id = p.circuit_id and c.removed_at is null
          left join session_steering r on r.tenant_id = s.tenant_id and r.session_id = s.id
         where s.tenant_id = ${tenant} and s.state in ('pending', 'active', 'unknown')
           and s.vehicle_shown = any(k.shown)
           and case when s.vehicle_public_id is null then s.token_uid = any(k.uids)
                    else s.vehicle_public_id = k.public_id end
         order by is_named desc, s.opened_at desc, s.id desc limit 1
      ), request as materialized (
        select * from named where vehicle_id = k.id
        union
        select * from charging_request r where ${open} and r.location_id = (select location_id from stay)
          and (r.session_id = (select id from stay)
            or (r.vehicle_id is null and r.charger_id = (select charger_id from stay)))
      ), place as (
        select l.id, l.time_zone, l.ambient_c, l.ambient_at, l.ambient_until, w.celsius, w.measured_at, w.valid_until
          from location l left join site_weather w on w.tenant_id = l.tenant_id and w.location_id = l.id
         where l.tenant_id = ${tenant} and l.removed_at is null
           and l.id in (select location_id from request union select location_id from stay
                       union select (asked ->> 'siteId')::bigint from known)
      )
      select (select to_jsonb(known) from known) as state, (select to_jsonb(stay) from stay) as stay,
             (select coalesce(jsonb_agg(request order by id), '[]') from request) as requests,
             (select coalesce(jsonb_agg(place), '[]') from place) as places
    ) found order by k.n`.execute(trx)
  return rows.map(surroundingsFrom)
}

function surroundingsFrom({ state, stay, requests, places }: Found): VehicleSurroundings {
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
      places.map(({ id, time_zone, ambient_at, ambient_until, measured_at, valid_until, ...row }) => {
        const told = { ...row, ambient_at: instant(ambient_at), ambient_until: instant(ambient_until) }
        const ambients = ambientsFrom({ ...told, measured_at: instant(measured_at), valid_until: instant(valid_until) })
        return [id, { timeZone: time_zone, ambients }]
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
  places: AsText<AmbientColumns & { id: number; time_zone: string }>[]
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
