/** Minimise `cost · x` with `lower ≤ x ≤ upper` and `rowLower ≤ A·x ≤ rowUpper`; A by rows, without its zeros. */
export type LinearProgramme = {
  cost: number[]
  lower: number[]
  upper: number[]
  rowLower: number[]
  rowUpper: number[]
  /** Row r holds the entries from `starts[r]` to `starts[r + 1]`. */
  starts: number[]
  columns: number[]
  values: number[]
}

/** Values of the columns, and what the objective changes per unit of each row's bound. */
export type Solution = { values: ArrayLike<number>; rowDuals: ArrayLike<number> }

/** Solves a programme, and then again with each further objective; throws when there is no optimum in time. */
export type Solve = (programme: LinearProgramme, further?: readonly (readonly number[])[]) => Solution[]

export type Term = readonly [column: number, value: number]

export function emptyProgramme(): LinearProgramme {
  return { cost: [], lower: [], upper: [], rowLower: [], rowUpper: [], starts: [0], columns: [], values: [] }
}

export function addColumn(programme: LinearProgramme, cost: number, lower: number, upper: number): number {
  programme.lower.push(lower)
  programme.upper.push(Math.max(lower, upper))
  return programme.cost.push(cost) - 1
}

export function addRow(programme: LinearProgramme, lower: number, upper: number, terms: readonly Term[]): number {
  for (const [column, value] of terms) {
    if (value === 0) continue
    programme.columns.push(column)
    programme.values.push(value)
  }
  programme.starts.push(programme.columns.length)
  programme.rowLower.push(lower)
  return programme.rowUpper.push(upper) - 1
}
