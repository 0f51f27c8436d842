import { isUtf8 } from 'node:buffer'
import { setImmediate as pause } from 'node:timers/promises'
import { CsvError, type Info, parse } from 'csv-parse'
import { Problem } from '#core/errors.ts'
import type { BadLine, ImportFile, ImportLine } from '#core/import/import-report.ts'
import { asWritten } from './csv.ts'
import type { TableShape } from './csv-tables.ts'

export const csvLimits = { bytes: 20 * 1024 * 1024, lines: 100_000 }

/**
 * Reads a table from a file that a person made: UTF-8, with commas, semicolons or tabs, its columns named in the first
 * line in any order and case. A file that is no such table is a Problem; a line of another length is a bad line.
 */
export async function readCsv<Column extends string>(
  bytes: Buffer,
  shape: TableShape<Column>,
): Promise<ImportFile<Column>> {
  const text = textOf(bytes)
  const records = recordsOf(text)
  const first = await records.next()
  if (first.done) throw refused('The file is empty.')
  const columns = columnsOf(first.value.record, shape)

  const lines: ImportLine<Column>[] = []
  const bad: BadLine[] = []
  for await (const { line, record } of records) {
    if (lines.length + bad.length === csvLimits.lines) {
      throw refused(`The file has more than ${csvLimits.lines} lines: split it.`)
    }
    const read = readLine(record, columns)
    if (typeof read === 'string') bad.push({ line, column: null, message: read })
    else lines.push({ line, cells: read })
  }
  if (lines.length + bad.length === 0) throw refused('The file has a line of column names and no other.')
  return { columns: new Set(columns.filter((column) => column !== null)), lines, bad }
}

function textOf(bytes: Buffer): string {
  if (bytes.length > csvLimits.bytes) throw tooLarge()
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw refused('The file is encoded as UTF-16: save it as UTF-8.')
  }
  if (bytes.includes(0)) throw refused('The file is no text: it contains zero bytes.')
  if (!isUtf8(bytes)) throw refused(`The file is not encoded as UTF-8 (line ${lineOfFault(bytes)}): save it as UTF-8.`)
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.includes('\r') && !text.includes('\n')) {
    throw refused('The lines end with CR alone: save the file with LF or CRLF.')
  }
  return text
}

export function tooLarge(): Problem {
  return refused(`The file is larger than ${csvLimits.bytes / 1024 / 1024} MB: split it.`)
}

function lineOfFault(bytes: Buffer): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    if (!isUtf8(bytes.subarray(start, end === -1 ? bytes.length : end))) break
    start = end === -1 ? bytes.length : end + 1
  }
  return line
}

type Parsed = { line: number; record: string[] }

async function* recordsOf(text: string): AsyncGenerator<Parsed> {
  const parser = parse({
    delimiter: delimiterOf(text),
    record_delimiter: ['\r\n', '\n'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestLine,
  })
  const fed = feed(parser, text)
  try {
    let count = 0
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      // Other work of the server must not wait for the whole file.
      if (++count % 500 === 0) await pause()
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      yield { line: info.lines - breaks, record }
    }
  } catch (error) {
    throw error instanceof CsvError ? refused(sentenceOf(error)) : error
  } finally {
    parser.destroy()
    await fed
  }
}

async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let at = 0; at < text.length && !parser.destroyed; at += pieceLength) {
    if (parser.write(text.slice(at, at + pieceLength))) continue
    await new Promise<void>((resolve) => {
      parser.once('drain', resolve).once('close', resolve)
    })
  }
  if (!parser.destroyed) parser.end()
}

const pieceLength = 64 * 1024
const longestLine = 64 * 1024

function sentenceOf(error: CsvError): string {
  const line = Number((error as { lines?: number }).lines ?? 0)
  const where = line > 0 ? ` (line ${line})` : ''
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `A quotation mark is opened and never closed${where}.`
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `A line is longer than ${longestLine} characters${where}: perhaps a quotation mark is not closed.`
  }
  return `The quotation marks do not match${where}: double those that belong to a text.`
}

/** Whichever separates most of the names in the first line. */
function delimiterOf(text: string): string {
  const [firstLine = ''] = text.trimStart().split(/\r?\n/, 1)
  const counted = [',', ';', '\t'].map((sign) => ({ sign, count: firstLine.split(sign).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign
}

/** What each place of a line means; null for columns that are known and say nothing to an import. */
function columnsOf<Column extends string>(names: readonly string[], shape: TableShape<Column>): (Column | null)[] {
  const columns = names.map((name) => {
    const folded = name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_')
    const column = shape.read.find((one) => one === folded)
    if (column) return column
    if (shape.ignored.includes(folded)) return null
    const known = [...shape.read, ...shape.ignored].join(', ')
    throw refused(`The column "${shown(name)}" is not known. Known columns: ${known}.`)
  })
  for (const [index, column] of columns.entries()) {
    if (column !== null && columns.indexOf(column) !== index)
      throw refused(`The column "${column}" stands there twice.`)
  }
  if (!columns.includes(shape.required)) throw refused(`The column "${shape.required}" is missing.`)
  return columns
}

function readLine<Column extends string>(
  record: readonly string[],
  columns: readonly (Column | null)[],
): ImportLine<Column>['cells'] | string {
  if (record.length !== columns.length) {
    return `The line has ${record.length} cells; the first line names ${columns.length} columns.`
  }
  const cells: Partial<Record<Column, string>> = {}
  for (const [index, column] of columns.entries()) {
    const cell = asWritten(record[index]!).trim()
    if (column !== null && cell !== '') cells[column] = cell
  }
  return cells
}

function shown(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\uFFFD').slice(0, 40)
}

function refused(message: string): Problem {
  return new Problem('invalid_value', message, { subject: 'file' })
}
