import type { Command } from './command.ts'
import { exportOptions, writeTable } from './export-table.ts'

export const exportChargers: Command = {
  name: 'export chargers',
  arguments: '[FILE]',
  words: { min: 0, max: 1 },
  summary: 'Write all chargers as CSV.',
  details: ['In the order of their identities, without their passwords. "import chargers" takes the file.'],
  examples: ['voltyard export chargers chargers.csv', 'voltyard export chargers --excel > chargers.csv'],
  options: exportOptions,
  run: (input, terminal) => writeTable({ table: 'chargers', tenant: input.options.tenant }, input, terminal),
}
