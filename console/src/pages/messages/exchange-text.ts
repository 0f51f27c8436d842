import type { Message } from '../../../../api/console/wire/chargers.ts'
import { prettyFrame } from '../charger/frame-text.ts'

/** An exchange as one JSON object, its frames as JSON where they are such. */
export function exchangeJson(message: Message, charger: string): string {
  const { at, direction, action, messageId, result, repairs, latencyMs, call, reply } = message
  const parts = { at, charger, direction, action, messageId, result, repairs: repairs?.split(', ') ?? [], latencyMs }
  return JSON.stringify({ ...parts, call: jsonOrText(call), reply: reply === null ? null : jsonOrText(reply) }, null, 2)
}

/** An exchange as plain text, as for a mail to the charger's maker. */
export function exchangeText(message: Message, charger: string): string {
  const { at, direction, action, messageId, result, latencyMs, repairs, call, reply } = message
  const way = direction === 'in' ? `${charger} -> server` : `server -> ${charger}`
  return [
    `${at}  ${way}  ${action}  id ${messageId}`,
    `result: ${result}, after ${latencyMs} ms${repairs === null ? '' : `, tolerated: ${repairs}`}`,
    `call:\n${prettyFrame(call)}`,
    `reply:\n${reply === null ? '(none)' : prettyFrame(reply)}`,
  ].join('\n')
}

/** What the exchange calls its transaction; null when it speaks of none. */
export function transactionOf({ call, reply }: Pick<Message, 'call' | 'reply'>): string | null {
  for (const frame of [call, reply]) {
    const payload = Array.isArray(frame === null ? null : jsonOrText(frame)) ? (jsonOrText(frame!) as unknown[]) : []
    const body = payload.findLast((part) => typeof part === 'object' && part !== null) as Record<string, unknown>
    const id = body?.transactionId ?? (body?.transactionInfo as Record<string, unknown> | undefined)?.transactionId
    if ((typeof id === 'string' && id !== '' && id.length <= 36) || (typeof id === 'number' && id > 0))
      return String(id)
  }
  return null
}

function jsonOrText(frame: string): unknown {
  try {
    return JSON.parse(frame)
  } catch {
    return frame
  }
}
