import type { Command } from './command.ts'
import { describe, exitCodeOf, importOptions, importTable } from './import-table.ts'

export const importCards: Command = {
  name: 'import cards',
  arguments: 'FILE',
  words: { min: 1, max: 1 },
  summary: 'Add and change the cards of a CSV file.',
  details: [
    'Columns, in any order: uid, type, status, valid_until, vehicle, group, visual_number, note; only uid is needed.',
    'A column that is missing leaves what is known as it is, an empty cell takes it away. A file with a bad line changes',
    'nothing.',
  ],
  examples: ['voltyard import cards cards.csv --dry-run', 'voltyard import cards cards.csv'],
  options: importOptions,
  async run(input, terminal) {
    const report = await importTable('import.cards', input, terminal)
    terminal.out(input.json ? JSON.stringify(report) : describe(report, 'cards'))
    return exitCodeOf(report, input)
  },
}
