import type { Message } from '../../../../api/console/wire/chargers.ts'

/**
 * A frame with line breaks and indentation. What is not JSON, as a frame that was cut off at the log's limit, is given
 * as it is.
 */
export function prettyFrame(frame: string): string {
  try {
    return JSON.stringify(JSON.parse(frame), null, 2)
  } catch {
    return frame
  }
}

/** The payload of a frame on one line, for the list: `{"connectorId":1,…}`. Falls back to the frame. */
export function payloadLine(frame: string): string {
  try {
    const parts: unknown = JSON.parse(frame)
    const payload = Array.isArray(parts) ? parts.findLast((part) => typeof part === 'object' && part !== null) : null
    const text = payload === null || payload === undefined ? frame : JSON.stringify(payload)
    return text === '{}' ? '' : text
  } catch {
    return frame
  }
}

export interface Repair {
  rule: string
  /** Where in the message; '' for the frame itself. */
  path: string
  count: number
}

/** The tolerated deviations of a message: `number-as-text meterValue[].value ×3, enum-case status`. */
export function repairsOf({ repairs }: Pick<Message, 'repairs'>): Repair[] {
  if (repairs === null) return []
  return repairs.split(', ').flatMap((text) => {
    const match = /^(\S+)(?: (?!×)(\S+))?(?: ×(\d+))?$/.exec(text.trim())
    return match ? [{ rule: match[1] ?? '', path: match[2] ?? '', count: Number(match[3] ?? 1) }] : []
  })
}

/** `12 ms`, `1.4 s`. */
export function latencyText(milliseconds: number, formatNumber: (value: number, decimals: number) => string): string {
  if (milliseconds >= 1_000) return `${formatNumber(milliseconds / 1_000, 1)} s`
  return `${formatNumber(milliseconds, milliseconds < 10 ? 1 : 0)} ms`
}
