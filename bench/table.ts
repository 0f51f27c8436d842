/** One case for people: what was measured, beside the target. */
export function tableRow(name: string, result: Record<string, unknown>, faults: readonly string[]): string {
  const cells = Object.entries(result)
    .filter(([member]) => !settings.has(member))
    .map(([member, value]) => `${member.replaceAll('_', ' ')} ${shown(value)}`)
  const lines = [`${name.padEnd(16)}${cells.join(' · ')}`, ...faults.map((fault) => `${' '.repeat(16)}WRONG: ${fault}`)]
  return `${lines.join('\n')}\n`
}

const settings = new Set(['message_log', 'fsync', 'synchronous_commit'])

function shown(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([member, inner]) => `${member} ${shown(inner)}`)
    .join(', ')
}
