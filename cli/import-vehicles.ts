import type { Command } from './command.ts'
import { describe, exitCodeOf, importOptions, importTable } from './import-table.ts'

export const importVehicles: Command = {
  name: 'import vehicles',
  arguments: 'FILE',
  words: { min: 1, max: 1 },
  summary: 'Add and describe the vehicles of a CSV file.',
  details: [
    'Columns, in any order: vehicle, name, vin, battery_kwh, ac_amps, phases, dc_kw, class; only vehicle is needed.',
    'A column that is missing leaves what is known as it is, an empty cell takes it away. A file with a bad line changes',
    'nothing.',
  ],
  examples: ['voltyard import vehicles buses.csv --dry-run', 'voltyard import vehicles buses.csv'],
  options: importOptions,
  async run(input, terminal) {
    const report = await importTable('import.vehicles', input, terminal)
    terminal.out(input.json ? JSON.stringify(report) : describe(report, 'vehicles'))
    return exitCodeOf(report, input)
  },
}
