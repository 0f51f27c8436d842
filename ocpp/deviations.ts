import type { ReadingFlag } from '#core/metering/reading.ts'
import { logText } from './log-text.ts'
import type { Repair, RepairRule } from './rpc/repair-rules.ts'

/** Everything that we tolerate of a charger and count. Stable ids: what is stored under one is never renamed. */
export type DeviationRule =
  | RepairRule
  | Extract<ReadingFlag, 'phase-sum-differs' | 'unit-assumed' | 'unit-unknown' | 'value-dropped'>
  // of the line
  | 'frame-empty'
  | 'frame-unknown-kind'
  | 'frame-unusable'
  | 'message-repeated'
  | 'answer-to-nothing'
  | 'answer-late'
  | 'calls-unanswered'
  | 'pings-unanswered'
  | 'error-code-unknown'
  // of what was said
  | 'sent-before-accepted'
  | 'message-quarantined'
  | 'timestamp-senseless'
  | 'placeholder-transaction'
  | 'stop-without-start'
  | 'transaction-id-reused'

/** What was tolerated of the charger whose message is being handled. */
export type NoteDeviation = (rule: DeviationRule, example?: string) => void

/**
 * A short piece of a message that shows what was tolerated: the value at the place of the repair, or how the message
 * begins. Masked as in the message log; of a message with a typed-in code nothing is shown but the place.
 */
export function exampleOf({ path }: Pick<Repair, 'path'>, text: string, payload: unknown): string {
  if (/"KeyCode"/i.test(text)) return path
  const found = path === '' ? undefined : firstAt(payload, path.split('.'))
  if (found === undefined) return beginningOf(text)
  const name = path.slice(path.lastIndexOf('.') + 1).replace('[]', '')
  return shortened(JSON.stringify({ [name]: found }))
}

/** How a message begins. */
export function beginningOf(text: string): string {
  return shortened(text)
}

function shortened(text: string): string {
  // Masking reads all of it, and it is an example.
  if (text.length > longestRead) return ''
  const masked = logText(text)
  return masked.length > longestExample ? `${masked.slice(0, longestExample)}…` : masked
}

/** The value at a place like `meterValue[].sampledValue[].unit`: the first there is. */
function firstAt(value: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return value
  const name = step.replace('[]', '')
  const member = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  if (!Array.isArray(member)) return firstAt(member, rest)
  if (rest.length === 0) return member[0]
  for (const item of member) {
    const found = firstAt(item, rest)
    if (found !== undefined) return found
  }
  return undefined
}

const longestRead = 16_384
const longestExample = 200
