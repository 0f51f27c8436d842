import { hash } from 'node:crypto'

/** SHA-256 over a payload as text with its members in order of name, so that equal content has an equal hash. */
export function contentHash(payload: object): Buffer {
  return hash('sha256', canonicalText(payload), 'buffer')
}

/** JSON without blanks and with sorted members; members that are undefined are left out. */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`)
  return `{${members.join(',')}}`
}
