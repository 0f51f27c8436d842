import type pg from 'pg'
import { quoted } from './catalog.ts'

/**
 * What a database holds beyond a fresh installation, in words such as "3 charger". A fresh one has the default tenant
 * with its operator, the account of the first administrator, and what the server keeps for itself.
 */
export async function whatItHolds(owner: pg.Client): Promise<string[]> {
  const held: string[] = []
  for (const name of await ownTables(owner)) {
    if (ofTheServer.has(name)) continue
    const { rows } = await owner.query<{ count: number }>(`select count(*) as count from ${quoted(name)}`)
    const count = rows[0]!.count
    if (count > (ofAFirstStart.get(name) ?? 0)) held.push(`${count} ${name}`)
  }
  return held
}

/** Everything in the schema goes, but for what belongs to extensions. */
export async function dropEverything(owner: pg.Client): Promise<void> {
  await owner.query(`do $$ declare thing record; begin
    for thing in
      select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end as kind,
             format('%I.%I', n.nspname, c.relname) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
         and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0 and d.deptype in ('e', 'i'))
    loop
      execute format('drop %s if exists %s cascade', thing.kind, thing.name);
    end loop;
    for thing in
      select p.oid::regprocedure::text as name, case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind
        from pg_proc p
       where p.pronamespace = 'public'::regnamespace
         and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    loop
      execute format('drop %s if exists %s cascade', thing.kind, thing.name);
    end loop;
  end $$`)
}

const ofTheServer = new Set([
  'schema_migration',
  'publication',
  'node',
  'steering_node',
  'signing_key',
  'own_certificate',
  'certificate_alarm',
  'load_sample',
  'unknown_charger',
  'console_session',
  'fact',
  'audit_entry',
])

const ofAFirstStart = new Map([
  ['tenant', 1],
  ['operator', 1],
  ['account', 1],
  // The name of the first administrator's account.
  ['door_key', 1],
])

async function ownTables(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by c.relname`,
  )
  return rows.map((row) => row.name)
}
