import type { Command } from './command.ts'
import { exportOptions, writeTable } from './export-table.ts'

export const exportCards: Command = {
  name: 'export cards',
  arguments: '[FILE]',
  words: { min: 0, max: 1 },
  summary: 'Write all cards as CSV.',
  details: ['In the order in which they were added; removed ones are left out. "import cards" takes the file.'],
  examples: ['voltyard export cards cards.csv'],
  options: exportOptions,
  run: (input, terminal) => writeTable({ table: 'cards', tenant: input.options.tenant }, input, terminal),
}
