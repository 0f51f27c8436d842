/**
 * A linear programme of the packing kind: maximise Σ worth of what is taken, so that no row is over its room, all
 * coefficients and rooms at least zero. What one variable takes is worth less and less: its pieces, in falling worth.
 */
export type PackingProgramme = {
  variables: readonly { pieces: readonly Piece[] }[]
  rows: readonly { room: number; entries: readonly { variable: number; size: number }[] }[]
}

export type Piece = { width: number; worth: number }

export type PackingResult = { values: Float64Array; iterations: number; optimal: boolean }

/**
 * Solves the programme by the primal simplex method for variables with bounds.
 *
 * It begins with nothing taken, which is allowed, and stays within all rows at every step: it may be stopped after any
 * number of iterations, and what it has is safe. Ties go to the lowest number, and after a while without progress
 * everything does (Bland's rule), so that it ends and the same input gives the same bits.
 */
export function solvePacking(programme: PackingProgramme, atMost = 5_000): PackingResult {
  const tableau = new Tableau(programme)
  let iterations = 0
  let standstill = 0
  while (iterations < atMost) {
    const entering = tableau.chooseEntering(standstill > patience)
    if (entering === null) return { values: tableau.values(), iterations, optimal: true }
    standstill = tableau.move(entering) > tiny ? 0 : standstill + 1
    iterations += 1
  }
  return { values: tableau.values(), iterations, optimal: false }
}

const patience = 20
const tiny = 1e-9

type Move = { column: number; sign: 1 | -1 }

/**
 * The condensed tableau: one line per row, one column per variable that is not basic. Numbers below the count of
 * variables are variables, those above are what is left of the rows.
 */
class Tableau {
  readonly #count: number
  readonly #lines: number
  readonly #cells: Float64Array
  /** What stands in each line, and what in each column. */
  readonly #basic: Int32Array
  readonly #outside: Int32Array
  readonly #level: Float64Array
  /** Of each variable: the ends of its pieces, and the piece it is in; outside the basis it stands at that piece's beginning. */
  readonly #ends: Float64Array[]
  readonly #worths: Float64Array[]
  readonly #piece: Int32Array

  constructor({ variables, rows }: PackingProgramme) {
    this.#count = variables.length
    this.#lines = rows.length
    this.#cells = new Float64Array(this.#lines * this.#count)
    this.#basic = Int32Array.from(rows, (_, line) => this.#count + line)
    this.#outside = Int32Array.from(variables, (_, k) => k)
    this.#level = new Float64Array(this.#count + this.#lines)
    for (const [line, { room, entries }] of rows.entries()) {
      this.#level[this.#count + line] = Math.max(0, room)
      for (const { variable, size } of entries) this.#cells[line * this.#count + variable] = size
    }
    this.#ends = variables.map(({ pieces }) => endsOf(pieces))
    this.#worths = variables.map(({ pieces }) => Float64Array.from(pieces, (piece) => piece.worth))
    this.#piece = new Int32Array(this.#count)
  }

  values(): Float64Array {
    return this.#level.slice(0, this.#count).map((value) => Math.max(0, value))
  }

  /** The column whose move gains most per unit; by Bland's rule the lowest number that gains at all. */
  chooseEntering(bland: boolean): Move | null {
    const price = this.#prices()
    let best: Move | null = null
    let bestGain = tiny
    let bestNumber = Number.POSITIVE_INFINITY
    for (let column = 0; column < this.#count; column++) {
      const number = this.#outside[column]!
      const up = this.#worthAbove(number) - price[column]!
      const down = price[column]! - this.#worthBelow(number)
      const gain = Math.max(up, down)
      if (gain <= tiny) continue
      const better = bland ? number < bestNumber : gain > bestGain || (gain === bestGain && number < bestNumber)
      if (!better) continue
      best = { column, sign: up >= down ? 1 : -1 }
      bestGain = gain
      bestNumber = number
    }
    return best
  }

  /** What the basic variables would lose for one unit of each column. */
  #prices(): Float64Array {
    const price = new Float64Array(this.#count)
    for (let line = 0; line < this.#lines; line++) {
      const number = this.#basic[line]!
      if (number >= this.#count) continue
      const worth = this.#worths[number]![this.#piece[number]!]!
      const from = line * this.#count
      for (let column = 0; column < this.#count; column++) {
        const cell = this.#cells[from + column]!
        if (cell !== 0) price[column] = price[column]! + worth * cell
      }
    }
    return price
  }

  /** Outside the basis a variable stands at the beginning of its piece, or at the end of the last. */
  #worthAbove(number: number): number {
    if (number >= this.#count) return 0
    return this.#worths[number]![this.#piece[number]!] ?? Number.NEGATIVE_INFINITY
  }

  #worthBelow(number: number): number {
    if (number >= this.#count) return Number.POSITIVE_INFINITY
    return this.#worths[number]![this.#piece[number]! - 1] ?? Number.POSITIVE_INFINITY
  }

  /** Moves the column as far as its own piece and the first line that blocks allow; returns how far that was. */
  move({ column, sign }: Move): number {
    const entering = this.#outside[column]!
    let furthest = this.#ownRange(entering, sign)
    let blocking = -1
    for (let line = 0; line < this.#lines; line++) {
      const cell = sign * this.#cells[line * this.#count + column]!
      if (Math.abs(cell) <= tiny) continue
      const range = Math.max(0, this.#lineRange(line, cell))
      const nearer = range < furthest - 1e-12
      const tie = !nearer && range <= furthest + 1e-12 && blocking >= 0 && this.#basic[line]! < this.#basic[blocking]!
      if (!nearer && !tie) continue
      furthest = Math.min(furthest, range)
      blocking = line
    }
    this.#shift(column, sign, furthest)
    if (blocking === -1) this.#piece[entering] = this.#piece[entering]! + sign
    else this.#pivot(blocking, column, sign)
    return furthest
  }

  #ownRange(entering: number, sign: 1 | -1): number {
    if (entering >= this.#count) return Number.POSITIVE_INFINITY
    const ends = this.#ends[entering]!
    const piece = this.#piece[entering]!
    return sign === 1 ? ends[piece + 1]! - this.#level[entering]! : this.#level[entering]! - ends[piece - 1]!
  }

  /** A basic variable may go to the end of its piece, what is left of a row to zero. */
  #lineRange(line: number, cell: number): number {
    const number = this.#basic[line]!
    const level = this.#level[number]!
    if (number >= this.#count) return cell > 0 ? level / cell : Number.POSITIVE_INFINITY
    const piece = this.#piece[number]!
    return cell > 0 ? (level - this.#ends[number]![piece]!) / cell : (this.#ends[number]![piece + 1]! - level) / -cell
  }

  #shift(column: number, sign: 1 | -1, far: number): void {
    if (far === 0) return
    const entering = this.#outside[column]!
    this.#level[entering] = this.#level[entering]! + sign * far
    for (let line = 0; line < this.#lines; line++) {
      const cell = this.#cells[line * this.#count + column]!
      if (cell === 0) continue
      const number = this.#basic[line]!
      const level = this.#level[number]! - sign * far * cell
      this.#level[number] = number >= this.#count ? Math.max(0, level) : level
    }
  }

  /** The blocking line's variable leaves at the end it has reached, and the column takes its place. */
  #pivot(line: number, column: number, sign: 1 | -1): void {
    const n = this.#count
    const entering = this.#outside[column]!
    const leaving = this.#basic[line]!
    if (leaving < n) {
      const piece = this.#piece[leaving]!
      const toEnd = sign * this.#cells[line * n + column]! < 0
      this.#piece[leaving] = toEnd ? piece + 1 : piece
      this.#level[leaving] = this.#ends[leaving]![this.#piece[leaving]!]!
    }
    if (entering < n && sign === -1) this.#piece[entering] = this.#piece[entering]! - 1
    this.#basic[line] = entering
    this.#outside[column] = leaving
    const at = line * n
    const pivot = this.#cells[at + column]!
    this.#cells[at + column] = 1
    for (let c = 0; c < n; c++) if (this.#cells[at + c] !== 0) this.#cells[at + c] = this.#cells[at + c]! / pivot
    for (let other = 0; other < this.#lines; other++) {
      if (other === line) continue
      const from = other * n
      const factor = this.#cells[from + column]!
      if (factor === 0) continue
      this.#cells[from + column] = 0
      for (let c = 0; c < n; c++) {
        const cell = this.#cells[at + c]!
        if (cell !== 0) this.#cells[from + c] = this.#cells[from + c]! - factor * cell
      }
    }
  }
}

function endsOf(pieces: readonly Piece[]): Float64Array {
  const ends = new Float64Array(pieces.length + 1)
  for (const [p, { width }] of pieces.entries()) ends[p + 1] = ends[p]! + width
  return ends
}
