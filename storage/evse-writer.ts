import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { ConnectorSetup, EvseSetup, EvseWriter } from '#core/chargers/provisioning.ts'
import type { KeptMembers } from '#core/kept-members.ts'
import type { Touched } from './door-transaction.ts'
import type { Schema } from './schema.ts'

type EvseRow = { id: number; charger_id: number; ocpp_evse: number; platform_fields: KeptMembers }
type ConnectorRow = { id: number; evse_id: number; platform_fields: KeptMembers }

/** EVSEs and connectors as a back office describes them, in one transaction. */
export function evseWriter(trx: KyselyTransaction<Schema>, tenant: number, touched: Touched): EvseWriter {
  return {
    async add(charger, number, kept) {
      const { rows } = await sql<EvseRow>`
        insert into evse as e (tenant_id, charger_id, ocpp_evse, platform_fields)
        values (${tenant}, ${charger}, ${number}, ${JSON.stringify(kept)}::jsonb)
        on conflict (charger_id, ocpp_evse) do update
           set platform_fields = excluded.platform_fields, modified_at = server_time(), etag = e.etag + 1,
               created_at = case when e.removed_at is null then e.created_at else server_time() end, removed_at = null
         where e.removed_at is not null or e.platform_fields = '{}'
        returning id, charger_id, ocpp_evse, platform_fields`.execute(trx)
      const [row] = rows
      if (!row) return null
      const { rows: connectors } = await sql`
        select from connector where tenant_id = ${tenant} and evse_id = ${row.id} and removed_at is null`.execute(trx)
      if (connectors.length === 0) await addConnectorRow(trx, tenant, evseFrom(row), {})
      return evseFrom(row)
    },
    async find(id) {
      const { rows } = await sql<EvseRow>`
        select id, charger_id, ocpp_evse, platform_fields from evse
         where tenant_id = ${tenant} and id = ${id} and removed_at is null for update`.execute(trx)
      return rows[0] ? evseFrom(rows[0]) : null
    },
    async change(id, kept) {
      await sql`
        update evse set platform_fields = ${JSON.stringify(kept)}::jsonb, modified_at = server_time(), etag = etag + 1
         where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
    async remove(id) {
      await sql`update connector set removed_at = server_time() where tenant_id = ${tenant} and evse_id = ${id}
                   and removed_at is null`.execute(trx)
      await sql`update evse set removed_at = server_time() where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
    async addConnector(evse, kept) {
      const { rows } = await sql<ConnectorRow>`
        update connector set platform_fields = ${JSON.stringify(kept)}::jsonb, modified_at = server_time()
         where tenant_id = ${tenant} and id = (
               select id from connector where tenant_id = ${tenant} and evse_id = ${evse.id} and removed_at is null
                  and platform_fields = '{}' order by ocpp_connector limit 1)
        returning id, evse_id, platform_fields`.execute(trx)
      return connectorFrom(rows[0] ?? (await addConnectorRow(trx, tenant, evse, kept)))
    },
    async findConnector(id) {
      const { rows } = await sql<ConnectorRow>`
        select id, evse_id, platform_fields from connector
         where tenant_id = ${tenant} and id = ${id} and removed_at is null for update`.execute(trx)
      return rows[0] ? connectorFrom(rows[0]) : null
    },
    async changeConnector(id, kept) {
      await sql`
        update connector set platform_fields = ${JSON.stringify(kept)}::jsonb, modified_at = server_time(), etag = etag + 1
         where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
    async removeConnector(id) {
      await sql`update connector set removed_at = server_time() where tenant_id = ${tenant} and id = ${id}`.execute(trx)
    },
    async touch(charger) {
      touched.chargers.add(charger)
      await sql`update charger set etag = etag + 1, content_changed_at = server_time()
                 where tenant_id = ${tenant} and id = ${charger}`.execute(trx)
    },
  }
}

/**
 * The connector that follows those of its EVSE; one that was removed begins anew. The first has the number of its EVSE,
 * which is what OCPP 1.6 calls it. Further ones get numbers beyond all EVSEs, so that those of later EVSEs stay free.
 */
async function addConnectorRow(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  evse: EvseSetup,
  kept: KeptMembers,
): Promise<ConnectorRow> {
  const { rows } = await sql<ConnectorRow>`
    with place as (
      select coalesce((select min(ocpp_connector) from connector where evse_id = ${evse.id} and removed_at is not null),
                      (select max(ocpp_connector) + 1 from connector where evse_id = ${evse.id}), 1) as ocpp)
    insert into connector as c (tenant_id, charger_id, evse_id, ocpp_connector, number, platform_fields)
    select ${tenant}::bigint, ${evse.chargerId}::bigint, ${evse.id}::bigint, place.ocpp,
           case when place.ocpp = 1 and not exists (
                  select from connector where charger_id = ${evse.chargerId} and number = ${evse.number})
                then ${evse.number}::int
                else (select greatest(max(number), 100) + 1 from connector where charger_id = ${evse.chargerId}) end,
           ${JSON.stringify(kept)}::jsonb
      from place
    on conflict (tenant_id, evse_id, ocpp_connector) do update
       set platform_fields = excluded.platform_fields, removed_at = null, modified_at = server_time(), etag = c.etag + 1
    returning id, evse_id, platform_fields`.execute(trx)
  return rows[0]!
}

function evseFrom(row: EvseRow): EvseSetup {
  return { id: row.id, chargerId: row.charger_id, number: row.ocpp_evse, kept: row.platform_fields }
}

function connectorFrom(row: ConnectorRow): ConnectorSetup {
  return { id: row.id, evseId: row.evse_id, kept: row.platform_fields }
}
