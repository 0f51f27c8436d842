import { type Kysely, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import type { MessageLogStore } from '#core/live/message-log.ts'
import { inTenant } from './in-tenant.ts'
import { type MessageRow, messageFrom, tie } from './message-row.ts'
import { searchMessages } from './message-search.ts'
import type { Schema } from './schema.ts'

/** The message log as the doors read it, of one tenant. */
export function messageLogStore(db: Kysely<Schema>, tenant: number): MessageLogStore {
  return {
    search: (search, page) => inTenant(db, tenant, (trx) => searchMessages(trx, tenant, search, page)),
    sessionNamed: (chargerId, wireId) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<{ id: number }>`
          select id from session where charger_id = ${chargerId} and wire_family in ('1.6', '2') and wire_id = ${wireId}
           order by id desc limit 1`.execute(trx)
        return rows[0]?.id ?? null
      }),
    list: (chargerId, filter) =>
      inTenant(db, tenant, async (trx) => {
        const before = filter.before === null ? null : placeOf(filter.before)
        const from = filter.from?.toString() ?? null
        // Where a page begins: the newest message that is not on an earlier one.
        const newest = before?.at ?? filter.to?.toString() ?? null
        const within = sql`charger_id = ${chargerId}
          and (${newest}::timestamptz is null or at <= ${newest}::timestamptz)
          and (${from}::timestamptz is null or at >= ${from}::timestamptz)`
        const isFiltered = filter.text !== null || filter.action !== null || filter.direction !== null
        const oldest = isFiltered || filter.problems ? await placeOfNth(mostLookedAt) : null

        async function placeOfNth(n: number): Promise<string | null> {
          const { rows } = await sql<{ at: Temporal.Instant }>`
            select at from message_log where ${within} order by at desc offset ${n} limit 1`.execute(trx)
          return rows[0]?.at.toString() ?? null
        }

        const { rows } = await sql<MessageRow>`
          select at, direction, action, message_id, call, reply, result, repairs, latency_us, ${tie} as tie
            from message_log
           where ${within}
             and (${oldest}::timestamptz is null or at >= ${oldest}::timestamptz)
             and (${before?.at ?? null}::timestamptz is null or at < ${before?.at ?? null}::timestamptz
                  or ${tie} < ${before?.tie ?? ''} collate "C")
             and (${filter.direction}::text is null or direction = ${filter.direction})
             and (${filter.action}::text is null or action = ${filter.action})
             and (not ${filter.problems}::bool or result <> 'ok' or repairs is not null)
             and (${filter.text}::text is null or strpos(lower(call), lower(${filter.text}::text)) > 0
                  or strpos(lower(coalesce(reply, '')), lower(${filter.text}::text)) > 0)
           order by at desc, ${tie} desc
           limit ${filter.limit + 1}`.execute(trx)
        const messages = rows.slice(0, filter.limit).map(messageFrom)
        const last = messages.at(-1)
        if (rows.length > filter.limit && last) return { messages, next: last.key }
        return { messages, next: oldest === null ? null : `${Temporal.Instant.from(oldest).epochMilliseconds}-` }
      }),
  }
}

/** A search looks at so many messages, and says where to go on. */
const mostLookedAt = 20_000

function placeOf(key: string): { at: string; tie: string } {
  const [, ms, rest] = /^(\d{1,15})-([0-9a-f]{0,12})$/.exec(key) ?? []
  if (ms === undefined) throw new Problem('invalid_value', 'This is no place in a message log.', { subject: 'before' })
  return { at: Temporal.Instant.fromEpochMilliseconds(Number(ms)).toString(), tie: rest! }
}
