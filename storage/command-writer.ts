import { type Transaction as KyselyTransaction, sql } from 'kysely'
import type { Command, CommandWriter, HowToSend, Order } from '#core/commands/command.ts'
import { type Urgency, urgencyOf } from '#core/commands/urgency.ts'
import { commandColumns, commandFrom, paramsWhenUnsent } from './command-row.ts'
import type { Bound, Touched } from './door-transaction.ts'
import type { Schema } from './schema.ts'

export function commandWriter(trx: KyselyTransaction<Schema>, bound: Bound, touched: Touched): CommandWriter {
  const rowOf = ({ charger, request, deadlineAt }: Order, { follows, waits, notBefore }: HowToSend = {}) => {
    const { kind, ...params } = request
    return {
      tenant_id: bound.tenant,
      charger_id: charger.id,
      kind,
      params: JSON.stringify(params),
      requested_by: follows?.requestedBy ?? bound.actor.name,
      door: follows?.door ?? bound.door,
      deadline_at: deadlineAt,
      ended_at: null,
      urgency: rank[urgencyOf(kind)],
      waits: waits ?? follows?.waits ?? false,
      not_before: notBefore ?? null,
      origin_id: follows ? originOf(bound.tenant, follows.id) : null,
    }
  }
  return {
    async add(charger, request, deadlineAt, how) {
      touched.commands = true
      const row = await trx
        .insertInto('command')
        .values(rowOf({ charger, request, deadlineAt }, how))
        .returning(commandColumns)
        .executeTakeFirstOrThrow()
      return commandFrom(row, charger)
    },
    async addAll(orders) {
      if (orders.length > 0) touched.commands = true
      const added: Command[] = []
      for (let i = 0; i < orders.length; i += batch) {
        const some = orders.slice(i, i + batch)
        const values = some.map((order) => rowOf(order))
        const rows = await trx.insertInto('command').values(values).returning(commandColumns).execute()
        const inOrder = rows.sort((a, b) => a.id - b.id)
        added.push(...inOrder.map((row, place) => commandFrom(row, some[place]!.charger)))
      }
      return added
    },
    async end(id, state, reason) {
      touched.commands = true
      const ended = await trx
        .updateTable('command')
        .set({ state, reason, ended_at: sql`server_time()`, params: sql.raw(paramsWhenUnsent) })
        .where('tenant_id', '=', bound.tenant)
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .returning('id')
        .executeTakeFirst()
      return ended !== undefined
    },
    async amend(id, { state, reason }) {
      touched.commands = true
      await trx
        .updateTable('command')
        .set(state === undefined ? { reason } : { state, reason })
        .where('tenant_id', '=', bound.tenant)
        .where('id', '=', id)
        .where('state', 'not in', ['queued', 'sent'])
        .execute()
    },
    async nextRequestId() {
      const { rows } = await sql<{ id: number }>`select nextval('request_id')::int as id`.execute(trx)
      return rows[0]!.id
    },
  }
}

/** The first of the commands that went on from one to the next. */
function originOf(tenant: number, id: number) {
  return sql<number>`(select coalesce(c.origin_id, c.id) from command c where c.tenant_id = ${tenant} and c.id = ${id})`
}

const rank: Record<Urgency, number> = { interactive: 0, control: 1, config: 2, bulk: 3 }

// A statement has no more than 65535 parameters.
const batch = 1_000
