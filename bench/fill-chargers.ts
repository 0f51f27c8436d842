import type { Database } from './database.ts'

/**
 * Makes a network of `count` chargers with two connectors each, like the one that is there, as if they had reported:
 * a third charges, some are at fault or offline. Digits are in their identities and names alone. To be called before
 * anybody looks at them.
 */
export async function fillChargers({ client }: Database, model: string, count: number): Promise<void> {
  await client.query(copies, [model, count])
  await client.query(states, [model])
  await client.query('analyze charger, evse, connector, charger_state, evse_state')
}

const copies = `
  with model as (select * from charger where identity = $1),
  copy as (
    insert into charger (tenant_id, operator_id, identity, identity_folded, name, security_profile, password_hash)
    select m.tenant_id, m.operator_id, 'SITE-' || n, 'site-' || n, 'Bay ' || n, 1, m.password_hash
      from model m, generate_series(2, $2::int) n
    returning tenant_id, id),
  evses as (
    insert into evse (tenant_id, charger_id, ocpp_evse) select tenant_id, id, n from copy, generate_series(1, 2) n
    returning tenant_id, charger_id, id, ocpp_evse)
  insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
  select tenant_id, charger_id, id, 1, ocpp_evse from evses`

const states = `
  with others as (select tenant_id, id from charger where identity like 'SITE-%' and identity <> $1),
  seen as (
    insert into charger_state (charger_id, tenant_id, connected, connection_changed_at, ocpp_version, boot, changed_at)
    select id, tenant_id, id % 100 <> 0, now() - id * interval '1 second', case when id % 3 = 0 then '2.0.1' else '1.6' end,
           jsonb_build_object('vendor', 'Volt', 'model', 'Type ' || chr(65 + (id % 7)::int), 'firmware', chr(97 + (id % 5)::int)), now()
      from others)
  insert into evse_state (charger_id, ocpp_evse, ocpp_connector, tenant_id, status, changed_at, report_key)
  select id, n, 1, tenant_id,
         case when id % 200 = 1 then 'Faulted' when (id + n) % 3 = 0 then 'Charging' when (id + n) % 7 = 0 then 'Preparing'
              else 'Available' end,
         now(), 'x'
    from others, generate_series(1, 2) n`
