import { stringify } from 'csv-stringify/sync'

/** One column: a number is written as one, a text so that no spreadsheet takes it for a formula. */
export type CsvColumn<Row> = { name: string; read(row: Row): string | number | null }

export type CsvOptions = {
  /** As the spreadsheets of Europe open it with a double click: with a byte order mark, and semicolons. */
  excel: boolean
}

/**
 * A table as text (RFC 4180, UTF-8, CRLF), a piece for each part of its rows; first the names of the columns. Nothing
 * is read ahead of what is taken.
 */
export async function* writeCsv<Row>(
  columns: readonly CsvColumn<Row>[],
  parts: AsyncIterable<readonly Row[]>,
  { excel }: CsvOptions,
): AsyncGenerator<string, void, undefined> {
  const options = { delimiter: excel ? ';' : ',', record_delimiter: '\r\n' }
  yield (excel ? '\uFEFF' : '') + stringify([columns.map(({ name }) => name)], options)
  for await (const rows of parts) {
    yield stringify(
      rows.map((row) => columns.map(({ read }) => cellOf(read(row)))),
      options,
    )
  }
}

function cellOf(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  return value === null ? '' : withoutFormula(value)
}

/** What a spreadsheet would calculate gets an apostrophe before it, which `asWritten` takes away again. */
export function withoutFormula(text: string): string {
  return isFormula.test(text) ? `'${text}` : text
}

/** The inverse of `withoutFormula`. */
export function asWritten(cell: string): string {
  return cell.startsWith("'") && isFormula.test(cell.slice(1)) ? cell.slice(1) : cell
}

// Blanks, invisible characters and quotes before the sign do not stop a spreadsheet, nor does its full width. A tab or
// a line break at the beginning may begin a cell of its own.
const isFormula =
  /^[\s\p{Cf}\p{Cc}'"`\u2018-\u201F\u00AB\u00BB\uFF02\uFF07]*[\t\r\n=+\-@\u2212\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B]/u
