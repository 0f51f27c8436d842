import { readFile, stat } from 'node:fs/promises'
import { csvLimits } from '#api/http/read-csv.ts'
import type { ImportReport } from '#core/import/import-report.ts'
import { type Input, type Option, Refused, type Terminal } from './command.ts'
import { given, operate, serverOptions } from './operate.ts'

/** Options of every import. */
export const importOptions: Record<string, Option> = {
  'dry-run': { description: 'Say what would be done, and do nothing.' },
  'skip-bad': { description: 'Take the good lines of a file that has bad ones.' },
  ...serverOptions,
}

/** Hands a file to the server, and gives what it says of it. A person is told now and then that it takes its time. */
export async function importTable<Report extends ImportReport>(
  operation: 'import.chargers' | 'import.cards' | 'import.vehicles',
  input: Input,
  terminal: Terminal,
): Promise<Report> {
  const file = await readTable(input.words[0]!)
  const { 'dry-run': dryRun, 'skip-bad': skipBad, tenant } = input.options
  const args = given({
    tenant,
    file: file.toString('base64'),
    dryRun: dryRun !== undefined,
    skipBad: skipBad !== undefined,
  })
  const began = performance.now()
  const tell = () => terminal.err(`… at work since ${Math.round((performance.now() - began) / 1_000)} seconds`)
  const timer = !input.json && terminal.isTty ? setInterval(tell, 2_000) : undefined
  try {
    return (await operate({ operation, args }, input, terminal)) as Report
  } finally {
    clearInterval(timer)
  }
}

/** 1 when nothing was taken because of bad lines. */
export function exitCodeOf({ badLines }: ImportReport, input: Input): 0 | 1 {
  return badLines > 0 && input.options['skip-bad'] === undefined ? 1 : 0
}

/** For people: what was done, then the lines that are bad. */
export function describe(report: ImportReport, what: string): string {
  const { lines, imported, changed, unchanged, badLines, bad, rolledBack } = report
  const counts = `${imported} added, ${changed} changed, ${unchanged} unchanged, ${badLines} bad`
  const done = rolledBack ? 'Nothing was written. Of' : 'Of'
  const told = bad.map(
    ({ line, column, message }) => `  line ${line}${column === null ? '' : `, ${column}`}: ${message}`,
  )
  const more = badLines > bad.length ? [`  … and ${badLines - bad.length} more`] : []
  return [`${done} ${lines} lines with ${what}: ${counts}.`, ...told, ...more].join('\n')
}

async function readTable(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > csvLimits.bytes) {
      throw new Refused('file_too_large', `${path} is larger than ${csvLimits.bytes / 1024 / 1024} MB: split it.`)
    }
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused('file_not_read', `${path} cannot be read: ${(cause as Error).message}.`, { cause })
  }
}
