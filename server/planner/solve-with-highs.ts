import highsModule, { type Highs, type Model } from 'highs'
import type { LinearProgramme, Solution, Solve } from '#core/planner/linear-programme.ts'

// The package declares its default export as CommonJS would give it, and gives it as an ES module.
const loadHighs = highsModule as unknown as typeof highsModule.default

/** Loads the solver. After it has thrown it may be broken for good: whoever uses it takes a new one. */
export async function openHighs(timeLimitSeconds: number): Promise<Solve> {
  const highs = await loadHighs()
  return (programme, further = []) => {
    const model = highs.createModel(modelOf(programme))
    try {
      // Presolve takes longer than it saves, unless many batteries taper and rows are nearly as many as columns.
      const presolve = programme.rowLower.length > programme.cost.length / 2 ? 'on' : 'off'
      model.options.set({ output_flag: false, solver: 'simplex', presolve, time_limit: timeLimitSeconds })
      const first = run(model, highs)
      const columns = { kind: 'range', from: 0, to: programme.cost.length - 1 } as const
      // Goes on from the last basis, which a change of costs leaves feasible.
      const others = further.map((costs) => {
        model.changeColsCost(columns, costs)
        return run(model, highs)
      })
      return [first, ...others]
    } finally {
      model.dispose()
    }
  }
}

function run(model: Model, { constants }: Highs): Solution {
  // Each run has the whole time.
  model.zeroAllClocks()
  const { modelStatus } = model.run()
  const { optimal, empty, timeLimit } = constants.modelStatus
  if (modelStatus === timeLimit) throw new Error('the solver found no optimum in its time')
  if (modelStatus !== optimal && modelStatus !== empty) throw new Error(`the solver ended with status ${modelStatus}`)
  const { colValue, rowDual } = model.getSolution()
  return { values: colValue, rowDuals: rowDual }
}

function modelOf(programme: LinearProgramme) {
  const numCols = programme.cost.length
  const numRows = programme.rowLower.length
  return {
    numCols,
    numRows,
    colCost: Float64Array.from(programme.cost),
    colLower: Float64Array.from(programme.lower),
    colUpper: Float64Array.from(programme.upper),
    rowLower: Float64Array.from(programme.rowLower),
    rowUpper: Float64Array.from(programme.rowUpper),
    matrix: {
      format: 'csr' as const,
      numRows,
      numCols,
      starts: Int32Array.from(programme.starts),
      indices: Int32Array.from(programme.columns),
      values: Float64Array.from(programme.values),
    },
  }
}
