/** The values of a control in lines that a person can read: `Power factor: 0.95`; a curve as its points. */
export function termLines(terms: Record<string, unknown>, wordOf: (name: string) => string): string[] {
  return Object.entries(terms).map(([name, value]) => `${wordOf(name)}: ${textOf(value)}`)
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' · ')
  if (typeof value !== 'object' || value === null) return String(value)
  const { x, y } = value as { x?: unknown; y?: unknown }
  if (x !== undefined && y !== undefined) return `${x} → ${y}`
  return Object.entries(value)
    .map(([name, part]) => `${name} ${textOf(part)}`)
    .join(', ')
}
