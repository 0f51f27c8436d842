import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { LoggedMessage } from '#core/live/message-log.ts'

/** The key of a message as it is stored; the rest of it tells messages of one millisecond apart. */
export function messageKey(message: KeyParts): string {
  const { at, direction, messageId, latencyMicros, call } = message
  const rest = hash('md5', `${direction}|${messageId}|${latencyMicros}|${call}`).slice(0, 12)
  return `${at.epochMilliseconds}-${rest}`
}

type KeyParts = Pick<LoggedMessage, 'at' | 'direction' | 'messageId' | 'latencyMicros' | 'call'>

export const tie = sql`substr(md5(direction || '|' || message_id || '|' || latency_us || '|' || call), 1, 12) collate "C"`

export type MessageRow = {
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

export function messageFrom(row: MessageRow): LoggedMessage {
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
