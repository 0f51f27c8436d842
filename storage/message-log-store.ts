import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import type { LoggedMessage, MessageLogStore } from '#core/live/message-log.ts'
import { inTenant } from './door-transaction.ts'
import type { Schema } from './schema.ts'

/** The message log as the doors read it, of one tenant. */
export function messageLogStore(db: Kysely<Schema>, tenant: number): MessageLogStore {
  return {
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

        const { rows } = await sql<Row>`
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

/** The key of a message as it is stored; the rest of it tells messages of one millisecond apart. */
export function messageKey(message: KeyParts): string {
  const { at, direction, messageId, latencyMicros, call } = message
  const rest = hash('md5', `${direction}|${messageId}|${latencyMicros}|${call}`).slice(0, 12)
  return `${at.epochMilliseconds}-${rest}`
}

type KeyParts = Pick<LoggedMessage, 'at' | 'direction' | 'messageId' | 'latencyMicros' | 'call'>

export const tie = sql`substr(md5(direction || '|' || message_id || '|' || latency_us || '|' || call), 1, 12) collate "C"`

function placeOf(key: string): { at: string; tie: string } {
  const [, ms, rest] = /^(\d{1,15})-([0-9a-f]{0,12})$/.exec(key) ?? []
  if (ms === undefined) throw new Problem('invalid_value', 'This is no place in a message log.', { subject: 'before' })
  return { at: Temporal.Instant.fromEpochMilliseconds(Number(ms)).toString(), tie: rest! }
}

type Row = {
  at: Temporal.Instant
  direction: string
  action: string
  message_id: string
  call: string
  reply: string | null
  result: string
  repairs: string | null
  latency_us: number
  tie: string
}

export function messageFrom(row: Row): LoggedMessage {
  return {
    key: `${row.at.epochMilliseconds}-${row.tie}`,
    at: row.at,
    direction: row.direction,
    action: row.action,
    messageId: row.message_id,
    call: row.call,
    reply: row.reply,
    result: row.result,
    repairs: row.repairs,
    latencyMicros: row.latency_us,
  }
}
