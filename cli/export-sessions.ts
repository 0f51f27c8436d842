import type { Command } from './command.ts'
import { exportOptions, writeTable } from './export-table.ts'
import { readTime } from './read-time.ts'

export const exportSessions: Command = {
  name: 'export sessions',
  arguments: '[FILE]',
  words: { min: 0, max: 1 },
  summary: 'Write all sessions as CSV.',
  details: [
    'Finished sessions first, in the order of their records, open ones last, as they were at one moment. Within a span',
    'of time they are in the order of their start. Times are UTC, energies in Wh. Without FILE to the standard output.',
  ],
  examples: ['voltyard export sessions all.csv', 'voltyard export sessions may.csv --from 2027-05-01 --to 2027-06-01'],
  options: {
    from: { value: 'TIME', description: 'Only those that started then or later: a day (UTC), or an instant.' },
    to: { value: 'TIME', description: 'Only those that started before.' },
    ...exportOptions,
  },
  async run(input, terminal) {
    const { from, to, tenant } = input.options
    const span = { from: readTime('--from', from), to: readTime('--to', to) }
    return writeTable({ table: 'sessions', tenant, ...span }, input, terminal)
  },
}
