/** What the database would not take of a body or its parts, wherever it stands; null when it takes all. */
export function unstorable(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return 'the character U+0000'
    return value.isWellFormed() ? null : 'half of a surrogate pair'
  }
  // A file is read by whoever takes it.
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null
  if (depth > deepest) return 'too many levels'
  for (const [name, member] of Object.entries(value)) {
    const fault = unstorable(name) ?? unstorable(member, depth + 1)
    if (fault) return fault
  }
  return null
}

const deepest = 20
