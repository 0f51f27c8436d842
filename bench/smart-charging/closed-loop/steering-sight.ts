/** What the judge reads of the engine, in the names of the plan: how it sees its rows and its chargers right now. */
export type SteeringSight = {
  rows: readonly {
    id: string
    circuit: string
    kind: 'current' | 'power' | 'unbalance'
    /** In force, after margins. */
    limit: number
    /** What it takes for not ours. */
    base: number
    /** What chargers may be drawing at most, and the base. */
    committed: number
  }[]
  places: readonly {
    identity: string
    /** The most that it may be following right now, in A per used phase or W. */
    cap: number
    /** The highest of the grants that have been confirmed or may have arrived; null: there is none. */
    granted: number | null
    /** It is connected, and does what it is told as far as the engine knows. */
    isSteered: boolean
  }[]
}
