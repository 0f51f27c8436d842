import { type Kysely, sql } from 'kysely'
import type { Command, CommandStore } from '#core/commands/command.ts'
import { commandColumns, commandFrom } from './command-row.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Commands as the doors read them, of one tenant. */
export function commandStore(db: Kysely<Schema>, tenant: number): CommandStore {
  const read = (narrow: (query: ReturnType<typeof commands>) => ReturnType<typeof commands>): Promise<Command[]> =>
    inTenant(db, tenant, async (trx) => {
      const rows = await narrow(commands(trx, tenant)).execute()
      return rows.map((row) => commandFrom(row, { id: row.charger_id, tenant, identity: row.identity }))
    })
  return {
    find: async (id) => (await read((query) => query.where('command.id', '=', id)))[0] ?? null,
    frames: (id) =>
      inTenant(db, tenant, async (trx) => {
        const row = await trx
          .selectFrom('command')
          .select(['request_frame as request', 'reply_frame as reply'])
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        return row ?? null
      }),
    list: (charger, limit) =>
      read((query) => query.where('command.charger_id', '=', charger).orderBy('command.id', 'desc').limit(limit)),
    changed: (after, ids) =>
      read((query) =>
        query
          .where((where) =>
            where.or([where('command.id', '>', after), sql<boolean>`command.id = any(${[...ids]}::bigint[])`]),
          )
          .orderBy('command.id')
          .limit(1_000),
      ),
    newest: () =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ id: number | null }>`
          select max(id) as id from command where tenant_id = ${tenant}`.execute(trx)
        return rows[0]?.id ?? 0
      }),
  }
}

function commands(db: Kysely<Schema>, tenant: number) {
  return db
    .selectFrom('command')
    .innerJoin('charger', 'charger.id', 'command.charger_id')
    .select(commandColumns.map((column) => `command.${column}` as const))
    .select(['command.charger_id', 'charger.identity'])
    .where('command.tenant_id', '=', tenant)
}
