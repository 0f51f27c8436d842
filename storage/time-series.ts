import { type Kysely, type RawBuilder, sql } from 'kysely'
import {
  type SeriesAsk,
  type SeriesKind,
  type SeriesPhase,
  type SeriesStore,
  seriesKinds,
} from '#core/metering/time-series.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What meters showed, as series; of one tenant. */
export function seriesStore(db: Kysely<Schema>, tenant: number): SeriesStore {
  return {
    ofConnector: (charger, { evse, connector }, ask) =>
      inTenant(db, tenant, async (trx) => {
        const where = sql`charger_id = ${charger.id} and ocpp_evse = ${evse}
          and (connector is null or connector = ${connector})`
        const { rows } = await sql<PointRow>`
          select ${atMs}, trim_scale(max(value))::text as value from (${values(ask, where)}) v
           group by at order by at limit ${ask.limit} offset ${ask.skip}`.execute(trx)
        return rows
      }),
    ofAllEvses: (charger, evses, ask) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<PointRow & { evse: number }>`
          select ${atMs}, evse, trim_scale(max(value))::text as value from (${values(ask, everywhere(charger, evses))}) v
           group by at, evse order by at, evse limit ${ask.limit}`.execute(trx)
        return rows
      }),
    hasPhases: (charger, evses, ask) =>
      inTenant(db, tenant, async (trx) => {
        for (const phase of ['L1', 'L2', 'L3'] as const) {
          const found = values({ ...ask, phase }, everywhere(charger, evses))
          const { rows } = await sql`select from (${found}) v limit 1`.execute(trx)
          if (rows.length > 0) return true
        }
        return false
      }),
    alarmCodes: (charger, place, { from, to, limit, skip }) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<PointRow>`
          select ${atMs}, case when error_code is null or error_code in ('OtherError', '')
                          then coalesce(nullif(vendor_error_code, ''), error_code) else error_code end as value
            from status_report
           where charger_id = ${charger.id} and at <= ${to} ${from ? sql`and at >= ${from}` : sql``}
             ${place ? sql`and ocpp_evse = ${place.evse} and ocpp_connector = ${place.connector}` : sql``}
             and coalesce(error_code, vendor_error_code) is not null
           order by at, ocpp_evse, ocpp_connector, report_key limit ${limit} offset ${skip}`.execute(trx)
        return rows
      }),
  }
}

type PointRow = { atMs: number; value: string }

const atMs = sql`floor(extract(epoch from at) * 1000)::float8 as "atMs"`

function everywhere(charger: { id: number }, evses: readonly number[]): RawBuilder<unknown> {
  return sql`charger_id = ${charger.id} and ocpp_evse = any(${[0, ...evses]}::int[])`
}

function values({ kind, phase, from, to }: SeriesAsk, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select * from (
      select at, ocpp_evse as evse, ${columnOf(kind, phase)} as value from meter_reading
       where ${where} and at <= ${to} ${from ? sql`and at >= ${from}` : sql``}
    ) r where value is not null`
}

/** Usual measurands have columns of their own; everything else is found in `rest`, in its base unit. */
function columnOf(kind: SeriesKind, phase: SeriesPhase | null): RawBuilder<unknown> {
  switch (kind) {
    case 'ActivePowerImport':
      return sql`power_w::numeric`
    case 'ActiveEnergyImport':
      return sql`energy_wh`
    case 'SoC':
      return sql`soc_percent::numeric`
    case 'CurrentImport':
      return perPhase(kind, phase, { L1: 'current_l1_a', L2: 'current_l2_a', L3: 'current_l3_a' })
    case 'Voltage':
      return perPhase(kind, phase, { L1: 'voltage_l1_v', L2: 'voltage_l2_v', L3: 'voltage_l3_v' })
    default:
      return inRest(kind, phase)
  }
}

/** One that came without a phase stands in the first column when it came alone, else in `rest`. */
function perPhase(
  kind: SeriesKind,
  phase: SeriesPhase | null,
  columns: Record<SeriesPhase, string>,
): RawBuilder<unknown> {
  if (phase) return sql`${sql.ref(columns[phase])}::numeric`
  const [l1, l2, l3] = [sql.ref(columns.L1), sql.ref(columns.L2), sql.ref(columns.L3)]
  return sql`coalesce(${inRest(kind, null)}, case when ${l2} is null and ${l3} is null then ${l1}::numeric end)`
}

// A temperature has a place; what else has one was not measured at the outlet.
function inRest(kind: SeriesKind, phase: SeriesPhase | null): RawBuilder<unknown> {
  return sql`(select (s->>'value')::numeric from jsonb_array_elements(rest) s
    where s->>'measurand' = ${seriesKinds[kind].name} and s->>'value' ~ '^-?[0-9]+([.][0-9]+)?$'
      and s->>'phase' is not distinct from ${phase}::text ${kind === 'Temperature' ? sql`` : sql`and s->>'location' is null`}
    limit 1)`
}
