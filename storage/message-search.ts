import { type Kysely, type RawBuilder, sql } from 'kysely'
import { Problem } from '#core/errors.ts'
import type { FoundMessage, MessagePage, MessageSearch } from '#core/live/message-log.ts'
import { type MessageRow, messageFrom, tie } from './message-row.ts'
import type { Schema } from './schema.ts'

type Door = Kysely<Schema>
type Page = { before: string | null; limit: number; until: Temporal.Instant }

/** A search looks at so many messages at most, in so many slices of time. */
export const mostLookedAt = 20_000
const mostSlices = 24

/**
 * The log has one index, by charger and time. So a search over many chargers goes back in slices of time, each read
 * through that index charger by charger, and as long as the slice before lets expect a fair number of messages.
 */
export async function searchMessages(
  trx: Door,
  tenant: number,
  search: MessageSearch,
  { before, limit, until }: Page,
): Promise<MessagePage> {
  const place = before === null ? null : placeFrom(before)
  const { chargers, oldest } = await reachOf(trx, tenant, search)
  const floor = search.from ?? oldest
  const messages: FoundMessage[] = []
  let end = place?.end ?? search.to ?? until
  let spanMs = Math.min(Math.max(Math.ceil((firstSlice * usualPauseMs) / Math.max(chargers, 1)), 1_000), 6 * hourMs)
  let looked = 0
  for (let slice = 0; slice < mostSlices && looked < mostLookedAt; slice++) {
    if (chargers === 0 || floor === null || Temporal.Instant.compare(end, floor) <= 0) {
      return { messages, next: null, searchedTo: floor ?? end }
    }
    const begin = later(end.subtract({ milliseconds: spanMs }), floor)
    const left = mostLookedAt - looked
    const count = await countIn(trx, { tenant, search, begin, end, most: left + 1 })
    if (count > left && spanMs > 1) {
      if (looked > left) break
      spanMs = Math.max(1, Math.floor(spanMs / 8))
      continue
    }
    const most = limit + 1 - messages.length
    messages.push(...(count === 0 ? [] : await matching(trx, { tenant, search, begin, end, most, place })))
    if (messages.length > limit) {
      const shown = messages.slice(0, limit)
      return { messages: shown, next: keyOf(shown.at(-1)!), searchedTo: shown.at(-1)!.at }
    }
    looked += count
    end = begin
    spanMs = Math.ceil(spanMs * Math.min(8, Math.max(0.125, usualSlice / Math.max(count, 1))))
  }
  const isDone = floor === null || Temporal.Instant.compare(end, floor) <= 0
  return { messages, next: isDone ? null : microsOf(end), searchedTo: end }
}

const hourMs = 3_600_000
const usualPauseMs = 60_000
const firstSlice = 500
const usualSlice = 3_000

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)

/** How many chargers are meant, and where the log of a single one begins. */
async function reachOf(trx: Door, tenant: number, search: MessageSearch) {
  const { rows } = await sql<{ chargers: number; oldest: Temporal.Instant | null }>`
    select (select count(*)::int from charger c where ${chargerConditions(tenant, search)}) as chargers,
           (select min(at) from message_log where charger_id = ${search.chargerId}::bigint) as oldest`.execute(trx)
  return rows[0]!
}

function chargerConditions(tenant: number, { chargerId, charger }: MessageSearch): RawBuilder<unknown> {
  const conditions = [sql`c.tenant_id = ${tenant}`]
  if (chargerId !== null) conditions.push(sql`c.id = ${chargerId}`)
  if (charger !== null) {
    const part = `%${charger.replaceAll(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(c.identity ilike ${part} or c.name ilike ${part})`)
  }
  return sql.join(conditions, sql` and `)
}

type Slice = {
  tenant: number
  search: MessageSearch
  begin: Temporal.Instant
  end: Temporal.Instant
  most: number
}

// The order and limit within have the index used for each charger, whatever the statistics say.
function sliceOf({ tenant, search, begin, end }: Slice, most: number): RawBuilder<unknown> {
  return sql`
    charger c cross join lateral (
      select * from message_log m
       where m.charger_id = c.id and m.at >= ${begin.toString()}::timestamptz and m.at < ${end.toString()}::timestamptz
       order by m.at desc limit ${most}) l
    where ${chargerConditions(tenant, search)}`
}

async function countIn(trx: Door, slice: Slice): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from ${sliceOf(slice, slice.most)} limit ${slice.most}) looked`.execute(
    trx,
  )
  return rows[0]!.count
}

async function matching(trx: Door, slice: Slice & { place: Place | null }): Promise<FoundMessage[]> {
  const { search, place, most } = slice
  const conditions = [...messageConditions(search)]
  if (place?.message) {
    const { at, chargerId, tie: hash } = place.message
    conditions.push(sql`(l.at, l.charger_id, ${tie}) < (${at.toString()}::timestamptz, ${chargerId}::bigint, ${hash})`)
  }
  const { rows } = await sql<MessageRow & { charger_id: number; identity: string; name: string | null }>`
    select at, direction, action, message_id, call, reply, result, repairs, latency_us, ${tie} as tie,
           l.charger_id, c.identity, c.name
      from ${sliceOf(slice, mostLookedAt)} ${conditions.length === 0 ? sql`` : sql`and ${sql.join(conditions, sql` and `)}`}
     order by l.at desc, l.charger_id desc, ${tie} desc limit ${most}`.execute(trx)
  return rows.map((row) => ({
    ...messageFrom(row),
    charger: { id: row.charger_id, identity: row.identity, name: row.name },
  }))
}

function messageConditions(search: MessageSearch): RawBuilder<unknown>[] {
  const { direction, actions, result, repaired, messageId, text } = search
  const conditions: RawBuilder<unknown>[] = []
  if (direction !== null) conditions.push(sql`l.direction = ${direction}`)
  if (actions.length > 0) conditions.push(sql`l.action = any(${[...actions]}::text[])`)
  if (result !== null) conditions.push(result === 'error' ? sql`l.result <> 'ok'` : sql`l.result = ${result}`)
  if (repaired !== null) conditions.push(repaired ? sql`l.repairs is not null` : sql`l.repairs is null`)
  if (messageId !== null) conditions.push(sql`l.message_id = ${messageId}`)
  if (text !== null) {
    const holds = (column: RawBuilder<unknown>) => sql`strpos(lower(${column}), lower(${text}::text)) > 0`
    conditions.push(sql`(${holds(sql`l.call`)} or ${holds(sql`coalesce(l.reply, '')`)})`)
  }
  return conditions
}

/** Behind a message, or at an instant: everything older than that. */
type Place = {
  /** Everything from here on was looked at, but for messages of the same instant. */
  end: Temporal.Instant
  message: { at: Temporal.Instant; chargerId: number; tie: string } | null
}

const keyOf = ({ at, charger, key }: FoundMessage) => `${microsOf(at)}-${charger.id}-${key.split('-')[1]}`
const microsOf = (at: Temporal.Instant) => String(at.epochNanoseconds / 1_000n)

function placeFrom(text: string): Place {
  const [, micros, chargerId, hash] = /^(\d{1,18})(?:-(\d{1,15})-([0-9a-f]{12}))?$/.exec(text) ?? []
  if (micros === undefined) {
    throw new Problem('invalid_value', 'This is no place in the message log.', { subject: 'before' })
  }
  const at = Temporal.Instant.fromEpochMilliseconds(0).add({ microseconds: Number(micros) })
  if (chargerId === undefined) return { end: at, message: null }
  return { end: at.add({ microseconds: 1 }), message: { at, chargerId: Number(chargerId), tie: hash! } }
}
