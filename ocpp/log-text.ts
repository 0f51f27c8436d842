import { maskFrame } from './mask.ts'
import type { Repair } from './rpc/repair-rules.ts'

/** A frame as text for the message log: masked, of bounded length, and of characters that a database takes. */
export function logText(frame: string): string {
  const masked = maskFrame(frame)
  const text = masked.length > longestText ? `${masked.slice(0, longestText)}…` : masked
  return text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text
}

/** What was tolerated in a message; null for nearly all. */
export function repairText(repairs: readonly Repair[]): string | null {
  if (repairs.length === 0) return null
  return repairs
    .map(({ rule, path, count }) => `${rule}${path === '' ? '' : ` ${path}`}${count > 1 ? ` ×${count}` : ''}`)
    .join(', ')
    .slice(0, 1_000)
}

const longestText = 32_768
