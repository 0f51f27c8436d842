import type { Kysely } from 'kysely'
import { type ChargerStore, type Evse, foldIdentity, type LinkState } from '#core/chargers/charger.ts'
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
    statusHistory: (charger, at, span) =>
      inTenant(db, tenant, async (trx) => {
        let query = trx
          .selectFrom('status_report')
          .selectAll()
          .where('charger_id', '=', charger.id)
          .where('ocpp_evse', '=', at.evse)
          .where('ocpp_connector', '=', at.connector)
        if (span.from) query = query.where('at', '>=', span.from)
        if (span.to) query = query.where('at', '<=', span.to)
        const rows = await query.orderBy('at', 'desc').limit(span.limit).execute()
        return rows.map((row) => connectorStateFrom({ ...row, changed_at: row.at }))
      }),
    chargingStates: (charger) =>
      inTenant(db, tenant, async (trx) => {
        const rows = await trx
          .selectFrom('session')
          .select(['ocpp_evse', 'charging_state'])
          .where('charger_id', '=', charger.id)
          .where('state', 'in', ['pending', 'active'])
          .where('wire_family', '=', '2')
          .orderBy('id')
          .execute()
        const states = new Map<number, string>()
        for (const row of rows) {
          if (row.ocpp_evse !== null && row.charging_state !== null) states.set(row.ocpp_evse, row.charging_state)
        }
        return states
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
