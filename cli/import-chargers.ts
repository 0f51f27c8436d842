import { open } from 'node:fs/promises'
import { writeCsv } from '#api/http/csv.ts'
import type { ChargerImportReport } from '#core/import/import-chargers.ts'
import { type Command, Refused } from './command.ts'
import { describe, exitCodeOf, importOptions, importTable } from './import-table.ts'

export const importChargers: Command = {
  name: 'import chargers',
  arguments: 'FILE',
  words: { min: 1, max: 1 },
  summary: 'Add the chargers of a CSV file.',
  details: [
    'Columns, in any order: identity, name, evses, password, time_zone, security_profile; only identity is needed.',
    'Passwords that are not in the file are made, and shown once: on the standard output, or in the file of --passwords.',
    'Of chargers that exist only the name is changed. A file with a bad line changes nothing.',
  ],
  examples: [
    'voltyard import chargers depot.csv --dry-run',
    'voltyard import chargers depot.csv --passwords passwords.csv',
  ],
  options: {
    passwords: {
      value: 'FILE',
      description: 'Write the passwords that were made into a new file, for its owner only.',
    },
    ...importOptions,
  },
  async run(input, terminal) {
    const { passwords: path } = input.options
    // Before anything is written: passwords that find no place would be lost.
    const file = path === undefined ? null : await create(path)
    try {
      const report = await importTable<ChargerImportReport>('import.chargers', input, terminal)
      const made = report.added.filter((one) => one.password !== null)
      if (file) {
        for await (const text of writeCsv(passwordColumns, one(made), { excel: false })) await file.appendFile(text)
        await file.sync()
      }
      const shown = file === null ? report : { ...report, added: report.added.map(({ identity }) => ({ identity })) }
      if (input.json) terminal.out(JSON.stringify(shown))
      else {
        terminal.out(describe(report, 'chargers'))
        if (made.length > 0 && file) terminal.out(`${made.length} passwords that were made are in ${path}.`)
        if (made.length > 0 && !file) {
          const lines = made.map(({ identity, password }) => `  ${identity}  ${password}`)
          terminal.out(['Passwords that were made (shown only now):', ...lines].join('\n'))
        }
      }
      return exitCodeOf(report, input)
    } finally {
      await file?.close()
    }
  },
}

type Made = { identity: string; password: string | null }

const passwordColumns = [
  { name: 'identity', read: ({ identity }: Made) => identity },
  { name: 'password', read: ({ password }: Made) => password },
]

async function* one<T>(part: T): AsyncGenerator<T> {
  yield part
}

async function create(path: string) {
  try {
    return await open(path, 'wx', 0o600)
  } catch (cause) {
    const message = `The file for the passwords cannot be made: ${(cause as Error).message}.`
    throw new Refused('file_not_written', message, { cause })
  }
}
