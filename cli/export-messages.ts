import type { Command } from './command.ts'
import { exportOptions, writeTable } from './export-table.ts'
import { readTime } from './read-time.ts'

const { excel: _, ...options } = exportOptions

export const exportMessages: Command = {
  name: 'export messages',
  arguments: '[FILE]',
  words: { min: 0, max: 1 },
  summary: 'Write the message log as JSON lines.',
  details: [
    'One object per exchange, the newest first: when, which charger, who asked, call and reply, how it ended. Secrets',
    'are masked. Without --from the last 24 hours, or with --charger everything that is kept. Without FILE to the',
    'standard output.',
  ],
  examples: [
    'voltyard export messages cp-1.jsonl --charger CP-1',
    'voltyard export messages --from 2027-05-01T06:00:00Z --to 2027-05-01T07:00:00Z | gzip > hour.jsonl.gz',
  ],
  options: {
    charger: { value: 'IDENTITY', description: 'Only those of this charger.' },
    from: { value: 'TIME', description: 'Only those of then or later: a day (UTC), or an instant.' },
    to: { value: 'TIME', description: 'Only those from before.' },
    ...options,
  },
  async run(input, terminal) {
    const { charger, from, to, tenant } = input.options
    const span = { from: readTime('--from', from), to: readTime('--to', to) }
    return writeTable({ table: 'messages', tenant, charger, ...span }, input, terminal)
  },
}
