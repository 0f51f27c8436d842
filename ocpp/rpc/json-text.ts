/** The deepest nesting we read, the frame's own brackets included. (S12) */
export const depthLimit = 32

/** Whether the brackets of a JSON text nest deeper than we read. Cheap: texts with few brackets are not scanned. */
export function isTooDeep(text: string): boolean {
  return hasManyBrackets(text) && nestsDeeperThan(depthLimit, text)
}

/**
 * Whether a text anywhere in this value cannot be stored: PostgreSQL refuses U+0000 and lone surrogates.
 * Such characters enter only by `\u` escapes, so callers ask for texts that hold one.
 */
export function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasUnstorableText)
  return Object.entries(value).some(([key, member]) => hasUnstorableText(key) || hasUnstorableText(member))
}

/** Removes own `__proto__` members, which would change an object's prototype when copied. Says if there were any. */
export function removeProtoKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  let removed = false
  if (Object.hasOwn(value, '__proto__')) removed = Reflect.deleteProperty(value, '__proto__')
  for (const member of Object.values(value)) if (removeProtoKeys(member)) removed = true
  return removed
}

/** The text without what PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

function hasManyBrackets(text: string): boolean {
  return countUpTo(depthLimit + 1, '{', text) + countUpTo(depthLimit + 1, '[', text) > depthLimit
}

function countUpTo(limit: number, character: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0 && count < limit; at = text.indexOf(character, at + 1)) count += 1
  return count
}

function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (inString) {
      if (character === backslash) at += 1
      else if (character === quote) inString = false
    } else if (character === quote) inString = true
    else if (character === openBrace || character === openBracket) {
      depth += 1
      if (depth > limit) return true
    } else if (character === closeBrace || character === closeBracket) depth -= 1
  }
  return false
}

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
