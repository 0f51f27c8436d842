import { Decimal } from 'decimal.js'
import { type Kysely, sql } from 'kysely'
import type { PlacedReading } from '#core/context.ts'
import type { ReadingContext } from '#core/metering/reading.ts'
import { emptyEvidence, type SessionEvidence, withReadings } from '#core/sessions/evidence.ts'
import { recordOf } from '#core/sessions/record.ts'
import type { SessionView } from '#core/sessions/session-view.ts'
import type { Schema } from './schema.ts'

type Running = {
  id: number
  charger_id: number
  ocpp_evse: number | null
  started_at: Temporal.Instant | null
  opened_at: Temporal.Instant
  last_message_at: Temporal.Instant
  evidence: Partial<SessionEvidence> | null
}

export type LiveValues = Pick<
  SessionView,
  'energyWh' | 'energyMethod' | 'powerW' | 'initialSoc' | 'soc' | 'lastMessageAt'
>

/**
 * What running sessions have measured up to now. Their rows are stored only when something happens; the first and the
 * last reading are folded into the evidence, whose value does not depend on those between them.
 */
export async function liveValues(trx: Kysely<Schema>, running: readonly Running[]): Promise<Map<number, LiveValues>> {
  const { rows } = await sql<ReadingRow>`
    select k.id, r.* from unnest(
             ${running.map((one) => one.id)}::bigint[], ${running.map((one) => one.charger_id)}::bigint[],
             ${running.map((one) => one.ocpp_evse ?? 0)}::int[],
             ${running.map((one) => String(one.started_at ?? one.opened_at))}::timestamptz[]
           ) as k(id, charger_id, evse, began)
     cross join lateral (
       (select at, context, received_at, energy_wh, null::float8 as power_w, null::float8 as soc_percent from meter_reading
         where charger_id = k.charger_id and ocpp_evse = k.evse and at >= k.began - interval '1 hour'
           and session_id = k.id and energy_wh is not null order by at limit 1)
       union all
       (select at, context, received_at, energy_wh, null, null from meter_reading
         where charger_id = k.charger_id and ocpp_evse = k.evse and at >= k.began - interval '1 hour'
           and session_id = k.id and energy_wh is not null order by at desc limit 1)
       union all
       (select at, context, received_at, null, power_w, null from meter_reading
         where charger_id = k.charger_id and ocpp_evse = k.evse and at >= k.began - interval '1 hour'
           and session_id = k.id and power_w is not null order by at desc limit 1)
       union all
       (select at, context, received_at, null, null, soc_percent from meter_reading
         where charger_id = k.charger_id and ocpp_evse = k.evse and at >= k.began - interval '1 hour'
           and session_id = k.id and soc_percent is not null order by at limit 1)
       union all
       (select at, context, received_at, null, null, soc_percent from meter_reading
         where charger_id = k.charger_id and ocpp_evse = k.evse and at >= k.began - interval '1 hour'
           and session_id = k.id and soc_percent is not null order by at desc limit 1)
     ) r`.execute(trx)
  const readings = Map.groupBy(rows, (row) => row.id)
  return new Map(running.map((one) => [one.id, valuesOf(one, readings.get(one.id) ?? [])]))
}

type ReadingRow = {
  id: number
  at: Temporal.Instant
  context: ReadingContext
  received_at: Temporal.Instant
  energy_wh: string | null
  power_w: number | null
  soc_percent: number | null
}

function valuesOf({ id, evidence, last_message_at }: Running, rows: readonly ReadingRow[]): LiveValues {
  const known: SessionEvidence = { ...emptyEvidence(), ...evidence }
  const record = recordOf(
    withReadings(
      known,
      rows.map((row) => readingFrom(row, id)),
    ),
  )
  return {
    energyWh: record.energyWh.toFixed(),
    energyMethod: record.energyMethod,
    powerW: known.stop === null ? (rows.find((row) => row.power_w !== null)?.power_w ?? null) : null,
    initialSoc: record.initialSoc,
    soc: record.endSoc,
    lastMessageAt: rows.map((row) => row.received_at).reduce(laterOf, last_message_at),
  }
}

function laterOf(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? other : one
}

function readingFrom(row: ReadingRow, sessionId: number): PlacedReading {
  return {
    evse: 0,
    connector: null,
    at: row.at,
    sessionId,
    reportedAt: null,
    context: row.context,
    energyWh: row.energy_wh === null ? null : new Decimal(row.energy_wh),
    intervalWh: null,
    powerW: row.power_w,
    currentA: [null, null, null],
    voltageV: [null, null, null],
    socPercent: row.soc_percent,
    rest: [],
    signed: [],
    flags: [],
  }
}
