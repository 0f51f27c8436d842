import { type Kysely, sql } from 'kysely'
import {
  type ChargerStore,
  type ChargingEvent,
  type Evse,
  foldIdentity,
  type LinkState,
} from '#core/chargers/charger.ts'
import { chargerById, chargerDetail } from './charger-detail.ts'
import { chargerHappenings } from './charger-happenings.ts'
import { type ChargerRow, chargerFrom, connectorStateFrom } from './held-charger.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Chargers as the doors read them, of one tenant. */
export function chargerStore(db: Kysely<Schema>, tenant: number): ChargerStore {
  return {
    find: (identity) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx
          .selectFrom('charger')
          .selectAll()
          .where('identity_folded', '=', foldIdentity(identity))
          .where('tenant_id', '=', tenant)
          .where('removed_at', 'is', null)
          .executeTakeFirst()
        return row ? chargerFrom(row as ChargerRow) : null
      }),
    byId: (id) => chargerById(db, tenant, id),
    detail: (id) => chargerDetail(db, tenant, id),
    happenings: (id, page) => chargerHappenings(db, tenant, id, page),
    evses: (charger) =>
      inTenant(db, tenant, async (trx) => {
        const rows = await trx
          .selectFrom('evse as e')
          .innerJoin('connector as c', 'c.evse_id', 'e.id')
          .select(['e.id as evse', 'e.ocpp_evse', 'c.id', 'c.ocpp_connector', 'c.number'])
          .where('e.charger_id', '=', charger.id)
          .where('e.removed_at', 'is', null)
          .where('c.removed_at', 'is', null)
          .orderBy('e.ocpp_evse')
          .orderBy('c.ocpp_connector')
          .execute()
        const evses = new Map<number, Evse>()
        for (const row of rows) {
          const evse = evses.get(row.evse) ?? { id: row.evse, number: row.ocpp_evse, connectors: [] }
          evses.set(row.evse, evse)
          evse.connectors.push({ id: row.id, ocpp: row.ocpp_connector, number: row.number })
        }
        return [...evses.values()]
      }),
    connectorStates: (charger) =>
      inTenant(db, tenant, async (trx) => {
        const rows = await trx.selectFrom('evse_state').selectAll().where('charger_id', '=', charger.id).execute()
        return rows.map(connectorStateFrom)
      }),
    statusHistory: (charger, at, { before = false, ...span }) =>
      inTenant(db, tenant, async (trx) => {
        const all = trx
          .selectFrom('status_report')
          .selectAll()
          .where('charger_id', '=', charger.id)
          .where('ocpp_evse', '=', at.evse)
          .where('ocpp_connector', '=', at.connector)
          .orderBy('at', 'desc')
        let within = all
        if (span.from) within = within.where('at', '>=', span.from)
        if (span.to) within = within.where('at', '<=', span.to)
        const rows = await within.limit(before ? span.limit + 1 : span.limit).execute()
        const isWhole = span.from !== null && rows.length <= span.limit
        if (before && isWhole) rows.push(...(await all.where('at', '<', span.from!).limit(1).execute()))
        return rows.map((row) => connectorStateFrom({ ...row, changed_at: row.at }))
      }),
    chargingEvents: (charger, evse, from) =>
      inTenant(db, tenant, async (trx) => {
        const sessions = sql`select id from session where charger_id = ${charger.id} and ocpp_evse = ${evse} and wire_family = '2'`
        const { rows } = await sql<ChargingEvent>`
          select at, charging_state as "chargingState", type = 'Ended' as "isEnd"
            from (select at, type, charging_state, session_id, seq_no,
                         lag(charging_state) over (partition by session_id order by seq_no) as former
                    from session_event
                   where session_id in (
                           ${sessions} and state in ('pending', 'active', 'unknown')
                           union all
                           ${sessions} and tenant_id = ${tenant} and record_no is not null and ended_at >= ${from})
                     and (charging_state is not null or type = 'Ended')) e
           where type = 'Ended' or charging_state is distinct from former
           order by at, session_id, seq_no`.execute(trx)
        return rows
      }),
    link: (charger) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx
          .selectFrom('charger_state')
          .select(['connected', 'connection_changed_at'])
          .where('charger_id', '=', charger.id)
          .executeTakeFirst()
        return row?.connection_changed_at ? { connected: row.connected, changedAt: row.connection_changed_at } : null
      }),
    linkHistory: (charger, span) =>
      inTenant(db, tenant, async (trx) => {
        let query = trx.selectFrom('link_change').select(['connected', 'at']).where('charger_id', '=', charger.id)
        if (span.from) query = query.where('at', '>=', span.from)
        if (span.to) query = query.where('at', '<=', span.to)
        const rows = await query.orderBy('at', 'desc').limit(span.limit).execute()
        return rows.map((row): LinkState => ({ connected: row.connected, changedAt: row.at }))
      }),
  }
}
