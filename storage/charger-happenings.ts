import { type Kysely, sql } from 'kysely'
import type { ChargerHappening, Page } from '#core/chargers/charger.ts'
import { Problem } from '#core/errors.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What happened to a charger, from three tables merged by time, newest first. */
export function chargerHappenings(
  db: Kysely<Schema>,
  tenant: number,
  id: number,
  { before, limit }: Page,
): Promise<{ happenings: ChargerHappening[]; next: string | null }> {
  const place = before === null ? null : placeOf(before)
  const at = place?.at ?? null
  const beyond = (tie: ReturnType<typeof sql>) => sql`
    (${at}::timestamptz is null or (at <= ${at}::timestamptz
      and (at < ${at}::timestamptz or ${tie} < ${place?.tie ?? ''} collate "C")))`
  const linkTie = sql`('l' || connected::text) collate "C"`
  const statusTie = sql`('s' || encode(report_key, 'hex') || ocpp_evse || '.' || ocpp_connector) collate "C"`
  const factTie = sql`('f' || lpad(id::text, 20, '0')) collate "C"`

  return inTenant(db, tenant, async (trx) => {
    const { rows } = await sql<Row>`
      (select at, case when connected then 'connected' else 'disconnected' end as kind, null::int as evse,
              null::int as connector, coalesce(reason, '') as text,
              case when connected then concat_ws(', ', ocpp_version, remote_address) end as detail, ${linkTie} as tie
         from link_change where charger_id = ${id} and ${beyond(linkTie)}
        order by at desc, ${linkTie} desc limit ${limit + 1})
      union all
      (select at, 'status', ocpp_evse, ocpp_connector, status,
              nullif(concat_ws(', ', nullif(error_code, 'NoError'), vendor_id, vendor_error_code, info), ''), ${statusTie}
         from status_report where charger_id = ${id} and ${beyond(statusTie)}
        order by at desc, ${statusTie} desc limit ${limit + 1})
      union all
      (select at, 'fact', null, null, kind, body::text, ${factTie}
         from fact where tenant_id = ${tenant} and subject_id = ${id} and kind = any(${shownFacts}::text[])
          and ${beyond(factTie)}
        order by at desc, ${factTie} desc limit ${limit + 1})
      order by at desc, tie desc limit ${limit + 1}`.execute(trx)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      happenings: shown.map(({ tie: _, ...happening }) => happening),
      next: rows.length > limit && last ? `${last.at.epochMilliseconds}-${last.tie}` : null,
    }
  })
}

/** Facts whose subject is a charger, but for those that link changes tell as well. */
const shownFacts = ['charger.booted', 'charger.taken-over', 'message.quarantined']

function placeOf(key: string): { at: string; tie: string } {
  const [, ms, tie] = /^(\d{1,15})-([lsf][\w.]{0,60})$/.exec(key) ?? []
  if (ms === undefined) throw new Problem('invalid_value', 'This is no place in a history.', { subject: 'before' })
  return { at: Temporal.Instant.fromEpochMilliseconds(Number(ms)).toString(), tie: tie! }
}

type Row = ChargerHappening & { tie: string }
