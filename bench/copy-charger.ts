import type { Database } from './database.ts'

/** Makes chargers like one that was added through the front door; thousands in a moment. */
export async function copyCharger({ client }: Database, model: string, identities: readonly string[]): Promise<void> {
  await client.query(copies, [model, identities])
  await client.query('analyze charger, evse, connector, door_key')
}

const copies = `
  with model as (select * from charger where identity = $1),
  copy as (
    insert into charger (tenant_id, operator_id, identity, identity_folded, security_profile, password_hash)
    select m.tenant_id, m.operator_id, c.identity, lower(c.identity), m.security_profile, m.password_hash
      from model m, unnest($2::text[]) as c(identity)
    returning tenant_id, id, identity_folded),
  evses as (
    insert into evse (tenant_id, charger_id, ocpp_evse) select tenant_id, id, 1 from copy
    returning tenant_id, charger_id, id),
  connectors as (
    insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
    select tenant_id, charger_id, id, 1, 1 from evses)
  insert into door_key (kind, key_hash, tenant_id, row_id)
  select 'charger', sha256(convert_to(identity_folded, 'UTF8')), tenant_id, id from copy`
