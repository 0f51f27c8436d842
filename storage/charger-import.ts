import { type Transaction as KyselyTransaction, sql } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { ChargerImportWriter } from '#core/import/import-chargers.ts'
import { doorKey } from './door-key.ts'
import type { Schema } from './schema.ts'

/** Chargers by the thousand, a few statements for each part of them; those that were written are told of in `touched`. */
export function chargerImport(
  trx: KyselyTransaction<Schema>,
  tenant: number,
  touched: Set<number>,
): ChargerImportWriter {
  return {
    async findAll(identities) {
      const { rows } = await sql<Row>`
        select c.id, c.identity, c.name, c.time_zone, c.security_profile, c.password_hash,
               (select count(*)::int from evse e where e.charger_id = c.id and e.removed_at is null) as evses
          from charger c
         where c.tenant_id = ${tenant} and c.removed_at is null
           and c.identity_folded = any(${identities.map(foldIdentity)}::text[])
         for update of c`.execute(trx)
      return rows.map((row) => ({
        id: row.id,
        identity: row.identity,
        name: row.name,
        evses: row.evses,
        timeZone: row.time_zone,
        securityProfile: row.security_profile,
        passwordHash: row.password_hash,
      }))
    },
    async addAll(chargers) {
      const { rows: added } = await sql<{ id: number; identity_folded: string }>`
        insert into charger (tenant_id, operator_id, identity, identity_folded, name, security_profile, password_hash, time_zone)
        select ${tenant}, (select id from operator where tenant_id = ${tenant} order by id limit 1), k.*
          from unnest(${chargers.map((one) => one.identity)}::text[],
                 ${chargers.map((one) => foldIdentity(one.identity))}::text[], ${chargers.map((one) => one.name)}::text[],
                 ${chargers.map((one) => one.securityProfile)}::smallint[],
                 ${chargers.map((one) => one.passwordHash)}::bytea[], ${chargers.map((one) => one.timeZone)}::text[]) k
        on conflict do nothing
        returning id, identity_folded`.execute(trx)
      const ids = added.map((row) => row.id)
      for (const id of ids) touched.add(id)
      const evses = new Map(chargers.map((one) => [foldIdentity(one.identity), one.evses]))
      await sql`
        insert into door_key (kind, key_hash, tenant_id, row_id)
        select 'charger', k.key_hash, ${tenant}, k.id
          from unnest(${added.map((row) => doorKey(row.identity_folded))}::bytea[], ${ids}::bigint[]) as k(key_hash, id)`.execute(
        trx,
      )
      // Connectors are numbered through the charger: each EVSE has one here.
      await sql`
        with places as (
          insert into evse (tenant_id, charger_id, ocpp_evse)
          select ${tenant}, k.id, n
            from unnest(${ids}::bigint[], ${added.map((row) => evses.get(row.identity_folded)!)}::int[]) as k(id, evses)
           cross join generate_series(1, k.evses) as n
          returning id, charger_id, ocpp_evse)
        insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
        select ${tenant}, charger_id, id, 1, ocpp_evse from places`.execute(trx)
      return added.length
    },
    async rename(chargers) {
      for (const { id } of chargers) touched.add(id)
      await sql`
        update charger c set name = k.name, etag = c.etag + 1, modified_at = server_time(), content_changed_at = server_time()
          from unnest(${chargers.map((one) => one.id)}::bigint[], ${chargers.map((one) => one.name)}::text[]) as k(id, name)
         where c.tenant_id = ${tenant} and c.id = k.id`.execute(trx)
    },
  }
}

type Row = {
  id: number
  identity: string
  name: string | null
  time_zone: string | null
  security_profile: number
  password_hash: Buffer | null
  evses: number
}
