import { maskFrame } from './mask.ts'
import type { Repair } from './rpc/repair-rules.ts'

/** A frame as text for the message log: masked, of bounded length, and of characters that a database takes. */
export function logText(frame: string): string {
  const masked = maskFrame(frame)
  const text = masked.length > longestText ? `${beginningOf(masked, longestText)}…` : masked
  return text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text
}

/** An action's name; those that we do not know may be of any length. */
export function actionText(action: string): string {
  return action.length > longestAction ? beginningOf(action, longestAction) : action
}

/** What was tolerated in a message; null for nearly all. */
export function repairText(repairs: readonly Repair[]): string | null {
  if (repairs.length === 0) return null
  return repairs
    .map(({ rule, path, count }) => `${rule}${path === '' ? '' : ` ${path}`}${count > 1 ? ` ×${count}` : ''}`)
    .join(', ')
    .slice(0, 1_000)
}

// A copy: what `slice` gives keeps the whole text in memory, a megabyte for each row that waits to be stored.
function beginningOf(text: string, length: number): string {
  return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')
}

const longestText = 32_768
const longestAction = 64
