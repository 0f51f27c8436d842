/** A table that somebody wrote, as far as it could be read: its columns, and of each line the cells that it has. */
export type ImportFile<Column extends string> = {
  columns: ReadonlySet<Column>
  lines: readonly ImportLine<Column>[]
  /** Lines that are no lines of this table. */
  bad: readonly BadLine[]
}

/** Cells are trimmed; an empty one says nothing. */
export type ImportLine<Column extends string> = { line: number; cells: Readonly<Partial<Record<Column, string>>> }

export type BadLine = { line: number; column: string | null; message: string }

export type ImportOptions = {
  /** Says what would be done, and does nothing. */
  dryRun: boolean
  /** Without it, a file with a bad line changes nothing. */
  skipBad: boolean
}

export type ImportReport = {
  lines: number
  /** What was done, or would have been when `rolledBack`. */
  imported: number
  changed: number
  unchanged: number
  badLines: number
  /** The first 1 000 of the bad lines. */
  bad: BadLine[]
  rolledBack: boolean
}

/** The lines of a file that are good so far. Whoever finds something wrong with one takes it out. */
export class Candidates<Column extends string, Row> {
  readonly total: number
  readonly #bad: BadLine[]
  readonly #rows = new Map<number, Row>()

  constructor(file: ImportFile<Column>, read: (line: ImportLine<Column>) => Row | Omit<BadLine, 'line'>) {
    this.total = file.lines.length + file.bad.length
    this.#bad = [...file.bad]
    for (const line of file.lines) {
      const row = read(line)
      if (isFault(row)) this.#bad.push({ line: line.line, ...row })
      else this.#rows.set(line.line, row)
    }
  }

  get rows(): [line: number, row: Row][] {
    return [...this.#rows]
  }

  refuse(line: number, column: string | null, message: string): void {
    this.#rows.delete(line)
    this.#bad.push({ line, column, message })
  }

  /** Of lines that mean the same thing only the first is good. */
  refuseRepeated(column: string, keyOf: (row: Row) => string): void {
    const firsts = new Map<string, number>()
    for (const [line, row] of this.rows) {
      const first = firsts.get(keyOf(row))
      if (first === undefined) firsts.set(keyOf(row), line)
      else this.refuse(line, column, `This is the same as in line ${first}.`)
    }
  }

  report(done: Pick<ImportReport, 'imported' | 'changed' | 'unchanged'>, options: ImportOptions): ImportReport {
    const bad = this.#bad.toSorted((a, b) => a.line - b.line)
    return {
      lines: this.total,
      ...done,
      badLines: bad.length,
      bad: bad.slice(0, mostShown),
      rolledBack: options.dryRun || (bad.length > 0 && !options.skipBad),
    }
  }

  /** Whether the good lines are to be written. */
  mayWrite({ dryRun, skipBad }: ImportOptions): boolean {
    return !dryRun && (skipBad || this.#bad.length === 0)
  }
}

function isFault(row: unknown): row is Omit<BadLine, 'line'> {
  return typeof row === 'object' && row !== null && 'message' in row && 'column' in row
}

const mostShown = 1_000

/** In parts that one statement takes well. */
export function* inParts<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
